"""Reading a stored file: its pieces, its text, its rows; from the beginning each time, a piece at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from models.contacts.importing.decoding import decoder
from models.contacts.importing.imports import ImportFormat
from models.contacts.importing.records import CsvRows, FileRow
from models.contacts.importing.tables import ContactImportPiece
from models.contacts.importing.vcards import VCardRows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID


class Rows(Protocol):
    """Take a text in pieces and give what is whole."""

    def feed(self, text: str) -> list[FileRow]:
        """Take the next piece."""

    def close(self) -> list[FileRow]:
        """Give what is left."""


class FileKind(Struct, frozen=True, kw_only=True):
    """Say how a file is read."""

    format: ImportFormat
    encoding: str
    delimiter: str = ""


def rows_of(kind: FileKind) -> Rows:
    """Make what reads files of a kind."""
    return VCardRows() if kind.format is ImportFormat.VCARD else CsvRows(kind.delimiter)


async def text_of(import_id: UUID, encoding: str) -> AsyncIterator[str]:
    """Yield the text of a file in pieces; a byte-order mark is no part of it."""
    decode, position = decoder(encoding), 0
    while True:
        row = (
            await ContactImportPiece.select(ContactImportPiece.content)
            .where(
                ContactImportPiece.contact_import == import_id,
                ContactImportPiece.position == position,
            )
            .first()
        )
        if row is None:
            yield decode.decode(b"", final=True)
            return
        yield decode.decode(bytes(row["content"]))
        position += 1


async def portions_of(
    import_id: UUID, kind: FileKind, *, behind: int
) -> AsyncIterator[list[FileRow]]:
    """Yield the rows behind so many, as many at a time as a piece of the file has; the heading is none."""
    rows, left_out = rows_of(kind), behind + (kind.format is ImportFormat.CSV)
    async for text in text_of(import_id, kind.encoding):
        found = rows.feed(text)
        yield found[left_out:]
        left_out = max(0, left_out - len(found))
    yield rows.close()[left_out:]
