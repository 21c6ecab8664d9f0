"""The questions that matching asks the database, each answered by an index, all in one statement.

Which answer counts is decided in ``matching.py``; here stands only what each step looks for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.contacts.phone import NumberKind, PhoneNumber, is_blank_identifier
from models.contacts.tables import ContactNumber

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from models.calls.messages import JSON
    from models.database import Row

# Equal last digits mean something from here on.
FEWEST_DIGITS = 7
# A contact may be found by several of its numbers, so more rows are read than contacts are offered.
MOST_ROWS = 100
LONGEST_IDENTIFIER = 255

NUMBER = "SELECT '{step}' AS matched_by, contact, address, extension, reversed_digits FROM contact_number WHERE "
IDENTIFIER = """
    SELECT '{step}' AS matched_by, c.id AS contact, c.external_id AS address, NULL AS extension,
        '' AS reversed_digits
    FROM {each} d
    JOIN call_field f ON f.name = d.key
    JOIN contact c ON c.external_id = d.value
    WHERE f.is_identifier AND f.is_active
"""
CHOICE = """
    SELECT '{step}' AS matched_by, contact, number AS address, NULL AS extension, '' AS reversed_digits
    FROM remembered_choice WHERE number = {{}}
"""
INCOMPLETE = "substr(searchable_address, 1, 1) <> '+'"


class MatchedBy(StrEnum):
    """Name the step that found a contact, in the order of the steps."""

    IDENTIFIER = "IDENTIFIER"
    AS_TYPED = "AS_TYPED"
    EXACT_NUMBER = "EXACT_NUMBER"
    NATIONAL_NUMBER = "NATIONAL_NUMBER"
    LAST_DIGITS = "LAST_DIGITS"
    SHORT_NUMBER = "SHORT_NUMBER"
    EARLIER_CHOICE = "EARLIER_CHOICE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Hold one question: SQL with ``{}`` for each value."""

    step: MatchedBy
    sql: str
    values: tuple[object, ...]


async def look_up(lookups: list[Lookup]) -> list[Row]:
    """Ask all the questions at once; a step costs less than a way to the database and back."""
    if not lookups:
        return []
    parts = [one.sql + f" LIMIT {MOST_ROWS}" for one in lookups]
    sql = " UNION ALL ".join(f"SELECT * FROM ({part}) step_{i}" for i, part in enumerate(parts))  # noqa: S608  # no values
    values = (value for one in lookups for value in one.values)
    rows: list[Row] = await ContactNumber.raw(sql, *values)
    return rows


def lookups_for(number: PhoneNumber, details: Mapping[str, JSON]) -> list[Lookup]:
    """Return what to look for, in the order in which the answers count."""
    found = list(_by_identifiers(details))
    if number.is_placeholder:
        return found
    found.append(_as_typed(number))
    if number.kind is NumberKind.COMPLETE:
        found.append(
            _numbers(MatchedBy.EXACT_NUMBER, "searchable_address = {}", number.searchable_address)
        )
    if number.national_number:
        found += [_by_national_number(number), *_by_last_digits(number)]
    if number.kind is NumberKind.SHORT:
        found += _by_short_number(number)
    choice = CHOICE.format(step=MatchedBy.EARLIER_CHOICE)
    return [
        *found,
        Lookup(step=MatchedBy.EARLIER_CHOICE, sql=choice, values=(remembered_as(number),)),
    ]


def remembered_as(number: PhoneNumber) -> str:
    """Return the form of a number under which a choice is remembered."""
    return number.searchable_address or number.address


def _as_typed(number: PhoneNumber) -> Lookup:
    """Find the same text, unless it is another complete number where the other was typed."""
    if number.kind is not NumberKind.COMPLETE:
        return _numbers(MatchedBy.AS_TYPED, "address = {}", number.address)
    clause = f"address = {{}} AND (searchable_address = {{}} OR {INCOMPLETE})"
    return _numbers(MatchedBy.AS_TYPED, clause, number.address, number.searchable_address)


def _by_national_number(number: PhoneNumber) -> Lookup:
    """Find equal national numbers where at least one of the two lacks its country.

    Two complete ones never meet here: equal, they were found before. Nor do two countries, nor a number without its
    area code and one that is whole: equal digits say nothing then.
    """
    step, digits = MatchedBy.NATIONAL_NUMBER, number.searchable_address
    if number.is_local:
        return _numbers(step, "searchable_address = {}", digits)
    clause = f"{_reversed_digits()} = {{}} AND NOT is_local"
    if not number.has_country_code:
        return _numbers(step, clause, number.reversed_digits)
    return _numbers(
        step,
        f"{clause} AND searchable_address IN ({{}}, {{}})",
        number.reversed_digits,
        number.national_number,
        digits,
    )


def _by_last_digits(number: PhoneNumber) -> Iterator[Lookup]:
    """Find numbers that end as this one does, the shorter of the two being all in the longer one."""
    step, digits, column = MatchedBy.LAST_DIGITS, number.reversed_digits, _reversed_digits()
    if len(digits) < FEWEST_DIGITS:
        return
    only = f" AND {INCOMPLETE}" if number.kind is NumberKind.COMPLETE else ""
    yield _numbers(step, f"{column} >= {{}} AND {column} < {{}}{only}", digits, digits + ":")
    shorter = [digits[:length] for length in range(FEWEST_DIGITS, len(digits))]
    if shorter:
        places = ", ".join(["{}"] * len(shorter))
        yield _numbers(step, f"{column} IN ({places}){only}", *shorter)


def _by_short_number(number: PhoneNumber) -> Iterator[Lookup]:
    """Find a stored short number or extension, never the tail of a longer number."""
    step, digits = MatchedBy.SHORT_NUMBER, number.searchable_address
    yield _numbers(step, "searchable_address = {} AND national_number = ''", digits)
    yield _numbers(step, "extension = {}", digits)


def _by_identifiers(details: Mapping[str, JSON]) -> Iterator[Lookup]:
    """Find contacts by what the IVR gathered; which details are identifiers is declared in the call fields."""
    given = {name: _identifier(value) for name, value in details.items()}
    given = {name: text for name, text in given.items() if not is_blank_identifier(text)}
    if given:
        each = "json_each({})" if _is_sqlite() else "json_each_text({}::json)"
        sql = IDENTIFIER.format(step=MatchedBy.IDENTIFIER, each=each)
        yield Lookup(step=MatchedBy.IDENTIFIER, sql=sql, values=(json.dumps(given),))


def _identifier(value: JSON) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    return text if len(text) <= LONGEST_IDENTIFIER else ""


def _numbers(step: MatchedBy, clause: str, *values: object) -> Lookup:
    return Lookup(step=step, sql=NUMBER.format(step=step) + clause, values=values)


def _reversed_digits() -> str:
    """Name the column as its index does: a range of digits is one only where bytes are compared."""
    return "reversed_digits" if _is_sqlite() else 'reversed_digits COLLATE "C"'


def _is_sqlite() -> bool:
    return ContactNumber._meta.db.engine_type == "sqlite"
