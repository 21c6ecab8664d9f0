"""Taking a file in: stored in pieces as it comes, then looked at, so that its columns can be shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.contacts.importing.columns import ImportColumn, ImportField, columns_of
from models.contacts.importing.decoding import EncodingProbe
from models.contacts.importing.imports import (
    ImportFormat,
    ImportState,
    announce_import,
    read_import,
    written_columns,
)
from models.contacts.importing.reading import FileKind, Rows, rows_of, text_of
from models.contacts.importing.records import DELIMITERS, FileRow, delimiter_of
from models.contacts.importing.tables import ContactImport, ContactImportPiece
from models.errors import FileTooLarge, InvalidValue
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, require
from models.text import storable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from models.contacts.contacts import NewContact
    from models.site import Site

LARGEST_FILE = 50 * 1024 * 1024
PIECE = 32 * 1024  # bytes; reading one takes a few milliseconds
LONGEST_NAME = 255
SAMPLES = 5
VCARD_BEGINS = "BEGIN:VCARD"

# What a vCard has, in the words of the preview.
CARD_FIELDS = (
    ImportField.FIRST_NAME,
    ImportField.LAST_NAME,
    ImportField.COMPANY,
    ImportField.EMAIL,
    ImportField.EXTERNAL_ID,
    ImportField.PHONE,
)


async def take_file(
    site: Site, viewer: Viewer, name: str, content: AsyncIterator[bytes]
) -> ImportState:
    """Store a file as it comes in, find out what it is, and return the import that can begin now.

    Raises ``FileTooLarge``, and ``InvalidValue`` for what holds no rows; nothing of it is kept then.
    """
    require(viewer, Privilege.CALL_USER)
    import_id = new_id()
    await site.writer.run(lambda: _begin(site, viewer, import_id, name))
    try:
        probe = await _store(site, import_id, content)
        looked = await _look(import_id, probe.encoding)
    except BaseException:
        await _forget(site, import_id)
        raise
    await site.writer.run(lambda: _make_ready(import_id, looked))
    await announce_import(site, import_id)
    return await read_import(import_id)


@dataclass(slots=True)
class _Looked:
    """What a file turned out to be."""

    kind: FileKind
    columns: list[ImportColumn] = field(default_factory=list)
    rows: int = 0


async def _begin(site: Site, viewer: Viewer, import_id: UUID, name: str) -> None:
    await ContactImport.insert(
        ContactImport(
            id=import_id,
            user=viewer.user_id,
            file_name=storable(name.strip())[-LONGEST_NAME:] or "contacts",
            created_at=site.now(),
        )
    )


async def _store(site: Site, import_id: UUID, content: AsyncIterator[bytes]) -> EncodingProbe:
    probe, position, size, rest = EncodingProbe(), 0, 0, b""
    async for chunk in content:
        size += len(chunk)
        if size > LARGEST_FILE:
            raise FileTooLarge(LARGEST_FILE)
        rest += chunk
        while len(rest) >= PIECE:
            piece, rest = rest[:PIECE], rest[PIECE:]
            await _store_piece(site, import_id, position, piece, probe)
            position += 1
    if rest:
        await _store_piece(site, import_id, position, rest, probe)
    if not size:
        raise InvalidValue("file", "is empty.")
    return probe


async def _store_piece(
    site: Site, import_id: UUID, position: int, piece: bytes, probe: EncodingProbe
) -> None:
    probe.feed(piece)
    row = ContactImportPiece(contact_import=import_id, position=position, content=piece)
    await site.writer.run(lambda: _insert(row))


async def _insert(row: ContactImportPiece) -> None:
    await ContactImportPiece.insert(row)


async def _look(import_id: UUID, encoding: str) -> _Looked:
    """Find out the format, then go through the whole file and count."""
    beginning = ""
    async for text in text_of(import_id, encoding):
        beginning += text
        if len(beginning) > PIECE // 2:
            break
    looked = _Looked(kind=_kind(beginning.lstrip("\ufeff \r\n\t"), encoding))
    rows = rows_of(looked.kind)
    first: list[FileRow] = []
    async for row in _all_rows(import_id, looked.kind, rows):
        first += [row] if len(first) <= SAMPLES else []
        looked.rows += 1
    if looked.kind.format is ImportFormat.VCARD:
        looked.columns = _card_columns(first)
        return looked
    looked.rows -= 1
    looked.columns = _columns(first)
    if looked.rows < 1:
        raise InvalidValue("file", "has no row below its heading.")
    return looked


async def _all_rows(import_id: UUID, kind: FileKind, rows: Rows) -> AsyncIterator[FileRow]:
    async for text in text_of(import_id, kind.encoding):
        for row in rows.feed(text):
            yield row
        await asyncio.sleep(0)  # calls come first
    for row in rows.close():
        yield row


def _kind(beginning: str, encoding: str) -> FileKind:
    if not beginning:
        raise InvalidValue("file", "is empty.")
    if beginning[: len(VCARD_BEGINS)].upper() == VCARD_BEGINS:
        return FileKind(format=ImportFormat.VCARD, encoding=encoding)
    delimiter = delimiter_of(beginning)
    assert delimiter in DELIMITERS  # noqa: S101  # the only ones there are
    return FileKind(format=ImportFormat.CSV, encoding=encoding, delimiter=delimiter)


def _columns(first: list[FileRow]) -> list[ImportColumn]:
    heading, *rows = first or [FileRow(number=1, problem="is empty.")]
    if heading.problem:
        raise InvalidValue("file", f"has a heading that can be read. {heading.problem}")
    return columns_of(heading.cells, [row.cells for row in rows])


def _card_columns(first: list[FileRow]) -> list[ImportColumn]:
    contacts = [row.contact for row in first if row.contact][:SAMPLES]
    return [
        ImportColumn(
            name=field.value, samples=tuple(_said(each, field) for each in contacts), field=field
        )
        for field in CARD_FIELDS
    ]


def _said(contact: NewContact, field: ImportField) -> str:
    if field is not ImportField.PHONE:
        return getattr(contact, field.value.lower()) or ""
    return ", ".join(n if isinstance(n, str) else n.address for n in contact.numbers)


async def _make_ready(import_id: UUID, looked: _Looked) -> None:
    await ContactImport.update(
        {
            ContactImport.status: "READY",
            ContactImport.format: looked.kind.format.value,
            ContactImport.encoding: looked.kind.encoding,
            ContactImport.delimiter: looked.kind.delimiter,
            ContactImport.columns: written_columns(looked.columns),
            ContactImport.rows_total: looked.rows,
        }
    ).where(ContactImport.id == import_id)


async def _forget(site: Site, import_id: UUID) -> None:
    async def forget() -> None:
        await ContactImport.delete().where(ContactImport.id == import_id)

    await site.writer.run(forget)
