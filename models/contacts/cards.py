"""Reading contacts with their numbers, for the screen and for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.contacts.tables import Contact
from models.errors import NoSuchContact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Database, Row

# A merged contact leads to the one it was merged into; ``asked`` is the one whose id somebody has.
COLUMNS = """
    asked.id AS asked, c.id, c.first_name, c.last_name, c.company, c.email, c.external_id, c.link, c.created_at,
    c.version, n.id AS number_id, n.kind, n.address, n.searchable_address, n.extension, n.version AS number_version
"""
JOINED = """
    JOIN contact c ON c.id = COALESCE(asked.merged_into, asked.id)
    LEFT JOIN contact_number n ON n.contact = c.id
"""
ORDER = "n.position, n.id"
CARDS = "SELECT {columns} FROM contact asked {joined} WHERE asked.id IN ({ids}) ORDER BY {order}"
LOCK = "SELECT id, merged_into FROM contact WHERE id = $1"


class NumberCard(Struct, frozen=True, kw_only=True):
    """Show one number of a contact: as typed, and E.164 or bare digits."""

    id: UUID
    kind: str
    address: str
    searchable_address: str
    extension: str | None
    version: int


class ContactCard(Struct, frozen=True, kw_only=True):
    """Show a contact with its numbers in their order."""

    id: UUID
    first_name: str
    last_name: str
    company: str
    email: str
    external_id: str | None
    link: str | None
    created_at: datetime
    version: int
    numbers: tuple[NumberCard, ...]

    @property
    def full_name(self) -> str:
        """Join the names; the company's when there is none."""
        return f"{self.first_name} {self.last_name}".strip() or self.company


async def contact_cards(contact_ids: Collection[UUID]) -> dict[UUID, ContactCard]:
    """Read contacts by their ids in one query; the id of a merged one leads to the one it was merged into."""
    if not contact_ids:
        return {}
    ids = list(dict.fromkeys(contact_ids))
    places = ", ".join(["{}"] * len(ids))
    sql = CARDS.format(columns=COLUMNS, joined=JOINED, ids=places, order=ORDER)
    cards = cards_in(await Contact.raw(sql, *ids))
    return {asked: cards[asked] for asked in ids if asked in cards}


def cards_in(rows: Iterable[Row]) -> dict[UUID, ContactCard]:
    """Make the cards of rows that a statement with ``COLUMNS`` gave, a row for each number, by the ids asked."""
    by_contact: dict[UUID, dict[UUID | None, Row]] = {}
    for row in rows:
        by_contact.setdefault(row["asked"], {})[row["number_id"]] = row
    return {asked: _card(list(numbers.values())) for asked, numbers in by_contact.items()}


async def contact_card(contact_id: UUID) -> ContactCard:
    """Read one contact, or the one it was merged into; raise ``NoSuchContact``."""
    cards = await contact_cards([contact_id])
    if contact_id not in cards:
        raise NoSuchContact
    return cards[contact_id]


async def lock_contact(database: Database, contact_id: UUID) -> UUID:
    """Keep others from changing a contact until the transaction ends, and return its id.

    A merged contact leads to the one it was merged into. Raises ``NoSuchContact``.
    """
    locking = "" if database.is_sqlite else " FOR UPDATE"
    rows = await database.fetch(LOCK + locking, contact_id)
    if not rows:
        raise NoSuchContact
    survivor: UUID | None = rows[0]["merged_into"]
    return contact_id if survivor is None else await lock_contact(database, survivor)


def _card(rows: Sequence[Row]) -> ContactCard:
    row = rows[0]
    return ContactCard(
        id=row["id"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        company=row["company"],
        email=row["email"],
        external_id=row["external_id"],
        link=row["link"],
        created_at=row["created_at"],
        version=row["version"],
        numbers=tuple(_number(row) for row in rows if row["number_id"]),
    )


def _number(row: Row) -> NumberCard:
    return NumberCard(
        id=row["number_id"],
        kind=row["kind"],
        address=row["address"],
        searchable_address=row["searchable_address"],
        extension=row["extension"],
        version=row["number_version"],
    )
