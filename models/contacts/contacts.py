"""Contacts: adding them with their numbers, reading them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.contacts.phone import read_number
from models.contacts.tables import Contact, ContactNumber
from models.identifiers import new_id

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from models.database import Row
    from models.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """Hold what is known of a new contact; numbers as typed."""

    first_name: str
    last_name: str
    company: str = ""
    email: str = ""
    external_id: str | None = None
    numbers: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """Show a contact with the numbers as typed, in their order."""

    id: UUID
    first_name: str
    last_name: str
    company: str
    email: str
    external_id: str | None
    numbers: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """Join the names; the company's when there is none."""
        return f"{self.first_name} {self.last_name}".strip() or self.company


async def add_contacts(site: Site, contacts: Sequence[NewContact]) -> None:
    """Add contacts with the searchable forms of their numbers, all or none."""
    cards, numbers = [], []
    for new in contacts:
        card = Contact(
            id=new_id(),
            first_name=new.first_name,
            last_name=new.last_name,
            company=new.company,
            email=new.email,
            external_id=new.external_id,
            created_at=site.now(),
        )
        cards.append(card)
        numbers += [
            _number_row(card.id, position, address, site.default_region)
            for position, address in enumerate(new.numbers)
        ]

    async def add() -> None:
        if cards:
            await Contact.insert(*cards)
        if numbers:
            await ContactNumber.insert(*numbers)

    await site.writer.run(add)


async def contact_cards(contact_ids: Collection[UUID]) -> dict[UUID, ContactCard]:
    """Read contacts with their numbers, in two queries however many."""
    if not contact_ids:
        return {}
    ids = list(contact_ids)
    rows = await Contact.select().where(Contact.id.is_in(ids))
    numbers: dict[UUID, list[str]] = defaultdict(list)
    for row in (
        await ContactNumber.select(ContactNumber.contact, ContactNumber.address)
        .where(ContactNumber.contact.is_in(ids))
        .order_by(ContactNumber.position)
    ):
        numbers[row["contact"]].append(row["address"])
    return {row["id"]: _card(row, numbers[row["id"]]) for row in rows}


def _card(row: Row, numbers: Sequence[str]) -> ContactCard:
    return ContactCard(
        id=row["id"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        company=row["company"],
        email=row["email"],
        external_id=row["external_id"],
        numbers=tuple(numbers),
    )


def _number_row(contact_id: UUID, position: int, address: str, region: str) -> ContactNumber:
    number = read_number(address, region=region)
    return ContactNumber(
        id=new_id(),
        contact=contact_id,
        position=position,
        address=number.address,
        searchable_address=number.searchable_address,
        national_number=number.national_number,
        reversed_digits=number.reversed_digits,
        extension=number.extension,
    )
