"""JSON-RPC 2.0, from the bytes of a request to the bytes of its answer.

The methods are given to it; it has never heard of a call, nor of HTTP. It is more lenient than the
specification where real clients need it: a missing or "1.0" version is taken (a null id then means
a notification), a byte order mark is passed over, and a half of a surrogate pair becomes U+FFFD.
"""

from __future__ import annotations

import asyncio
import re
import traceback
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, TypeVar

import msgspec
import structlog
from msgspec import Struct

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"
Params: TypeAlias = "list[JSON] | dict[str, JSON]"
Method: TypeAlias = Callable[[Params, int], Awaitable[JSON]]
"""What a request may ask for: it is given the parameters, and the request's position in its batch, from 0."""

Decoded = TypeVar("Decoded")

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603

MAX_BATCH = 100

_NULL = b"null"
_BOM = b"\xef\xbb\xbf"
_WHITESPACE = b" \t\r\n"
_NO_ID = (b"t", b"f", b"[", b"{")  # how true, false, arrays and objects begin
_QUOTED_JSON = re.compile(rb"""["']\s*[{\[]""")
_LONG_NUMBER = re.compile(r"\d(?=(?:[ ().-]*\d){4})")
_SURROGATE = re.compile(
    rb"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<alone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)

log = structlog.get_logger(__name__)


class RpcError(Exception):
    """Carry one JSON-RPC error; ``data`` begins with a stable code for programs."""

    def __init__(self, number: int, message: str, *, code: str, **data: JSON) -> None:
        super().__init__(message)
        self.number = number
        self.message = message
        self.code = code
        self.data: dict[str, JSON] = {"code": code, **data}


class Refusal(Struct, frozen=True, kw_only=True):
    """Keep why one request was refused, with its parameters where they could be read."""

    error: RpcError
    params: Params | None


class Answer(Struct, frozen=True, kw_only=True):
    """Hold the bytes to send back, none when only notifications came, and what was refused."""

    body: bytes
    refusals: tuple[Refusal, ...] = ()
    is_batch: bool = False


class _Envelope(msgspec.Struct):
    """Take a request apart without judging it; the id stays as the bytes that were sent."""

    jsonrpc: Any = None
    method: Any = None
    params: msgspec.Raw = msgspec.Raw()
    id: msgspec.Raw = msgspec.Raw()


_one = msgspec.json.Decoder(msgspec.Raw)
_many = msgspec.json.Decoder(list[msgspec.Raw])
_envelope = msgspec.json.Decoder(_Envelope)
_value = msgspec.json.Decoder()
_encoder = msgspec.json.Encoder()


async def answer(body: bytes, methods: Mapping[str, Method]) -> Answer:
    """Run what the body asks for and answer it.

    The requests of a batch start in the order sent and are waited for together, so a method that
    keeps the order in which it was called keeps the order of the batch.
    """
    try:
        requests, is_batch = _split(body)
    except RpcError as error:
        return _refuse(error, id=_NULL)
    if not is_batch:
        return await _serve(requests[0], methods, position=0)
    answers = await asyncio.gather(
        *(_serve(request, methods, position=at) for at, request in enumerate(requests))
    )
    bodies = b",".join(each.body for each in answers if each.body)
    refusals = tuple(refusal for each in answers for refusal in each.refusals)
    return Answer(body=bodies and b"[" + bodies + b"]", refusals=refusals, is_batch=True)


def error_body(error: RpcError, *, id: bytes = _NULL) -> bytes:
    """Write an error as JSON-RPC does."""
    told = {"code": error.number, "message": error.message, "data": error.data}
    return b'{"jsonrpc":"2.0","error":' + _encoder.encode(told) + b',"id":' + id + b"}"


def internal_error(error: Exception) -> RpcError:
    """Log what went wrong under an id, and tell the caller the id and nothing else.

    The log gets no local variables, and of long numbers in texts only the last four digits.
    """
    error_id = uuid.uuid4().hex
    story = _LONG_NUMBER.sub("*", "".join(traceback.format_exception(error)))
    log.error("jsonrpc.internal_error", error_id=error_id, exception=story)
    message = f"Something went wrong here. It is logged as {error_id}."
    return RpcError(INTERNAL_ERROR, message, code="INTERNAL_ERROR", errorId=error_id)


def _split(body: bytes) -> tuple[list[msgspec.Raw], bool]:
    text = body.removeprefix(_BOM).strip(_WHITESPACE)
    if not text:
        raise _parse_error("The body is empty.")
    if _QUOTED_JSON.match(text):
        raise _parse_error("The body is JSON wrapped in quotation marks. Send it without them.")
    if not text.startswith(b"["):
        return [_parse(text, _one)], False
    requests = _parse(text, _many)
    if not requests:
        raise _invalid_request("A batch holds at least one request.")
    if len(requests) > MAX_BATCH:
        raise _invalid_request(f"A batch holds at most {MAX_BATCH} requests.")
    return requests, True


def _parse(text: bytes, decoder: msgspec.json.Decoder[Decoded]) -> Decoded:
    try:
        if not text.isascii():
            text.decode()  # msgspec does not look into what it leaves raw
        return decoder.decode(text)
    except UnicodeDecodeError as error:
        raise _parse_error("The body is not UTF-8.") from error
    except RecursionError as error:
        raise _parse_error("The body is nested too deeply.") from error
    except msgspec.DecodeError as error:
        mended = _SURROGATE.sub(lambda match: rb"\ufffd" if match["alone"] else match[0], text)
        if mended == text:
            raise _parse_error(f"{error}.") from error
    return _parse(mended, decoder)


async def _serve(request: msgspec.Raw, methods: Mapping[str, Method], *, position: int) -> Answer:
    try:
        envelope = _envelope.decode(request)
    except (msgspec.DecodeError, RecursionError):
        return _refuse(_invalid_request("A request is an object."), id=_NULL)
    id = _id_to_answer(envelope)
    fault = _find_fault(envelope)
    try:
        params = _read_params(envelope.params)
    except RpcError as error:
        return _refuse(fault or error, id=id)
    if fault:
        return _refuse(fault, id=id, params=params)
    try:
        method = _find_method(envelope.method, methods)
        result = _encoder.encode(await method(params, position))
    except RpcError as error:
        return _refuse(error, id=id, params=params)
    except Exception as error:  # noqa: BLE001  # one bad request of a batch fails alone
        return _refuse(internal_error(error), id=id, params=params)
    return Answer(body=id and b'{"jsonrpc":"2.0","result":' + result + b',"id":' + id + b"}")


def _id_to_answer(envelope: _Envelope) -> bytes:
    """Give the id as it was sent, nothing for a notification, null for an id of a wrong type."""
    id = bytes(envelope.id)
    if id.startswith(_NO_ID):
        return _NULL
    return b"" if id == _NULL and envelope.jsonrpc != "2.0" else id


def _find_fault(envelope: _Envelope) -> RpcError | None:
    if envelope.jsonrpc not in ("2.0", "1.0", None):
        return _invalid_request('jsonrpc: "2.0" was expected.')
    if bytes(envelope.id).startswith(_NO_ID):
        return _invalid_request("id: a string, a number or null was expected.")
    if not isinstance(envelope.method, str):
        return _invalid_request("method: a string was expected.")
    return None


def _read_params(params: msgspec.Raw) -> Params:
    try:
        decoded = _value.decode(params or b"null")
    except (msgspec.DecodeError, RecursionError) as error:
        message = "params: a number is out of range."
        raise RpcError(INVALID_PARAMS, message, code="INVALID_PARAMS") from error
    if decoded is None:
        return []
    if not isinstance(decoded, list | dict):
        raise _invalid_request("params: an array or an object was expected.")
    return decoded


def _refuse(error: RpcError, *, id: bytes, params: Params | None = None) -> Answer:
    """Answer with an error; a notification gets none, unless it is no request at all."""
    is_silent = not id and error.number != INVALID_REQUEST
    body = b"" if is_silent else error_body(error, id=id or _NULL)
    return Answer(body=body, refusals=(Refusal(error=error, params=params),))


def _parse_error(message: str) -> RpcError:
    return RpcError(PARSE_ERROR, message, code="PARSE_ERROR")


def _invalid_request(message: str) -> RpcError:
    return RpcError(INVALID_REQUEST, message, code="INVALID_REQUEST")


def _find_method(name: str, methods: Mapping[str, Method]) -> Method:
    if name in methods:
        return methods[name]
    known = ", ".join(methods)
    raise RpcError(
        METHOD_NOT_FOUND, f"There is no such method, only {known}.", code="METHOD_NOT_FOUND"
    )
