"""Imports as people see them: what there is, how far it has come, starting one and cancelling it.

Every call user sees every import, as they see every contact.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from models import audit
from models.contacts.importing.columns import ImportColumn, ImportField, check_fields
from models.contacts.importing.tables import ContactImport, SkippedContactRow
from models.errors import InvalidValue, NoSuchContactImport
from models.following import follow
from models.people.privileges import Privilege, Viewer, require
from models.people.sessions import sessions_topic
from models.people.users import call_user

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

IMPORTS_TOPIC = "contact-imports"
LARGEST_PAGE = 100
NEWEST = 20

STARTED = """
    UPDATE contact_import SET status = 'RUNNING', columns = $2, version = version + 1
    WHERE id = $1 AND status = 'READY' RETURNING file_name, rows_total
"""
CANCELLED = """
    UPDATE contact_import SET status = 'CANCELLED', version = version + 1
    WHERE id = $1 AND status IN ('READY', 'RUNNING') RETURNING file_name, rows_done
"""


class ImportStatus(StrEnum):
    """Say how far an import is; ``UPLOADING`` ones are shown to nobody."""

    UPLOADING = "UPLOADING"
    READY = "READY"
    RUNNING = "RUNNING"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


class ImportFormat(StrEnum):
    """Say what kind of file it is."""

    CSV = "CSV"
    VCARD = "VCARD"


class ImportState(Struct, frozen=True, kw_only=True):
    """Show an import. ``rows_total`` leaves out the heading and empty rows are counted in neither number."""

    id: UUID
    file_name: str
    started_by: str
    status: ImportStatus
    format: ImportFormat
    encoding: str
    delimiter: str
    columns: tuple[ImportColumn, ...]
    rows_total: int
    rows_done: int
    added: int
    updated: int
    unchanged: int
    skipped: int
    created_at: datetime
    version: int


class SkippedRow(Struct, frozen=True, kw_only=True):
    """Show one row that was not imported."""

    id: int
    row: int
    cause: str
    content: str


def import_topic(import_id: UUID) -> str:
    """Name the topic of one import."""
    return f"contact-import:{import_id.hex}"


async def announce_import(site: Site, import_id: UUID) -> None:
    """Say that an import has come further."""
    await site.bus.announce_all([(import_topic(import_id), 0), (IMPORTS_TOPIC, 0)])


async def contact_import(viewer: Viewer, import_id: UUID) -> ImportState:
    """Return one import; raise ``NoSuchContactImport``."""
    require(viewer, Privilege.CALL_USER)
    return await read_import(import_id)


async def newest_imports(viewer: Viewer) -> list[ImportState]:
    """Return the newest imports of everybody, at most 20."""
    require(viewer, Privilege.CALL_USER)
    rows = (
        await ContactImport.select(*_COLUMNS)
        .where(ContactImport.status != ImportStatus.UPLOADING)
        .order_by(ContactImport.created_at, ascending=False)
        .limit(NEWEST)
    )
    return [_state(row) for row in rows]


async def skipped_rows(
    viewer: Viewer, import_id: UUID, *, first: int, after: int = 0
) -> list[SkippedRow]:
    """Return up to ``first`` + 1 rows that were skipped, in the order of the file, behind the one with an id."""
    await contact_import(viewer, import_id)
    rows = (
        await SkippedContactRow.select()
        .where(SkippedContactRow.contact_import == import_id, SkippedContactRow.id > after)
        .order_by(SkippedContactRow.id)
        .limit(max(0, min(first, LARGEST_PAGE)) + 1)
    )
    return [
        SkippedRow(id=row["id"], row=row["row"], cause=row["cause"], content=row["content"])
        for row in rows
    ]


def follow_import(site: Site, viewer: Viewer, import_id: UUID) -> AsyncGenerator[ImportState, None]:
    """Yield an import as it is, then whenever it has come further.

    Raises ``NotACallUser`` as soon as the viewer is none any more.
    """
    topics = (import_topic(import_id), sessions_topic(viewer.user_id))
    return follow(site, *topics, read=_import_for, of=(viewer.user_id, import_id))


async def start_import(
    site: Site, viewer: Viewer, import_id: UUID, fields: Sequence[ImportField | None]
) -> ImportState:
    """Let an import begin with this field for each column; one that runs already is left alone.

    Raises ``InvalidValue`` for a mapping that makes no contacts, or an import that has ended.
    """
    require(viewer, Privilege.CALL_USER)

    async def start() -> None:
        state = await read_import(import_id)
        if state.status is ImportStatus.RUNNING:
            return
        check_fields(fields, columns=len(state.columns))
        columns = [
            ImportColumn(name=column.name, samples=column.samples, field=field)
            for column, field in zip(state.columns, fields, strict=True)
        ]
        if not await site.database.fetch(STARTED, import_id, written_columns(columns)):
            raise InvalidValue("id", "is an import that has not ended.")
        after = {"file": state.file_name, "rows": state.rows_total}
        await audit.note(
            site, viewer, "IMPORT_CONTACTS", kind="CONTACT_IMPORT", subject=import_id, after=after
        )

    await site.writer.run(start)
    await announce_import(site, import_id)
    return await read_import(import_id)


async def cancel_import(site: Site, viewer: Viewer, import_id: UUID) -> ImportState:
    """Stop an import; the rows behind it stay. One that has ended is left alone."""
    require(viewer, Privilege.CALL_USER)

    async def cancel() -> None:
        rows = await site.database.fetch(CANCELLED, import_id)
        if rows:
            after = {"file": rows[0]["file_name"], "rows_done": rows[0]["rows_done"]}
            await audit.note(
                site,
                viewer,
                "CANCEL_CONTACT_IMPORT",
                kind="CONTACT_IMPORT",
                subject=import_id,
                after=after,
            )

    await site.writer.run(cancel)
    await announce_import(site, import_id)
    return await read_import(import_id)


async def read_import(import_id: UUID) -> ImportState:
    """Read an import, whoever asks; raise ``NoSuchContactImport``."""
    row = await ContactImport.select(*_COLUMNS).where(ContactImport.id == import_id).first()
    if row is None or row["status"] == ImportStatus.UPLOADING:
        raise NoSuchContactImport
    return _state(row)


def written_columns(columns: Sequence[ImportColumn]) -> str:
    """Write columns for the database."""
    return msgspec.json.encode(columns).decode()


async def _import_for(user_id: UUID, import_id: UUID) -> ImportState:
    return await contact_import(await call_user(user_id), import_id)


_COLUMNS = (*ContactImport._meta.columns, ContactImport.user.full_name)


def _state(row: Row) -> ImportState:
    return ImportState(
        id=row["id"],
        file_name=row["file_name"],
        started_by=row["user.full_name"] or "",
        status=ImportStatus(row["status"]),
        format=ImportFormat(row["format"]),
        encoding=row["encoding"],
        delimiter=row["delimiter"],
        columns=tuple(_column(column) for column in json.loads(row["columns"])),
        **{name: row[name] for name in COUNTS},
        created_at=row["created_at"],
        version=row["version"],
    )


COUNTS = ("rows_total", "rows_done", "added", "updated", "unchanged", "skipped")


def _column(stored: Row) -> ImportColumn:
    return ImportColumn(
        name=stored["name"],
        samples=tuple(stored["samples"]),
        field=ImportField(stored["field"]) if stored["field"] else None,
    )
