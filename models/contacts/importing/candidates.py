"""From a row of a file to the contact that it describes, checked like one that is typed; or why it is none."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from models.contacts.contacts import NewContact, check_new
from models.contacts.importing.columns import NUMBERS, ImportField
from models.contacts.numbers import ContactNumberKind, NumberText
from models.errors import InvalidValue
from models.text import storable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.contacts.importing.records import FileRow

KINDS = {
    ImportField.PHONE: ContactNumberKind.OTHER,
    ImportField.MOBILE_PHONE: ContactNumberKind.MOBILE,
    ImportField.WORK_PHONE: ContactNumberKind.WORK,
    ImportField.HOME_PHONE: ContactNumberKind.HOME,
}
LONGEST_CAUSE = 255
# What the verbs call a value, in the words of the report.
CALLED = {
    "row": "The row",
    "first_name": "The first name",
    "last_name": "The last name",
    "lastName": "A last name",
    "company": "The company",
    "email": "The e-mail address",
    "external_id": "The external id",
    "link": "The link",
    "phoneNumber": "The phone number",
    "numbers": "The numbers",
    "extension": "The extension",
}

_DAMAGED = re.compile(r"\d(?:[.,]\d+)?E\+\d+")
_BETWEEN_NUMBERS = re.compile(r":::|;|\n")


class Candidate(Struct, frozen=True, kw_only=True):
    """Hold a row of the file with its contact; None: ``cause`` says why it is skipped."""

    number: int
    contact: NewContact | None = None
    fingerprint: str = ""
    cause: str = ""
    content: str = ""


def candidate(row: FileRow, fields: Sequence[ImportField | None]) -> Candidate:
    """Read a row as the mapping of the columns says."""
    try:
        if row.problem:
            raise InvalidValue("row", row.problem)
        contact = _cleaned(row.contact or _contact(row.cells, fields))
        check_new(contact)
    except InvalidValue as error:
        cause = row.problem or f"{CALLED.get(error.name, error.name)} {error.expected}"
        return Candidate(number=row.number, cause=cause[:LONGEST_CAUSE], content=row.content)
    return Candidate(
        number=row.number,
        contact=contact,
        fingerprint=_fingerprint(contact),
        content=row.content,
    )


def _contact(cells: Sequence[str], fields: Sequence[ImportField | None]) -> NewContact:
    if any(cell.strip() for cell in cells[len(fields) :]):
        raise InvalidValue("row", "has more cells than the heading.")
    given: dict[ImportField, str] = {}
    numbers: list[NumberText] = []
    for field, cell in zip(fields, cells, strict=False):
        if field in NUMBERS:
            numbers += _numbers(cell, KINDS[field])
        elif field is not None:
            given[field] = cell.strip()
    first_name, last_name = _names(given)
    return NewContact(
        first_name=first_name,
        last_name=last_name,
        company=given.get(ImportField.COMPANY, ""),
        email=given.get(ImportField.EMAIL, ""),
        external_id=given.get(ImportField.EXTERNAL_ID) or None,
        link=given.get(ImportField.LINK) or None,
        numbers=numbers,
    )


def _names(given: dict[ImportField, str]) -> tuple[str, str]:
    first_name = given.get(ImportField.FIRST_NAME, "")
    last_name = given.get(ImportField.LAST_NAME, "")
    full_name = given.get(ImportField.FULL_NAME, "")
    if first_name or last_name or not full_name:
        return first_name, last_name
    if ", " in full_name:
        last_name, _, first_name = full_name.partition(", ")
        return first_name, last_name
    first_name, _, last_name = full_name.rpartition(" ")
    return first_name, last_name


def _numbers(cell: str, kind: ContactNumberKind) -> Iterator[NumberText]:
    """Split a cell that holds several numbers; an address with a scheme has semicolons of its own."""
    has_scheme = cell.lstrip().lower().startswith(("sip:", "sips:", "tel:"))
    for part in [cell] if has_scheme else _BETWEEN_NUMBERS.split(cell):
        text = part.strip()
        if _DAMAGED.fullmatch(text):
            raise InvalidValue(
                "phoneNumber", f"was damaged by a spreadsheet ({text}); format the column as text."
            )
        if text:
            yield NumberText(address=text, kind=kind)


def _cleaned(contact: NewContact) -> NewContact:
    """Keep what a database can, and each number once."""
    texts = {
        name: storable(value) if value else value
        for name in ("first_name", "last_name", "company", "email", "external_id", "link")
        for value in (getattr(contact, name),)
    }
    numbers = {text.address: text for text in map(_typed, reversed(contact.numbers))}
    return replace(contact, **texts, numbers=tuple(reversed(numbers.values())))


def _typed(number: str | NumberText) -> NumberText:
    return NumberText(address=number) if isinstance(number, str) else number


def _fingerprint(contact: NewContact) -> str:
    """Tell rows without an external id apart by all that they say; empty for those with one."""
    if contact.external_id:
        return ""
    numbers = sorted(_typed(number).address for number in contact.numbers)
    parts = (contact.first_name, contact.last_name, contact.company, contact.email, *numbers)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
