"""The address a telephony server posts to: who sends, how many bytes, which status.

Every answer to a call is HTTP 200, errors too, because many JSON-RPC clients look into no other.
The other statuses are for what concerns the transport. A bare ASGI handler: for a request this
small, Litestar's own reading and validating would cost several times what the rest does.
"""

from __future__ import annotations

import base64
import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING

import structlog
from litestar.enums import ScopeType
from litestar.handlers import ASGIRouteHandler
from litestar.types import Receive, Scope, Send

from api.auth import bearer_token, client_address, header, site_of
from api.errors import CONFLICT, UNAVAILABLE, UNKNOWN_USER, wire
from api.health import is_draining
from api.jsonrpc import protocol
from api.jsonrpc.methods import Sender, as_rpc_error, methods_for, readable
from api.jsonrpc.protocol import INVALID_REQUEST, Refusal, RpcError
from api.request_ids import request_id
from models.calls import trace
from models.errors import CallbeaconError, NotAuthorisedSource, TooManyMessages
from models.people.sources import Source, authenticate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from litestar.types import HTTPScope

    from models.site import Site

SERVICE = "nexj:call:InboundCall:1.0"
MAX_BODY = 1024 * 1024
LONGEST_KEY = 255

_HEADERS: Mapping[int, tuple[tuple[bytes, bytes], ...]] = MappingProxyType(
    {
        401: (
            (b"www-authenticate", b'Basic realm="Callbeacon", charset="UTF-8"'),
            (b"www-authenticate", b'Bearer realm="Callbeacon"'),
        ),
        405: ((b"allow", b"POST"),),
        429: ((b"retry-after", b"1"),),
        503: ((b"retry-after", b"1"),),
    }
)

# The writer traces what it refused; what is unavailable could not be written anyway.
_TRACED_BY_WRITER = {CONFLICT, UNKNOWN_USER, UNAVAILABLE}

log = structlog.get_logger(__name__)


def jsonrpc_routes(context: str) -> list[ASGIRouteHandler]:
    """Give the route for updateCallState under the context path of the installation."""
    path = f"/{context.strip('/')}/soa/{SERVICE}/json-rpc"
    return [ASGIRouteHandler(path, name="jsonrpc", copy_scope=False)(receive_messages)]


async def receive_messages(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one HTTP request of a telephony server."""
    if scope["type"] == ScopeType.WEBSOCKET:
        await send({"type": "websocket.close", "code": 1000, "reason": "Send a POST."})
        return
    try:
        status, body = await _respond(scope, receive)
    except Exception as error:  # noqa: BLE001  # the outermost edge; the caller gets the log's id
        status, body = 200, protocol.error_body(protocol.internal_error(error))
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        *_HEADERS.get(status, ()),
        # Senders keep connections for hours; the next message is better sent to a node that stays.
        *([(b"connection", b"close")] if is_draining(scope) else []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _respond(scope: HTTPScope, receive: Receive) -> tuple[int, bytes]:
    if scope["method"] != "POST":
        refusal = RpcError(INVALID_REQUEST, "Send a POST.", code="METHOD_NOT_ALLOWED")
        return 405, protocol.error_body(refusal)
    site = site_of(scope)
    source = None
    try:
        source = await _authenticate(site, scope)
        a_second = site.settings.current.messages_a_second
        site.rates.admit(source.id, a_second=a_second, now=site.now())
    except CallbeaconError as error:
        refusal, source_id = as_rpc_error(error), source.id if source else None
        await _trace(site, [Refusal(error=refusal, params=None)], source_id=source_id)
        return wire(error).status, protocol.error_body(refusal)
    body = await _read_body(scope, receive)
    if body is None:
        refusal = RpcError(INVALID_REQUEST, "The limit is 1 MiB.", code="BODY_TOO_LARGE")
        await _trace(site, [Refusal(error=refusal, params=None)], source_id=source.id)
        return 413, protocol.error_body(refusal)
    sender = Sender(
        source=source, idempotency_key=_idempotency_key(scope), request_id=request_id(scope)
    )
    answer = await protocol.answer(body, methods_for(site, sender))
    await _trace(site, answer.refusals, source_id=source.id)
    return 503 if _is_to_be_repeated(answer) else 200, answer.body


async def _authenticate(site: Site, scope: HTTPScope) -> Source:
    name, token = _read_credentials(header(scope, b"authorization"))
    return await authenticate(site, name=name, token=token, address=client_address(scope))


def _read_credentials(authorization: str) -> tuple[str | None, str]:
    """Read name and token of HTTP Basic (RFC 7617), or a bearer token without a name."""
    scheme, _, credentials = authorization.partition(" ")
    name, token = None, bearer_token(authorization)
    if scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(credentials.strip(), validate=True).decode()
        except ValueError as error:
            raise NotAuthorisedSource from error
        name, _, token = decoded.partition(":")
    if not token or "\x00" in f"{name}{token}":
        raise NotAuthorisedSource
    return name, token


def _idempotency_key(scope: HTTPScope) -> str | None:
    """Read the key under which the sender may send this request again; a longer one is told apart by its hash."""
    key = header(scope, b"idempotency-key").strip()
    if len(key) > LONGEST_KEY:
        return hashlib.sha256(key.encode()).hexdigest()
    return key or None


async def _read_body(scope: HTTPScope, receive: Receive) -> bytes | None:
    """Read the body; None as soon as it is known to be too large.

    A sender that goes away in the middle leaves nothing, so that half a batch is never obeyed.
    """
    declared = header(scope, b"content-length")
    if declared.isdigit() and int(declared) > MAX_BODY:
        return None
    chunks: list[bytes] = []
    room = MAX_BODY
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        chunks.append(message["body"])
        room -= len(message["body"])
        if room < 0:
            return None
        if not message.get("more_body"):
            return b"".join(chunks)


async def _trace(site: Site, refusals: Sequence[Refusal], *, source_id: UUID | None) -> None:
    """Note what never came as far as the writer, which traces the rest itself.

    A database that can't take the trace must not change the answer.
    """
    untraced = [refusal for refusal in refusals if not _is_traced(refusal.error)]
    for refusal in untraced:
        login_name, status = readable(refusal.params)
        try:
            await trace.record_refusal(
                site,
                source_id=source_id,
                login_name=login_name,
                status=status,
                code=refusal.error.code,
            )
        except CallbeaconError as error:
            log.warning("jsonrpc.refusal_untraced", code=refusal.error.code, reason=error.code)


def _is_traced(error: RpcError) -> bool:
    return error.number in _TRACED_BY_WRITER and error.code != TooManyMessages.code


def _is_to_be_repeated(answer: protocol.Answer) -> bool:
    """Tell whether a single call failed for a cause that will pass."""
    numbers = {refusal.error.number for refusal in answer.refusals}
    return not answer.is_batch and UNAVAILABLE in numbers
