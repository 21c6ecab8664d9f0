"""The log of messages, for administrators: what came from telephony sources, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.calls import LARGEST_PAGE
from models.calls.tables import MessageTrace
from models.contacts.phone import NumberKind, read_number
from models.ordering import TimeOrder
from models.people.privileges import Privilege, Viewer, require
from models.people.tables import TelephonyLogin
from models.people.users import login_key

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

MESSAGES = """
    SELECT t.id, t.received_at, t.login_name, t.status, t.effect, t.code, t.inbound_call,
        COALESCE(c.phone_number, t.phone_number) AS phone_number,
        COALESCE(c.searchable_address, t.searchable_address) AS searchable_address,
        s.name AS source_name, u.login_name AS user_login_name, u.full_name
    FROM message_trace t
    LEFT JOIN telephony_source s ON s.id = t.source
    LEFT JOIN inbound_call c ON c.id = t.inbound_call
    LEFT JOIN app_user u ON u.id = c."user"
"""
ADDRESS = "COALESCE(c.searchable_address, t.searchable_address)"
FEWEST_DIGITS = 5


class MessageFilter(Struct, frozen=True, kw_only=True):
    """Say which messages are wanted; what is None does not matter.

    ``login_name``: a user's, or as received, in any case. ``phone_number`` in any form; a part of one finds those that
    end with it. ``outcome``: an effect or the code of a refusal.
    """

    login_name: str | None = None
    phone_number: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    outcome: str | None = None
    is_refused: bool | None = None
    source_id: UUID | None = None


class TracedMessage(Struct, frozen=True, kw_only=True):
    """Show what came, and what became of it: ``effect`` when it was accepted, ``code`` when it was refused.

    ``user_login_name`` and ``full_name`` are of the user whose call it was; None where there was no call.
    """

    id: UUID
    received_at: datetime
    source_name: str | None
    login_name: str | None
    user_login_name: str | None
    full_name: str | None
    phone_number: str | None
    searchable_address: str | None
    status: str | None
    effect: str | None
    code: str | None
    call_id: UUID | None


Condition = tuple[str, tuple[object, ...]]


async def message_log(
    site: Site,
    viewer: Viewer,
    wanted: MessageFilter,
    *,
    first: int,
    behind: UUID | None = None,
    order: TimeOrder = TimeOrder.NEWEST_FIRST,
) -> list[TracedMessage]:
    """Return up to ``first`` + 1 messages, those behind one when it is named; the one too many tells of more."""
    require(viewer, Privilege.ADMIN)
    conditions = [
        *_simple(wanted),
        *([(order.behind("t.id"), (behind,))] if behind else []),
        *([await _of_agent(wanted.login_name)] if wanted.login_name else []),
        *([_of_number(site, wanted.phone_number)] if wanted.phone_number else []),
    ]
    clauses = " AND ".join(["TRUE", *(clause for clause, _ in conditions)])
    values = [value for _, given in conditions for value in given]
    limit = max(0, min(first, LARGEST_PAGE)) + 1
    sql = f"{MESSAGES} WHERE {clauses} {order.by('t.id')} LIMIT {limit}"
    return [_message(row) for row in await MessageTrace.raw(sql, *values)]


def _simple(wanted: MessageFilter) -> list[Condition]:
    conditions: list[Condition] = [
        ("t.received_at >= {}", (wanted.since,)),
        ("t.received_at < {}", (wanted.until,)),
        ("(t.effect = {} OR t.code = {})", (wanted.outcome, wanted.outcome)),
        ("t.source = {}", (wanted.source_id,)),
    ]
    asked = [condition for condition in conditions if condition[1][0] is not None]
    if wanted.is_refused is not None:
        asked.append((f"t.code IS {'NOT ' if wanted.is_refused else ''}NULL", ()))
    return asked


async def _of_agent(name: str) -> Condition:
    """Find what was sent for a user under every name the user has, and what came under this very name."""
    key = login_key(name)
    mapped = await TelephonyLogin.select(TelephonyLogin.login_key).where(
        TelephonyLogin.user.login_key == key
    )
    keys = [key, *(row["login_key"] for row in mapped)]
    marks = ", ".join("{}" for _ in keys)
    # An extension may have been another user's when the message came: then it is that user's call.
    unowned = f"u.id IS NULL AND LOWER(t.login_name) IN ({marks})"
    clause = f"(u.login_key = {{}} OR LOWER(t.login_name) = {{}} OR ({unowned}))"
    return clause, (key, key, *keys)


def _of_number(site: Site, typed: str) -> Condition:
    number = read_number(typed, region=site.default_region)
    digits = number.national_number or number.searchable_address
    if number.kind is NumberKind.COMPLETE:
        return f"{ADDRESS} = {{}}", (number.searchable_address,)
    if len(digits) >= FEWEST_DIGITS:
        return f"{ADDRESS} LIKE {{}}", (f"%{digits}",)
    same = "LOWER(COALESCE(c.phone_number, t.phone_number)) = {}"
    return f"({same} OR {ADDRESS} = {{}})", (typed.strip().lower(), digits or typed.strip())


def _message(row: Row) -> TracedMessage:
    return TracedMessage(
        id=row["id"],
        received_at=row["received_at"],
        source_name=row["source_name"],
        login_name=row["login_name"],
        user_login_name=row["user_login_name"],
        full_name=row["full_name"],
        phone_number=row["phone_number"],
        searchable_address=row["searchable_address"],
        status=row["status"],
        effect=row["effect"],
        code=row["code"],
        call_id=row["inbound_call"],
    )
