"""The methods a telephony server may call: the names and types of their parameters.

No rule about calls is here: the types are checked and one verb of ``models.calls`` is called.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from api.errors import extensions, wire
from api.jsonrpc.protocol import JSON, Method, Params, RpcError
from models.calls import writer
from models.calls.messages import CallMessage, CallStatus
from models.errors import CallbeaconError, InvalidValue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.people.sources import Source
    from models.site import Site

NAMES = ("userLoginName", "status", "phoneNumber", "reasonId", "details")

MAX_DETAILS = 16 * 1024
MAX_DEPTH = 16
LARGEST_SEQUENCE = 2**63

T = TypeVar("T")

_NUL = re.compile(rb"\\\\|(?P<nul>\\u0000)")


class Sender(Struct, frozen=True, kw_only=True):
    """Say who sent an HTTP request, and what its headers name it: so that it may come again, and in the logs."""

    source: Source
    idempotency_key: str | None = None
    request_id: str | None = None


def methods_for(site: Site, sender: Sender) -> Mapping[str, Method]:
    """Give the methods as this source may call them."""
    return {"updateCallState": partial(update_call_state, site, sender)}


async def update_call_state(site: Site, sender: Sender, params: Params, position: int) -> None:
    """Report that a user's call was connected or disconnected."""
    if position:  # the first was counted when its request came
        site.rates.count_more(sender.source.id)
    try:
        message = read_message(params, sender, received_at=site.now(), position=position)
        await writer.update_call_state(site, message)
    except CallbeaconError as error:
        raise as_rpc_error(error) from error


def as_rpc_error(error: CallbeaconError) -> RpcError:
    """Say in JSON-RPC what was refused."""
    return RpcError(wire(error).number, str(error), **extensions(error))


def read_message(
    params: Params, sender: Sender, *, received_at: datetime, position: int = 0
) -> CallMessage:
    """Check the types of the parameters; raises ``InvalidValue`` with the name of the wrong one.

    What tells calls apart is taken out of the details where it has the right type, else it stays among them: it is
    ours, and must not cost a call that the documented interface would have taken.
    """
    given = _by_name(params)
    details = dict(_details(given))
    return CallMessage(
        source_id=sender.source.id,
        region=sender.source.default_region,
        idempotency_key=sender.idempotency_key,
        request_id=sender.request_id,
        position=position,
        login_name=_login_name(given.get("userLoginName")),
        status=_status(given.get("status")),
        phone_number=_text("phoneNumber", given.get("phoneNumber")),
        reason_id=_text("reasonId", given.get("reasonId")) or None,
        call_id=_take(details, "callId", _call_id),
        sequence=_take(details, "sequence", _sequence),
        occurred_at=_take(details, "occurredAt", _time),
        details=details,
        received_at=received_at,
    )


def readable(params: Params | None) -> tuple[str | None, str | None]:
    """Read login name and status for the trace, as far as there are any."""
    try:
        given = _by_name(params or [])
    except InvalidValue:
        return None, None
    login_name, status = given.get("userLoginName"), given.get("status")
    return _shown(login_name), _shown(status)


def _by_name(params: Params) -> dict[str, JSON]:
    if isinstance(params, dict):
        return params
    if len(params) > len(NAMES):
        raise InvalidValue("params", f"at most {len(NAMES)} were expected: {', '.join(NAMES)}.")
    return dict(zip(NAMES, params, strict=False))


def _login_name(value: JSON) -> str:
    if not isinstance(value, str) or not value.strip() or "\x00" in value:
        raise InvalidValue("userLoginName", "a string was expected, not empty, without U+0000.")
    return value


def _status(value: JSON) -> CallStatus:
    try:
        return CallStatus(value.upper() if isinstance(value, str) else "")
    except ValueError as error:
        raise InvalidValue("status", "CONNECTED or DISCONNECTED was expected.") from error


def _text(name: str, value: JSON) -> str | None:
    """Take a whole number for its digits: many senders write a telephone number as one."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InvalidValue(name, "a string, a whole number or null was expected.")


def _details(given: Mapping[str, JSON]) -> Mapping[str, JSON]:
    """Add the named parameters that are not ours to the details, as their latest values."""
    details = given.get("details")
    if details is None:
        details = {}
    if not isinstance(details, dict):
        raise InvalidValue("details", "an object or null was expected.")
    details = details | {name: value for name, value in given.items() if name not in NAMES}
    return _storable(details) if details else details


def _take(details: dict[str, JSON], name: str, read: Callable[[JSON], T | None]) -> T | None:
    """Take a detail out, when it is there and can be read."""
    value = read(details.get(name))
    if value is not None:
        del details[name]
    return value


def _call_id(value: JSON) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def _sequence(value: JSON) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= LARGEST_SEQUENCE:
        return None
    return value


def _time(value: JSON) -> datetime | None:
    """Read a time with its offset (RFC 3339, section 5.6)."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value.upper())
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _storable(details: dict[str, JSON]) -> Mapping[str, JSON]:
    """Refuse details that are too large or too deep; replace U+0000, which PostgreSQL can't store.

    The depth comes first, because writing JSON ends in a RecursionError where it is very deep.
    """
    if not _is_shallow(details):
        raise InvalidValue("details", f"at most {MAX_DEPTH} levels were expected.")
    written = msgspec.json.encode(details)
    if len(written) > MAX_DETAILS:
        raise InvalidValue("details", f"at most {MAX_DETAILS} bytes were expected.")
    if rb"\u0000" not in written:
        return details
    mended = _NUL.sub(lambda match: rb"\ufffd" if match["nul"] else match[0], written)
    storable: dict[str, JSON] = msgspec.json.decode(mended)
    return storable


def _is_shallow(details: dict[str, JSON]) -> bool:
    level: list[list[JSON] | dict[str, JSON]] = [details]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _nested_in(parent)]
    return not level


def _nested_in(parent: list[JSON] | dict[str, JSON]) -> list[list[JSON] | dict[str, JSON]]:
    children = parent.values() if isinstance(parent, dict) else parent
    return [child for child in children if isinstance(child, dict | list)]


def _shown(value: JSON) -> str | None:
    return str(value) if isinstance(value, str | int) else None
