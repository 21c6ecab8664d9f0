"""Reading the audit trail, for administrators."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from models.audit import AuditEntry
from models.ordering import TimeOrder
from models.people.privileges import Privilege, Viewer, require
from models.people.tables import ApiToken, Team, TelephonySource, User
from models.people.users import login_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from piccolo.columns import Column

    from models.database import Row

LARGEST_PAGE = 100
ENTRIES = """
    SELECT a.*, u.login_name, u.full_name FROM audit_entry a LEFT JOIN app_user u ON u.id = a."user"
"""
# What the subjects of a kind are called; of every other kind the id has to do.
NAMES: Mapping[str, Column] = {
    "user": User.full_name,
    "team": Team.name,
    "source": TelephonySource.name,
    "token": ApiToken.name,
}


class AuditFilter(Struct, frozen=True, kw_only=True):
    """Say which entries are wanted; what is None does not matter.

    ``action`` is one, such as ``user.disabled``, or the first part of several, such as ``user``.
    """

    login_name: str | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class AuditRecord(Struct, frozen=True, kw_only=True):
    """Show who did what to which subject; ``login_name`` is None for the command line."""

    id: UUID
    at: datetime
    login_name: str | None
    full_name: str | None
    action: str
    subject_kind: str
    subject: str
    subject_name: str | None
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


async def audit_trail(
    viewer: Viewer,
    wanted: AuditFilter,
    *,
    first: int,
    behind: UUID | None = None,
    order: TimeOrder = TimeOrder.NEWEST_FIRST,
) -> list[AuditRecord]:
    """Return up to ``first`` + 1 entries, those behind one when it is named; the one too many tells of more."""
    require(viewer, Privilege.ADMIN)
    clauses, values = _clauses(wanted)
    if behind is not None:
        clauses, values = [*clauses, order.behind("a.id")], [*values, behind]
    limit = max(0, min(first, LARGEST_PAGE)) + 1
    sql = f"{ENTRIES} WHERE {' AND '.join(clauses)} {order.by('a.id')} LIMIT {limit}"
    rows = await AuditEntry.raw(sql, *values)
    names = await _names(rows)
    return [_record(row, names) for row in rows]


def _clauses(wanted: AuditFilter) -> tuple[list[str], list[object]]:
    action = wanted.action
    conditions: list[tuple[str, tuple[object, ...]]] = [
        ("u.login_key = {}", (login_key(wanted.login_name) if wanted.login_name else None,)),
        ("(a.action = {} OR a.action LIKE {})", (action, f"{action}.%")),
        ("a.subject = {}", (wanted.subject,)),
        ("a.at >= {}", (wanted.since,)),
        ("a.at < {}", (wanted.until,)),
    ]
    asked = [condition for condition in conditions if condition[1][0] is not None]
    clauses = ["TRUE", *(clause for clause, _ in asked)]
    return clauses, [value for _, given in asked for value in given]


async def _names(rows: Sequence[Row]) -> dict[tuple[str, str], str]:
    """Look up what the subjects are called now."""
    names = {}
    for kind, column in NAMES.items():
        subjects = {row["subject"] for row in rows if row["subject_kind"] == kind}
        if not subjects:
            continue
        table = column._meta.table
        key: Column = table._meta.primary_key
        for found in await table.select(key, column).where(key.is_in(sorted(subjects))):
            names[kind, str(found["id"])] = found[column._meta.name]
    return names


def _record(row: Row, names: Mapping[tuple[str, str], str]) -> AuditRecord:
    return AuditRecord(
        id=row["id"],
        at=row["at"],
        login_name=row["login_name"],
        full_name=row["full_name"],
        action=row["action"],
        subject_kind=row["subject_kind"],
        subject=row["subject"],
        subject_name=names.get((row["subject_kind"], row["subject"])),
        before=json.loads(row["before"]) if row["before"] else None,
        after=json.loads(row["after"]) if row["after"] else None,
    )
