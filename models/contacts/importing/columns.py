"""The columns of a file, and which field of a contact each goes to: guessed from its name, then changed at will."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from models.contacts.words import words_in
from models.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_COLUMNS = 100
MOST_SAMPLES = 5
LONGEST_SAMPLE = 80


class ImportField(StrEnum):
    """Name what a column may hold."""

    FIRST_NAME = "FIRST_NAME"
    LAST_NAME = "LAST_NAME"
    FULL_NAME = "FULL_NAME"
    COMPANY = "COMPANY"
    EMAIL = "EMAIL"
    EXTERNAL_ID = "EXTERNAL_ID"
    LINK = "LINK"
    PHONE = "PHONE"
    MOBILE_PHONE = "MOBILE_PHONE"
    WORK_PHONE = "WORK_PHONE"
    HOME_PHONE = "HOME_PHONE"


# Any number of columns may hold numbers; of everything else there is one.
NUMBERS = frozenset(
    (ImportField.PHONE, ImportField.MOBILE_PHONE, ImportField.WORK_PHONE, ImportField.HOME_PHONE)
)
NAMES = frozenset(
    (ImportField.FIRST_NAME, ImportField.LAST_NAME, ImportField.FULL_NAME, ImportField.COMPANY)
)

_KNOWN: Mapping[ImportField, str] = {
    ImportField.FIRST_NAME: "first name|given name|forename|firstname|prenom|vorname|nombre",
    ImportField.LAST_NAME: "last name|family name|surname|lastname|nachname|apellido|nom de famille",
    ImportField.FULL_NAME: "name|full name|contact|contact name|display name|nom|fullname",
    ImportField.COMPANY: "company|company name|organisation|organization|organization name|account name|firma|societe",
    ImportField.EMAIL: "email|e mail|email address|e mail address|mail|e mail 1 value",
    ImportField.EXTERNAL_ID: "external id|id|account number|customer id|customer number|contact id|externalid",
    ImportField.LINK: "link|url|web page|website|address of page",
    ImportField.PHONE: "phone|telephone|phone number|tel|number|phone value|telefon|telephone number|primary phone",
    ImportField.MOBILE_PHONE: "mobile|mobile phone|cell|cell phone|mobile number|handy",
    ImportField.WORK_PHONE: "business phone|work phone|office phone|company main phone|work",
    ImportField.HOME_PHONE: "home phone|home",
}
_FIELD_OF = {name: each for each, names in _KNOWN.items() for name in names.split("|")}
_LAST_NUMBER = re.compile(r"(?<=\D) ?\d+$")


class ImportColumn(Struct, frozen=True, kw_only=True):
    """Show one column: its name, what its first rows hold, and the field it goes to; None: it is passed over."""

    name: str
    samples: tuple[str, ...]
    field: ImportField | None


def columns_of(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> list[ImportColumn]:
    """Describe the columns by their heading and the first rows; raise ``InvalidValue`` for too many of them."""
    if len(heading) > MOST_COLUMNS:
        raise InvalidValue("file", f"has at most {MOST_COLUMNS} columns.")
    fields = guessed(heading)
    return [
        ImportColumn(
            name=name.strip()[:LONGEST_SAMPLE],
            samples=tuple(_sample(row, place) for row in rows[:MOST_SAMPLES]),
            field=fields[place],
        )
        for place, name in enumerate(heading)
    ]


def guessed(heading: Sequence[str]) -> list[ImportField | None]:
    """Guess the field of each column from its name; of two columns with one name the first counts."""
    found: list[ImportField | None] = []
    for name in heading:
        guess = _guess(name)
        found.append(None if guess in found and guess not in NUMBERS else guess)
    return found


def check_fields(fields: Sequence[ImportField | None], *, columns: int) -> None:
    """Raise ``InvalidValue`` unless each column has its place and some name comes out of them."""
    if len(fields) != columns:
        raise InvalidValue("fields", f"are as many as there are columns: {columns}.")
    given = [field for field in fields if field is not None]
    twice = [field for field in given if field not in NUMBERS and given.count(field) > 1]
    if twice:
        raise InvalidValue("fields", f"take {twice[0]} from one column only.")
    if not NAMES.intersection(given):
        raise InvalidValue("fields", "take a name or a company from some column.")


def _guess(name: str) -> ImportField | None:
    words = " ".join(words_in(name.replace("_", " ")))
    # phone_2, "Phone 1 - Value"
    return _FIELD_OF.get(words) or _FIELD_OF.get(_LAST_NUMBER.sub("", words)) or _google(words)


def _google(words: str) -> ImportField | None:
    return ImportField.PHONE if re.fullmatch(r"phone \d+ value", words) else None


def _sample(row: Sequence[str], place: int) -> str:
    text = row[place].strip() if place < len(row) else ""
    return text[:LONGEST_SAMPLE]
