"""Which calls of the ledger are wanted, and what that is in SQL."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from models.contacts.phone import NumberKind, read_number
from models.identifiers import first_id_at

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

# Identifiers sort by arrival, so that a time is a range of the ledger; a clock may have been set back a little.
CLOCKS_DIFFER = timedelta(minutes=5)
# Fewer say nothing at the end of a number: they are a whole extension.
FEWEST_LAST_DIGITS = 4
WITH_OUTCOME = "EXISTS (SELECT 1 FROM call_record v WHERE v.inbound_call = c.id AND v.outcome = {})"

Condition = tuple[str, tuple[object, ...]]


class CallFilter(Struct, frozen=True, kw_only=True):
    """Say which calls are wanted; what is None does not matter.

    ``since`` and before ``until``: when its CONNECTED came. ``reason_id``: of the reason in force, as telephony systems
    send it. ``phone_number`` in any form; its last digits, four or more, find the numbers that end so. ``is_opened``:
    whether the call ever had a workspace.
    """

    agent_id: UUID | None = None
    reason_id: str | None = None
    outcome_id: UUID | None = None
    phone_number: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_opened: bool | None = None


EVERY_CALL = CallFilter()


def conditions(wanted: CallFilter, *, region: str) -> list[Condition]:
    """Write a filter as conditions on a call ``c`` and its reason ``r``; ``region`` reads the number."""
    given: list[Condition] = [
        ('c."user" = {}', (wanted.agent_id,)),
        ("r.reason_id = {}", (wanted.reason_id,)),
        (WITH_OUTCOME, (wanted.outcome_id,)),
    ]
    found = [condition for condition in given if condition[1][0] is not None]
    found += _since(wanted.since) + _until(wanted.until)
    if wanted.is_opened is not None:
        found.append((f"c.opened_at IS {'NOT ' if wanted.is_opened else ''}NULL", ()))
    if wanted.phone_number and wanted.phone_number.strip():
        found.append(_of_number(wanted.phone_number.strip(), region))
    return found


def _since(at: datetime | None) -> list[Condition]:
    if at is None:
        return []
    first = first_id_at(at - CLOCKS_DIFFER)
    return [("c.id >= {} AND c.connected_at >= {}", (first, at.astimezone(UTC)))]


def _until(at: datetime | None) -> list[Condition]:
    if at is None:
        return []
    last = first_id_at(at + CLOCKS_DIFFER)
    return [("c.id < {} AND c.connected_at < {}", (last, at.astimezone(UTC)))]


def _of_number(typed: str, region: str) -> Condition:
    number = read_number(typed, region=region)
    if number.kind is NumberKind.COMPLETE:
        return "c.searchable_address = {}", (number.searchable_address,)
    digits = number.national_number or number.searchable_address
    if digits.isdigit() and len(digits) >= FEWEST_LAST_DIGITS:
        return "c.searchable_address LIKE {}", (f"%{digits}",)
    clause = "(LOWER(c.phone_number) = {} OR c.searchable_address = {})"
    return clause, (typed.lower(), digits or typed)
