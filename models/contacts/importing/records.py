"""Rows of a CSV file (RFC 4180), out of a text that comes in pieces; a bad row costs itself and no other."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Self

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.contacts.contacts import NewContact

# With all its cells; a mark of quotation that is never closed would else take the rest of the file with it.
LONGEST_ROW = 20_000
LONGEST_SHOWN = 2_000
MOST_LINES = 200
SAMPLE_LINES = 20
DELIMITERS = (",", ";", "\t", "|")

TOO_LONG = f"The row is longer than {LONGEST_ROW} characters, or a quotation mark is not closed."
HAS_NUL = "The row has a character that no text has (NUL)."


class FileRow(Struct, frozen=True, kw_only=True):
    """One row of a file: its cells, or the contact of a vCard; or the problem with it, and what it says."""

    number: int
    cells: tuple[str, ...] = ()
    contact: NewContact | None = None
    problem: str = ""
    content: str = ""


class _NeedsMore(Exception):
    """Say that a row goes on in a line that is not there yet."""


class CsvRows:
    """Take a text in pieces and give its rows; the heading is the first of them. Empty rows only count."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._number = 0
        self._rest = ""
        self._lines: list[str] = []
        self._is_dropping = False

    def feed(self, text: str) -> list[FileRow]:
        """Take the next piece and give the rows that are whole now."""
        lines = (self._rest + text).splitlines(keepends=True) if text else []
        lines = _joined(lines)
        # The last may go on, or be the first half of a line's end.
        self._rest = lines.pop() if lines else self._rest
        found = [row for line in lines for row in self._take(line)]
        if len(self._rest) > LONGEST_ROW:
            found += self._drop_long_line()
        return found

    def close(self) -> list[FileRow]:
        """Give what is left when the text has ended."""
        rest, self._rest = self._rest, ""
        found = list(self._take(rest)) if rest else []
        while self._lines:
            found += self._give_up()
        return found

    def _take(self, line: str) -> Iterator[FileRow]:
        if self._is_dropping:
            self._is_dropping = False
            return
        self._lines.append(line)
        yield from self._whole_rows()

    def _whole_rows(self) -> Iterator[FileRow]:
        while self._lines:
            try:
                cells = next(csv.reader(_Lines(self._lines), delimiter=self._delimiter))
            except _NeedsMore:
                if len(self._lines) <= MOST_LINES and _length(self._lines) <= LONGEST_ROW:
                    return
                yield from self._give_up()
                continue
            except csv.Error as error:
                yield self._bad(f"The row can't be read: {error}.", self._lines.pop(0))
                continue
            text = "".join(self._lines)
            self._lines.clear()
            yield from self._row(cells, text)

    def _row(self, cells: list[str], text: str) -> Iterator[FileRow]:
        if len(text) > LONGEST_ROW:
            yield self._bad(TOO_LONG, text)
            return
        if "\0" in text:
            yield self._bad(HAS_NUL, text)
            return
        self._number += 1
        if any(cell.strip() for cell in cells):
            content = text.rstrip("\r\n")[:LONGEST_SHOWN]
            yield FileRow(number=self._number, cells=tuple(cells), content=content)

    def _give_up(self) -> Iterator[FileRow]:
        """Skip the line whose quotation mark nothing closes, and read those behind it by themselves."""
        first, self._lines = self._lines[0], self._lines[1:]
        yield self._bad(TOO_LONG, first)
        waiting, self._lines = self._lines, []
        for line in waiting:
            self._lines.append(line)
            yield from self._whole_rows()

    def _drop_long_line(self) -> list[FileRow]:
        rest, self._rest = self._rest, ""
        if self._is_dropping:
            return []
        self._is_dropping = True
        before, self._lines = self._lines, []
        return [self._bad(TOO_LONG, each) for each in (*before, rest)]

    def _bad(self, problem: str, text: str) -> FileRow:
        self._number += 1
        content = text.replace("\0", "\ufffd").strip()[:LONGEST_SHOWN]
        return FileRow(number=self._number, problem=problem, content=content)


class _Lines:
    """Iterate over the lines that are there, and say so when there are no more."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = iter(lines)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            return line
        raise _NeedsMore


def delimiter_of(text: str) -> str:
    """Choose the delimiter that gives the beginning of a file the most columns in the most rows."""
    best, most = ",", 1
    for delimiter in DELIMITERS:
        rows = list(csv.reader(text.splitlines(keepends=True)[:SAMPLE_LINES], delimiter=delimiter))
        widths = [len(row) for row in rows if row]
        width = widths[0] if widths else 0
        fitting = width * sum(each == width for each in widths)
        if width > 1 and fitting > most:
            best, most = delimiter, fitting
    return best


def _joined(lines: list[str]) -> list[str]:
    """Take only line feeds and carriage returns for the end of a line, as CSV does: Unicode has more of them."""
    joined: list[str] = []
    for line in lines:
        if joined and not joined[-1].endswith(("\n", "\r")):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _length(lines: list[str]) -> int:
    return sum(map(len, lines))
