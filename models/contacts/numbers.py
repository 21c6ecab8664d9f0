"""The numbers of a contact: adding, editing and removing one.

Every row of ``contact_number`` is made of ``number_row``, so its searchable forms are always those of its address.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from models import audit
from models.contacts.cards import ContactCard, contact_card, lock_contact
from models.contacts.changing import announce_contacts
from models.contacts.phone import ADDRESS_LIMIT, PhoneNumber, is_nobodys, read_number
from models.contacts.tables import ContactNumber
from models.errors import InvalidValue, NoSuchContactNumber
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, require

if TYPE_CHECKING:
    from uuid import UUID

    from piccolo.columns import Column

    from models.database import Row
    from models.site import Site

MOST_NUMBERS = 25
LONGEST_EXTENSION = 9

FORMS = ("searchable_address", "national_number", "reversed_digits", "is_partial")
SHOWN = ("address", "kind", "extension")


class ContactNumberKind(StrEnum):
    """Say where a number rings."""

    MOBILE = "MOBILE"
    WORK = "WORK"
    HOME = "HOME"
    OTHER = "OTHER"


class NumberText(Struct, frozen=True, kw_only=True):
    """Hold a number as somebody types it. ``extension`` None: the one that stands in the address, if any."""

    address: str
    kind: ContactNumberKind = ContactNumberKind.OTHER
    extension: str | None = None


class NumberConflict(Struct, frozen=True, kw_only=True):
    """Say that somebody else changed the number since: nothing was stored, and this is the contact now."""

    current: ContactCard


NumberEdited: TypeAlias = "ContactCard | NumberConflict"


async def add_number(site: Site, viewer: Viewer, contact_id: UUID, text: NumberText) -> ContactCard:
    """Give a contact one more number; one that it has already changes nothing."""
    require(viewer, Privilege.CALL_USER)
    check_number(text)

    async def add() -> UUID:
        survivor = await lock_contact(site.database, contact_id)
        rows = await ContactNumber.select().where(ContactNumber.contact == survivor)
        position = max((row["position"] for row in rows), default=-1) + 1
        new = number_row(survivor, position, text, region=site.default_region)
        if any(is_same_number(new.to_dict(), row) for row in rows):
            return survivor
        if len(rows) >= MOST_NUMBERS:
            raise InvalidValue("numbers", f"are at most {MOST_NUMBERS}.")
        await ContactNumber.insert(new)
        await _note(site, viewer, "ADD_NUMBER", survivor, after=new.to_dict())
        return survivor

    return await _changed(site, await site.writer.run(add))


async def edit_number(
    site: Site, viewer: Viewer, number_id: UUID, text: NumberText, *, version: int
) -> NumberEdited:
    """Change a number over the version that was on screen; what somebody else changed since is a conflict."""
    require(viewer, Privilege.CALL_USER)
    check_number(text)

    async def edit() -> tuple[UUID, bool]:
        before = await _locked_number(site, number_id)
        if before["version"] != version:
            return before["contact"], False
        after = number_row(before["contact"], before["position"], text, region=site.default_region)
        stored: Row = after.to_dict()
        columns: dict[Column | str, Any] = {name: stored[name] for name in (*FORMS, *SHOWN)}
        columns["version"] = version + 1
        await ContactNumber.update(columns).where(ContactNumber.id == number_id)
        await _note(site, viewer, "EDIT_NUMBER", before["contact"], before=before, after=stored)
        return before["contact"], True

    contact_id, is_stored = await site.writer.run(edit)
    if is_stored:
        return await _changed(site, contact_id)
    return NumberConflict(current=await contact_card(contact_id))


async def remove_number(site: Site, viewer: Viewer, number_id: UUID) -> ContactCard:
    """Take a number from its contact and return what is left."""
    require(viewer, Privilege.CALL_USER)

    async def remove() -> UUID:
        before = await _locked_number(site, number_id)
        await ContactNumber.delete().where(ContactNumber.id == number_id)
        await _note(site, viewer, "REMOVE_NUMBER", before["contact"], before=before)
        contact_id: UUID = before["contact"]
        return contact_id

    return await _changed(site, await site.writer.run(remove))


def check_number(text: NumberText) -> None:
    """Raise ``InvalidValue`` for what no caller could have, such as nothing at all or ``anonymous``."""
    if len(text.address) > ADDRESS_LIMIT:
        raise InvalidValue("phoneNumber", f"has at most {ADDRESS_LIMIT} characters.")
    if is_nobodys(text.address):
        raise InvalidValue("phoneNumber", "is a number or address that somebody can have.")
    extension = text.extension or "0"
    if not (extension.isascii() and extension.isdecimal() and len(extension) <= LONGEST_EXTENSION):
        raise InvalidValue("extension", f"is 1 to {LONGEST_EXTENSION} digits.")


def number_row(contact_id: UUID, position: int, text: NumberText, *, region: str) -> ContactNumber:
    """Make the row of a number with its searchable forms, as the region reads it."""
    number = read_number(text.address, region=region)
    return ContactNumber(
        id=new_id(),
        contact=contact_id,
        kind=text.kind.value,
        position=position,
        address=number.address,
        extension=text.extension or number.extension,
        **searchable_forms(number),
    )


def searchable_forms(number: PhoneNumber) -> dict[str, Any]:
    """Return the columns that depend on how an address is read."""
    return {name: getattr(number, name) for name in FORMS}


def is_same_number(one: Row, other: Row) -> bool:
    """Tell whether two rows say the same: the address as typed, or the searchable one and the extension."""
    if one["address"] == other["address"]:
        return bool(one["extension"] == other["extension"])
    searchable = (one["searchable_address"], one["extension"])
    return bool(searchable[0]) and searchable == (other["searchable_address"], other["extension"])


async def _changed(site: Site, contact_id: UUID) -> ContactCard:
    await announce_contacts(site, contact_id)
    return await contact_card(contact_id)


async def _locked_number(site: Site, number_id: UUID) -> Row:
    """Read a number whose contact nobody else changes until the transaction ends."""
    found = await ContactNumber.select().where(ContactNumber.id == number_id).first()
    if found is None:
        raise NoSuchContactNumber
    await lock_contact(site.database, found["contact"])
    row: Row | None = await ContactNumber.select().where(ContactNumber.id == number_id).first()
    if row is None:
        raise NoSuchContactNumber
    return row


async def _note(
    site: Site,
    viewer: Viewer,
    action: str,
    contact_id: UUID,
    *,
    before: Row | None = None,
    after: Row | None = None,
) -> None:
    await audit.note(
        site,
        viewer,
        action,
        kind="CONTACT",
        subject=contact_id,
        before=_shown(before),
        after=_shown(after),
    )


def _shown(row: Row | None) -> Row | None:
    return None if row is None else {name: row[name] for name in SHOWN}
