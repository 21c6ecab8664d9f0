"""The questions that matching asks the database, each answered by an index, all in one statement.

Which answer counts is decided in ``matching.py``; here stands only what each step looks for.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from models.contacts.cards import COLUMNS, JOINED, ORDER
from models.contacts.phone import NumberKind, PhoneNumber
from models.contacts.tables import ContactNumber

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from models.calls.messages import JSON
    from models.database import Row

# Equal last digits mean something from here on.
FEWEST_DIGITS = 7
# A contact may be found by several of its numbers, so more rows are read than contacts are offered.
MOST_ROWS = 50
# Of one statement: SQLite takes 500 parts, and one caller has up to six.
MOST_CALLERS = 25
LONGEST_IDENTIFIER = 255
# What an IVR sends when nothing was typed; zeros alone are the same.
NOTHING = {"anonymous", "n/a", "na", "none", "null", "undefined", "unknown"}

NUMBER = """
    SELECT {step} AS matched_by, contact, address AS matched, extension AS matched_extension,
        reversed_digits AS matched_digits
    FROM contact_number WHERE """
IDENTIFIER = """
    SELECT '{step}' AS matched_by, c.id AS contact, c.external_id AS matched, NULL AS matched_extension,
        '' AS matched_digits
    FROM {each} d
    JOIN call_field f ON f.name = d.key
    JOIN contact c ON c.external_id = d.value
    WHERE f.is_identifier AND f.is_active
"""
CHOICE = """
    SELECT '{step}' AS matched_by, contact, number AS matched, NULL AS matched_extension, '' AS matched_digits
    FROM remembered_choice WHERE number = {{}}
"""
STATEMENT = """
    WITH hit AS ({hits})
    SELECT hit.caller, hit.matched_by, hit.matched, hit.matched_extension, hit.matched_digits, {columns}
    FROM hit JOIN contact asked ON asked.id = hit.contact {joined}
    ORDER BY {order}
"""
NOT_EXACT = "NOT EXISTS (SELECT 1 FROM contact_number WHERE searchable_address = {})"
# Written as in the index, which is why it is no parameter.
LAST_SEVEN = "substr(reversed_digits, 1, 7)"
SHORTER_IN_LONGER = """(
    substr(reversed_digits, 1, {}) = {} OR reversed_digits = substr({}, 1, length(reversed_digits))
)"""
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


class Lookup(Struct, frozen=True, kw_only=True):
    """Hold one question: SQL with ``{}`` for each value."""

    step: MatchedBy
    sql: str
    values: tuple[object, ...]


async def look_up(*callers: Sequence[Lookup]) -> list[list[Row]]:
    """Ask all the questions at once, which costs less than a second way to the database; answer for each caller.

    Each row is a hit with one number of its contact, in the order of the numbers.
    """
    found: list[list[Row]] = [[] for _ in callers]
    for start in range(0, len(callers), MOST_CALLERS):
        asked = callers[start : start + MOST_CALLERS]
        if any(asked):
            sql, values = statement(*asked)
            for row in await ContactNumber.raw(sql, *values):
                found[start + row["caller"]].append(row)
    return found


def statement(*callers: Sequence[Lookup]) -> tuple[str, list[object]]:
    """Write the statement for the questions about these callers, who are counted from 0."""
    steps = [(caller, one) for caller, lookups in enumerate(callers) for one in lookups]
    hits = " UNION ALL ".join(
        f"SELECT {caller} AS caller, step_{i}.* FROM ({one.sql} LIMIT {MOST_ROWS}) step_{i}"  # noqa: S608  # no values
        for i, (caller, one) in enumerate(steps)
    )
    sql = STATEMENT.format(hits=hits, columns=COLUMNS, joined=JOINED, order=ORDER)
    return sql, [value for _, one in steps for value in one.values]


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
        found.append(_by_digits(number))
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


def _by_digits(number: PhoneNumber) -> Lookup:
    """Find equal national numbers, and numbers that end as this one does: the shorter is all in the longer one."""
    same, same_values = _is_same_national(number)
    step = f"CASE WHEN {same} THEN '{MatchedBy.NATIONAL_NUMBER}' ELSE '{MatchedBy.LAST_DIGITS}' END"
    digits = number.reversed_digits
    values: tuple[object, ...] = (*same_values, digits[:FEWEST_DIGITS])
    clause = f"{LAST_SEVEN} = {{}}"
    if len(digits) < FEWEST_DIGITS:
        clause, values = f"{clause} AND {same}", (*values, *same_values)
    else:
        clause, values = f"{clause} AND {SHORTER_IN_LONGER}", (*values, len(digits), digits, digits)
    if number.kind is NumberKind.COMPLETE:
        clause, values = (
            f"{clause} AND {INCOMPLETE} AND {NOT_EXACT}",
            (*values, number.searchable_address),
        )
    # An equal number must not be cut off by those that only end so; its step comes later in the alphabet.
    sql = NUMBER.format(step=step) + clause + " ORDER BY matched_by DESC"
    return Lookup(step=MatchedBy.NATIONAL_NUMBER, sql=sql, values=values)


def _is_same_national(number: PhoneNumber) -> tuple[str, tuple[object, ...]]:
    """Say in SQL when a stored national number is equal; at least one of the two lacks its country here.

    Two countries are never equal. Nor are a partial number (say, without its area code) and a whole one: equal digits
    say nothing then.
    """
    digits = number.searchable_address
    if number.is_partial:
        return "searchable_address = {}", (digits,)
    if number.has_country_code:
        return "NOT is_partial AND searchable_address IN ({}, {})", (number.national_number, digits)
    return "NOT is_partial AND reversed_digits = {}", (number.reversed_digits,)


def _by_short_number(number: PhoneNumber) -> Iterator[Lookup]:
    """Find a stored short number or extension, never the tail of a longer number."""
    step, digits = MatchedBy.SHORT_NUMBER, number.searchable_address
    yield _numbers(step, "searchable_address = {} AND national_number = ''", digits)
    yield _numbers(step, "extension = {}", digits)


def _by_identifiers(details: Mapping[str, JSON]) -> Iterator[Lookup]:
    """Find contacts by what the IVR gathered; which details are identifiers is declared in the call fields."""
    given = {name: _identifier(value) for name, value in details.items() if name.isprintable()}
    given = {name: text for name, text in given.items() if text}
    if given:
        each = "json_each({})" if _is_sqlite() else "json_each_text({}::json)"
        sql = IDENTIFIER.format(step=MatchedBy.IDENTIFIER, each=each)
        yield Lookup(step=MatchedBy.IDENTIFIER, sql=sql, values=(json.dumps(given),))


def _identifier(value: JSON) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    if text.casefold() in NOTHING or not text.strip("0"):
        return ""
    # What can't be printed is half a character or U+0000, and PostgreSQL reads neither out of JSON.
    return text if len(text) <= LONGEST_IDENTIFIER and text.isprintable() else ""


def _numbers(step: MatchedBy, clause: str, *values: object) -> Lookup:
    return Lookup(step=step, sql=NUMBER.format(step=f"'{step}'") + clause, values=values)


def _is_sqlite() -> bool:
    return ContactNumber._meta.db.engine_type == "sqlite"
