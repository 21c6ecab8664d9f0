"""Contacts, as GraphQL shows them."""

from datetime import datetime

import strawberry

from models.contacts.cards import ContactCard, NumberCard
from models.contacts.matching import ContactMatch as Match
from models.contacts.matching import MatchedBy
from models.contacts.numbers import ContactNumberKind

strawberry.enum(
    MatchedBy, description="Which step of the matching found a contact, in the order of the steps."
)
strawberry.enum(
    ContactNumberKind, name="ContactNumberKind", description="Where a number of a contact rings."
)


@strawberry.type
class ContactNumber:
    """One number of a contact."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    kind: ContactNumberKind = strawberry.field(description="Where it rings.")
    phone_number: str = strawberry.field(description="As typed.")
    searchable_address: str = strawberry.field(
        description="E.164 where that can be told, else the bare digits, if any."
    )
    extension: str | None = strawberry.field(description="Digits; null when there is none.")
    version: int = strawberry.field(description="Grows with each change of the number.")


@strawberry.type
class Contact:
    """Somebody who may call."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    first_name: str = strawberry.field(description="Empty when there is none.")
    last_name: str = strawberry.field(description="Empty when there is none.")
    full_name: str = strawberry.field(description="Both names; the company's when there is none.")
    company: str = strawberry.field(description="Empty when there is none.")
    email: str = strawberry.field(description="Empty when there is none.")
    external_id: str | None = strawberry.field(description="The id in another system, if any.")
    link: str | None = strawberry.field(description="Where another system shows the contact.")
    phone_numbers: list[str] = strawberry.field(description="As typed, in their order.")
    numbers: list[ContactNumber] = strawberry.field(description="The same, with all about them.")
    created_at: datetime = strawberry.field(description="When it was added here.")
    version: int = strawberry.field(
        description="Grows with each change of the contact itself; numbers have versions of their own."
    )


@strawberry.type
class ContactMatch:
    """One contact that a call may come from."""

    contact: Contact = strawberry.field(description="The contact that was found.")
    matched_by: MatchedBy = strawberry.field(description="Why this contact is here.")
    phone_number: str | None = strawberry.field(
        description="The contact's number that matched, as typed; null where no number did."
    )
    is_selected: bool = strawberry.field(description="Whether it is taken to be the caller.")
    was_chosen_before: bool = strawberry.field(
        description="Whether an agent took it for the caller the last time that the number called."
    )


def contact(card: ContactCard) -> Contact:
    """Show a contact."""
    return Contact(
        id=strawberry.ID(str(card.id)),
        first_name=card.first_name,
        last_name=card.last_name,
        full_name=card.full_name,
        company=card.company,
        email=card.email,
        external_id=card.external_id,
        link=card.link,
        phone_numbers=[number.address for number in card.numbers],
        numbers=[_number(number) for number in card.numbers],
        created_at=card.created_at,
        version=card.version,
    )


def contact_match(match: Match) -> ContactMatch:
    """Show a match."""
    return ContactMatch(
        contact=contact(match.contact),
        matched_by=match.matched_by,
        phone_number=match.phone_number,
        is_selected=match.is_selected,
        was_chosen_before=match.was_chosen_before,
    )


def _number(card: NumberCard) -> ContactNumber:
    return ContactNumber(
        id=strawberry.ID(str(card.id)),
        kind=ContactNumberKind(card.kind),
        phone_number=card.address,
        searchable_address=card.searchable_address,
        extension=card.extension,
        version=card.version,
    )
