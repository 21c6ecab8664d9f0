"""Contacts: adding them one by one or by the thousand, and changing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct
from piccolo.columns import Serial

from models import audit
from models.contacts.cards import ContactCard, contact_card, lock_contact
from models.contacts.changing import announce_contacts
from models.contacts.numbers import MOST_NUMBERS, NumberText, check_number, number_row
from models.contacts.tables import Contact, ContactNumber, ContactWord
from models.contacts.words import entries
from models.errors import InvalidValue, NoSuchContact
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from piccolo.columns import Column
    from piccolo.table import Table

    from models.database import Database, Row
    from models.site import Site

LONGEST_TEXT = 255
LONGEST_LINK = 2048


class NewContact(Struct, frozen=True, kw_only=True):
    """Hold what is known of a new contact; numbers as typed."""

    first_name: str
    last_name: str
    company: str = ""
    email: str = ""
    external_id: str | None = None
    link: str | None = None
    numbers: Sequence[str | NumberText] = ()


class ContactRows(Struct, frozen=True, kw_only=True):
    """Hold all the rows of one contact."""

    contact: Contact
    numbers: Sequence[ContactNumber]
    words: Sequence[str]


class ContactEdit(Struct, frozen=True, kw_only=True):
    """Say what to change of a contact: None leaves a field as it is, an empty text clears it."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    email: str | None = None
    external_id: str | None = None
    link: str | None = None


class ContactConflict(Struct, frozen=True, kw_only=True):
    """Say that somebody else changed the contact since: nothing was stored, and this is what it holds."""

    current: ContactCard


FIELDS = ContactEdit.__struct_fields__


async def add_contacts(site: Site, contacts: Sequence[NewContact]) -> list[UUID]:
    """Add contacts with the searchable forms of their numbers, all or none; return their ids in order.

    It is one job of the line of writes, so an import adds a few hundred at a time.
    """
    rows = [contact_rows(site, new) for new in contacts]
    await site.writer.run(lambda: insert_contacts(site.database, rows))
    return [row.contact.id for row in rows]


def contact_rows(site: Site, new: NewContact) -> ContactRows:
    """Make the rows of a new contact, with the searchable forms of its numbers."""
    values: dict[str, Any] = _cleaned({name: getattr(new, name) for name in FIELDS})
    contact = Contact(id=new_id(), created_at=site.now(), **values)
    return ContactRows(
        contact=contact,
        numbers=_number_rows(site, contact.id, new.numbers),
        words=_words(values),
    )


async def insert_contacts(database: Database, rows: Sequence[ContactRows]) -> None:
    """Add contacts in the current transaction."""
    await insert_rows(database, [each.contact for each in rows])
    await insert_rows(database, [number for each in rows for number in each.numbers])
    await _insert_words(database, [(each.contact.id, word) for each in rows for word in each.words])


async def create_contact(site: Site, viewer: Viewer, new: NewContact) -> ContactCard:
    """Add one contact by hand. Raises ``InvalidValue`` for a contact without a name or with impossible values."""
    require(viewer, Privilege.CALL_USER)
    check_new(new)
    rows = contact_rows(site, new)
    row = rows.contact

    async def create() -> None:
        await insert_contacts(site.database, [rows])
        after = {**_fields_of(row.to_dict()), "numbers": [_text(n).address for n in new.numbers]}
        await audit.note(
            site, viewer, "CREATE_CONTACT", kind="CONTACT", subject=row.id, after=after
        )

    await site.writer.run(create)
    await announce_contacts(site, row.id)
    return await contact_card(row.id)


async def edit_contact(
    site: Site, viewer: Viewer, contact_id: UUID, edit: ContactEdit, *, version: int
) -> ContactCard | ContactConflict:
    """Change a contact over the version that was on screen; what somebody else changed since is a conflict."""
    require(viewer, Privilege.CALL_USER)

    async def change() -> tuple[UUID, bool]:
        survivor = await lock_contact(site.database, contact_id)
        before = await read_contact(survivor)
        after = {**_fields_of(before), **_cleaned(_given(edit))}
        if after == _fields_of(before):
            return survivor, True
        if before["version"] != version or survivor != contact_id:
            return survivor, False
        check_fields(after)
        await store_contact(site, viewer, "EDIT_CONTACT", before, after)
        return survivor, True

    survivor, is_stored = await site.writer.run(change)
    if is_stored:
        await announce_contacts(site, survivor)
    card = await contact_card(survivor)
    return card if is_stored else ContactConflict(current=card)


