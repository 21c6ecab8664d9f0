"""Importing users from CSV: first a preview of what would happen, then the same for good.

The columns are login_name, name, email, team, privileges and telephony_logins, in any order; the last two hold several
values with spaces, commas or semicolons between them. Users who are there already are left as they are.
"""

from __future__ import annotations

import csv
import io
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from models.errors import InvalidValue, Refused
from models.people.accounts import create_user, temporary_password
from models.people.privileges import Privilege, Viewer, require_admin
from models.people.tables import TelephonyLogin, User
from models.people.users import NewUser, login_key
from models.text import checked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.site import Site

COLUMNS = ("login_name", "name", "email", "team", "privileges", "telephony_logins")
MOST_ROWS = 500

_BETWEEN = re.compile(r"[\s,;]+")


class ImportOutcome(StrEnum):
    """Say what becomes of a row."""

    CREATED = "CREATED"
    SKIPPED = "SKIPPED"


class ImportedRow(Struct, frozen=True, kw_only=True):
    """Show what became of a row, or would; ``line`` counts from 1, the heading's.

    ``code`` and ``cause`` say why it was skipped. ``password`` is the temporary one, told this once.
    """

    line: int
    login_name: str
    outcome: ImportOutcome
    code: str | None = None
    cause: str | None = None
    password: str | None = None


async def import_users(
    site: Site, by: Viewer | None, text: str, *, is_preview: bool
) -> list[ImportedRow]:
    """Add a user for each row, each in a job of its own, so that one bad row is skipped alone.

    Every new user gets a temporary password. A preview changes nothing and names the same causes. Raises
    ``InvalidValue`` for a file without the columns login_name and name, or with more than 500 rows.
    """
    require_admin(by)
    seen: set[str] = set()
    return [
        await _import(site, by, line, row, seen, is_preview=is_preview) for line, row in _rows(text)
    ]


async def _import(
    site: Site,
    by: Viewer | None,
    line: int,
    row: Mapping[str, str],
    seen: set[str],
    *,
    is_preview: bool,
) -> ImportedRow:
    login_name = row["login_name"]
    try:
        new = _new_user(row)
        await _check(new, seen)
        if not is_preview:
            await create_user(site, by, new)
    except Refused as error:
        return ImportedRow(
            line=line,
            login_name=login_name,
            outcome=ImportOutcome.SKIPPED,
            code=error.code,
            cause=str(error),
        )
    return ImportedRow(
        line=line,
        login_name=login_name,
        outcome=ImportOutcome.CREATED,
        password=None if is_preview else new.password,
    )


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    if not {"login_name", "name"} <= set(names):
        raise InvalidValue("csv", f"has the columns {', '.join(COLUMNS)}; the first two at least.")
    reader.fieldnames = names
    try:
        rows = [(reader.line_num, _texts(row)) for row in reader if any(row.values())]
    except csv.Error as error:
        raise InvalidValue("csv", f"line {reader.line_num}: {error}.") from error
    if len(rows) > MOST_ROWS:
        raise InvalidValue("csv", f"has at most {MOST_ROWS} rows; import it in parts.")
    return rows


def _texts(row: Mapping[str, str | None]) -> dict[str, str]:
    return {name: (row.get(name) or "").strip() for name in COLUMNS}


def _new_user(row: Mapping[str, str]) -> NewUser:
    return NewUser(
        login_name=checked("login name", row["login_name"], shortest=1),
        full_name=checked("full name", row["name"], shortest=1),
        email=checked("email", row["email"]),
        team=checked("team", row["team"]) or None,
        password=temporary_password(),
        must_change_password=True,
        privileges=[_privilege(name) for name in _split(row["privileges"])],
        telephony_logins=[
            checked("telephony login", login, shortest=1)
            for login in _split(row["telephony_logins"])
        ],
    )


def _split(text: str) -> Sequence[str]:
    return [part for part in _BETWEEN.split(text) if part]


def _privilege(name: str) -> Privilege:
    for privilege in Privilege:
        if privilege.lower() == name.lower():
            return privilege
    raise InvalidValue("privileges", f"{name} is no privilege.")


async def _check(new: NewUser, seen: set[str]) -> None:
    """Refuse what another row or the database has already, as far as a preview can know."""
    key = login_key(new.login_name)
    if f"login:{key}" in seen or await User.exists().where(User.login_key == key):
        raise InvalidValue("login name", f"{new.login_name} is taken.")
    logins = [login_key(login) for login in new.telephony_logins]
    for login in logins:
        if f"telephony:{login}" in seen or await TelephonyLogin.exists().where(
            TelephonyLogin.login_key == login
        ):
            raise InvalidValue("telephony login", f"{login} belongs to another user.")
    seen.update({f"login:{key}", *(f"telephony:{login}" for login in logins)})
