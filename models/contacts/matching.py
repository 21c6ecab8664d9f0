"""Who is calling: the contacts that a caller's number finds, each with the cause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.contacts.contacts import ContactCard, contact_cards
from models.contacts.phone import NumberKind, read_number
from models.contacts.tables import ContactNumber

if TYPE_CHECKING:
    from uuid import UUID


class MatchedBy(StrEnum):
    """Name the step that found a contact."""

    AS_TYPED = "AS_TYPED"
    EXACT_NUMBER = "EXACT_NUMBER"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMatch:
    """Show one contact that the number finds; a single one is selected, several are offered."""

    contact: ContactCard
    matched_by: MatchedBy
    phone_number: str
    is_selected: bool


async def match_caller(phone_number: str | None, *, region: str) -> list[ContactMatch]:
    """Return the contacts with this number, each once.

    Tried in turn, each on an index, until one finds somebody: the address as typed, then equal E.164 where both numbers
    are complete. What cannot be a number finds nobody.
    """
    number = read_number(phone_number, region=region)
    if number.is_placeholder:
        return []
    found = await _numbers_where(ContactNumber.address == number.address)
    matched_by = MatchedBy.AS_TYPED
    if not found and number.kind is NumberKind.COMPLETE:
        found = await _numbers_where(ContactNumber.searchable_address == number.searchable_address)
        matched_by = MatchedBy.EXACT_NUMBER
    cards = await contact_cards(found.keys())
    return [
        ContactMatch(
            contact=cards[contact_id],
            matched_by=matched_by,
            phone_number=address,
            is_selected=len(found) == 1,
        )
        for contact_id, address in found.items()
        if contact_id in cards
    ]


async def _numbers_where(clause: object) -> dict[UUID, str]:
    """Map each contact with such a number to the number as typed."""
    rows = (
        await ContactNumber.select(ContactNumber.contact, ContactNumber.address)
        .where(clause)  # type: ignore[arg-type]  # a comparison of columns, which Piccolo types as a bool
        .order_by(ContactNumber.id)
        .limit(50)
    )
    return {row["contact"]: row["address"] for row in reversed(rows)}