async def read_contact(contact_id: UUID) -> Row:
    """Read the row of a contact that is locked."""
    row: Row | None = await Contact.select().where(Contact.id == contact_id).first()
    if row is None:
        raise NoSuchContact
    return row


async def store_contact(site: Site, viewer: Viewer, action: str, before: Row, after: Row) -> None:
    """Write a contact's changed fields, its words and the audit entry, in the current transaction."""
    contact_id = before["id"]
    columns: dict[Column | str, Any] = {name: after[name] for name in FIELDS}
    columns["version"] = before["version"] + 1
    await Contact.update(columns).where(Contact.id == contact_id)
    await ContactWord.delete().where(ContactWord.contact == contact_id)
    await _insert_words(site.database, [(contact_id, word) for word in _words(after)])
    changed = [name for name in FIELDS if before[name] != after[name]]
    await audit.note(
        site,
        viewer,
        action,
        kind="CONTACT",
        subject=contact_id,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def check_new(new: NewContact) -> None:
    """Raise ``InvalidValue`` for a new contact without a name, or with impossible values or numbers."""
    check_fields(_cleaned({name: getattr(new, name) for name in FIELDS}))
    for number in new.numbers:
        check_number(_text(number))
    if len(new.numbers) > MOST_NUMBERS:
        raise InvalidValue("numbers", f"are at most {MOST_NUMBERS}.")


def check_fields(row: Row) -> None:
    """Raise ``InvalidValue`` for a contact without any name, or with a value that can't be stored or shown."""
    if not (row["first_name"] or row["last_name"] or row["company"]):
        raise InvalidValue("lastName", "or another name is needed.")
    for name in FIELDS:
        longest = LONGEST_LINK if name == "link" else LONGEST_TEXT
        if len(row[name] or "") > longest:
            raise InvalidValue(name, f"has at most {longest} characters.")
    if row["link"] and urlsplit(row["link"]).scheme not in {"http", "https"}:
        raise InvalidValue("link", "begins with https:// or http://.")


async def insert_rows(database: Database, rows: Sequence[Table]) -> None:
    """Insert rows of one table; Piccolo's own way takes longer than the database does."""
    if rows:
        table = type(rows[0])
        names = [c._meta.name for c in table._meta.columns if not isinstance(c, Serial)]
        values = [[getattr(row, name) for name in names] for row in rows]
        await database.insert(table._meta.tablename, names, values)


async def _insert_words(database: Database, words: Sequence[tuple[UUID, str]]) -> None:
    """Insert words as they are: a row object of Piccolo's for each took most of an import's time."""
    await database.insert(ContactWord._meta.tablename, ("contact", "word"), words)


def _number_rows(
    site: Site, contact_id: UUID, numbers: Sequence[str | NumberText]
) -> list[ContactNumber]:
    texts = [text for text in map(_text, numbers) if text.address.strip()]
    return [
        number_row(contact_id, position, text, region=site.default_region)
        for position, text in enumerate(texts)
    ]


def _words(row: Row) -> list[str]:
    found = {name: row[name] for name in FIELDS if name != "link"}
    return sorted(entries(**found))


def _given(edit: ContactEdit) -> dict[str, str | None]:
    values = {name: getattr(edit, name) for name in FIELDS}
    return {name: value for name, value in values.items() if value is not None}


def _cleaned(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Trim, replace U+0000, which PostgreSQL can't store, and let no empty id or link be one."""
    texts = {
        name: (value or "").replace("\x00", "\ufffd").strip() for name, value in values.items()
    }
    return {n: (t or None) if n in {"external_id", "link"} else t for n, t in texts.items()}


def _fields_of(row: Row) -> Row:
    return {name: row[name] for name in FIELDS}


def _text(number: str | NumberText) -> NumberText:
    return NumberText(address=number) if isinstance(number, str) else number
