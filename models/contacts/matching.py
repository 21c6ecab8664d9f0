"""Who is calling: the contacts that a caller's number and details find, each with the cause.

The steps are tried in their order and the first that finds anybody counts. Only a single hit is taken to be the
caller; nothing is ever guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from models.contacts.cards import ContactCard, cards_in
from models.contacts.lookups import MatchedBy, look_up, lookups_for
from models.contacts.phone import PhoneNumber, read_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from models.calls.messages import JSON
    from models.database import Row

__all__ = ["Caller", "ContactMatch", "MatchedBy", "match_caller", "match_callers"]

MOST_OFFERED = 20

# Equal last digits may be anybody's, and a choice was somebody else's.
NEVER_SELECTED = {MatchedBy.LAST_DIGITS, MatchedBy.EARLIER_CHOICE}
STEPS = list(MatchedBy)


class ContactMatch(Struct, frozen=True, kw_only=True):
    """Show one contact that may be the caller; a single one is selected, several are offered.

    ``phone_number`` is the contact's number that matched, as typed; None where no number did.
    """

    contact: ContactCard
    matched_by: MatchedBy
    phone_number: str | None
    is_selected: bool
    was_chosen_before: bool


class Caller(Struct, frozen=True, kw_only=True):
    """Say what is known of a caller; ``region`` (two letters of ISO 3166) reads the number."""

    phone_number: str | None
    region: str
    details: Mapping[str, JSON] = field(default_factory=dict)


async def match_caller(
    phone_number: str | None, *, region: str, details: Mapping[str, JSON] | None = None
) -> list[ContactMatch]:
    """Return the contacts that a call may come from, best first, each once and at most 20.

    What cannot be a number finds nobody, but the details may still hold an identifier, which goes before any number.
    """
    caller = Caller(phone_number=phone_number, region=region, details=details or {})
    return (await match_callers(caller))[0]


async def match_callers(*callers: Caller) -> list[list[ContactMatch]]:
    """Return the same for each of several callers, in a few statements for all of them."""
    numbers = [read_number(each.phone_number, region=each.region) for each in callers]
    found = await look_up(
        *(lookups_for(number, each.details) for number, each in zip(numbers, callers, strict=True))
    )
    return [_matches(rows, number) for rows, number in zip(found, numbers, strict=True)]


def _matches(rows: Sequence[Row], number: PhoneNumber) -> list[ContactMatch]:
    cards = cards_in(rows)
    chosen = {cards[r["asked"]].id for r in rows if r["matched_by"] == MatchedBy.EARLIER_CHOICE}
    hits: dict[UUID, Row] = {}
    for row in _ranked(rows, number):
        # The id of a merged contact leads to the card of another, which may be there already.
        hits.setdefault(cards[row["asked"]].id, row)
    return [
        ContactMatch(
            contact=cards[hit["asked"]],
            matched_by=MatchedBy(hit["matched_by"]),
            phone_number=_matched_number(hit),
            is_selected=len(hits) == 1 and _may_select(hit, number),
            was_chosen_before=contact_id in chosen,
        )
        for contact_id, hit in list(hits.items())[:MOST_OFFERED]
    ]


def _ranked(rows: Sequence[Row], number: PhoneNumber) -> list[Row]:
    """Keep the first step that found anybody, the closest first, and put an earlier choice before them."""
    choice = next((row for row in rows if row["matched_by"] == MatchedBy.EARLIER_CHOICE), None)
    found = [row for row in rows if row["matched_by"] != MatchedBy.EARLIER_CHOICE]
    first = min((row["matched_by"] for row in found), key=STEPS.index, default=None)
    best = [row for row in found if row["matched_by"] == first]
    best.sort(key=lambda row: _closeness(row, number))
    if choice is None:
        return best
    chosen = [row for row in best if row["asked"] == choice["asked"]]
    if not chosen and first != MatchedBy.IDENTIFIER:
        chosen = [choice]
    return [*chosen, *best]


def _closeness(row: Row, number: PhoneNumber) -> tuple[bool, int, str]:
    """Sort the same extension first, then the most equal digits, then the older contact."""
    digits = min(len(row["matched_digits"]), len(number.reversed_digits))
    return row["matched_extension"] != number.extension, -digits, str(row["asked"])


def _may_select(hit: Row, number: PhoneNumber) -> bool:
    """Tell whether a single hit is the caller; somebody at another extension of the same number is not."""
    if hit["matched_by"] in NEVER_SELECTED:
        return False
    is_elsewhere = (
        number.extension
        and hit["matched_extension"]
        and number.extension != hit["matched_extension"]
    )
    return not is_elsewhere


def _matched_number(hit: Row) -> str | None:
    is_number = hit["matched_by"] not in {MatchedBy.IDENTIFIER, MatchedBy.EARLIER_CHOICE}
    return hit["matched"] if is_number else None
