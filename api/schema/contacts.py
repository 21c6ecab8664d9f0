"""Contacts, as GraphQL shows them."""

import strawberry

from models.contacts.contacts import ContactCard
from models.contacts.matching import ContactMatch as Match
from models.contacts.matching import MatchedBy


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
    phone_numbers: list[str] = strawberry.field(description="As typed, in their order.")


strawberry.enum(
    MatchedBy,
    description="Which step of the matching found a contact: the number as typed, or equal E.164 numbers.",
)


@strawberry.type
class ContactMatch:
    """One contact that a caller's number finds."""

    contact: Contact = strawberry.field(description="The contact that was found.")
    matched_by: MatchedBy = strawberry.field(description="Why this contact is here.")
    phone_number: str = strawberry.field(description="The contact's number that matched, as typed.")
    is_selected: bool = strawberry.field(description="Whether it is taken to be the caller.")


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
        phone_numbers=list(card.numbers),
    )


def contact_match(match: Match) -> ContactMatch:
    """Show a match."""
    return ContactMatch(
        contact=contact(match.contact),
        matched_by=match.matched_by,
        phone_number=match.phone_number,
        is_selected=match.is_selected,
    )
