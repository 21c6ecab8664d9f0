"""Contacts of a vCard file, versions 3.0 (RFC 2426) and 4.0 (RFC 6350), card by card as the text comes in.

Written here because a bad card must be skipped alone and a huge one never held. Of a card the names, the organisation,
the first e-mail address, UID, URL and the numbers are taken; photos and the rest are passed over.
"""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.contacts.contacts import NewContact
from models.contacts.importing.records import LONGEST_SHOWN, FileRow
from models.contacts.numbers import ContactNumberKind, NumberText

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_CARD = 2_000_000  # characters, nearly all of them a photo's
LONGEST_LINE = 10_000  # what is longer is no name or number
TAKEN = frozenset(("N", "FN", "ORG", "EMAIL", "UID", "URL", "TEL"))
KINDS = {
    "cell": ContactNumberKind.MOBILE,
    "work": ContactNumberKind.WORK,
    "home": ContactNumberKind.HOME,
}

NOT_ENDED = "The card has no END:VCARD; the file may be cut off."
TOO_LONG = f"The card is longer than {LONGEST_CARD} characters."
OUTSIDE = "There is something between two cards."

_FOLDED = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\(.)")
_UNESCAPED_SEMICOLON = re.compile(r"(?<!\\);")
_PARAMETER = re.compile(r';(?:([A-Za-z-]+)=)?("[^"]*"|[^;:"]*)')


@dataclass(slots=True)
class _Card:
    """Hold the lines of a card that are of interest, as far as they have come."""

    lines: list[str] = field(default_factory=list)
    length: int = 0


class VCardRows:
    """Take a text in pieces and give its cards."""

    def __init__(self) -> None:
        self._number = 0
        self._rest = ""
        self._card: _Card | None = None
        self._is_in_long_line = False

    def feed(self, text: str) -> list[FileRow]:
        """Take the next piece and give the cards that are whole now."""
        text = _FOLDED.sub("", self._rest + text)
        *lines, self._rest = text.split("\n")
        # A fold may stand where two pieces meet, so the last whole line waits too.
        if lines and not self._rest:
            self._rest = lines.pop() + "\n"
        found = [row for line in lines for row in self._take(line)]
        if len(self._rest) > LONGEST_LINE:
            self._shorten()
        return found

    def close(self) -> list[FileRow]:
        """Give what is left when the text has ended: a card without its end is told of."""
        rest, self._rest = self._rest, ""
        found = [row for line in rest.split("\n") for row in self._take(line)]
        if self._card is not None:
            found.append(self._bad(NOT_ENDED, self._card))
        return found

    def _shorten(self) -> None:
        """Keep no more of a line than shows that it is too long; what has come of it counts."""
        if self._card is not None:
            self._card.length += len(self._rest) - LONGEST_LINE
        self._rest = self._rest[:LONGEST_LINE]

    def _take(self, line: str) -> Iterator[FileRow]:
        line = line.strip("\r")
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            if self._card is not None:
                yield self._bad(NOT_ENDED, self._card)
            self._number += 1
            self._card = _Card()
        elif self._card is None:
            if word:
                self._number += 1
                yield self._bad(OUTSIDE, _Card([line]))
        elif word == "END:VCARD":
            card, self._card = self._card, None
            yield self._whole(card)
        else:
            self._keep(self._card, line)

    def _keep(self, card: _Card, line: str) -> None:
        card.length += len(line)
        name = re.split("[;:]", line, maxsplit=1)[0].rpartition(".")[2].upper()
        if len(line) < LONGEST_LINE and name in TAKEN:
            card.lines.append(line)

    def _whole(self, card: _Card) -> FileRow:
        if card.length > LONGEST_CARD:
            return self._bad(TOO_LONG, card)
        return FileRow(number=self._number, contact=contact_in(card.lines), content=_shown(card))

    def _bad(self, problem: str, card: _Card) -> FileRow:
        if card is self._card:
            self._card = None
        return FileRow(number=self._number, problem=problem, content=_shown(card))


def contact_in(lines: list[str]) -> NewContact:
    """Make a contact of the lines of a card; of several names or addresses the first counts."""
    first: dict[str, str] = {}
    numbers: list[NumberText] = []
    for line in lines:
        name, parameters, value = _property(line)
        if name == "TEL":
            numbers.append(_number(parameters, value))
        elif value:
            first.setdefault(name, value)
    family, given = _names(first.get("N", ""), _unescaped(first.get("FN", "")))
    link = _unescaped(first.get("URL", ""))
    return NewContact(
        first_name=given,
        last_name=family,
        company=", ".join(_parts(first.get("ORG", ""))),
        email=_unescaped(first.get("EMAIL", "")),
        external_id=_unescaped(first.get("UID", "")) or None,
        link=link if link.lower().startswith(("http://", "https://")) else None,
        numbers=[number for number in numbers if number.address],
    )


def _property(line: str) -> tuple[str, dict[str, list[str]], str]:
    """Split a line into its name, its parameters and its value (RFC 6350, section 3.3)."""
    head = re.match(r"[^:;]*", line)
    name = (head[0] if head else "").rpartition(".")[2].upper()
    rest, parameters = line[len(head[0]) if head else 0 :], dict[str, list[str]]()
    while found := _PARAMETER.match(rest):
        # Version 2.1 writes ;CELL for ;TYPE=CELL.
        values = found[2].strip('"').lower().split(",")
        parameters.setdefault((found[1] or "TYPE").upper(), []).extend(values)
        rest = rest[found.end() :]
    value = rest.removeprefix(":").strip()
    if "quoted-printable" in [*parameters.get("ENCODING", ()), *parameters.get("TYPE", ())]:
        value = quopri.decodestring(value.encode()).decode(errors="replace")
    return name, parameters, value


def _number(parameters: dict[str, list[str]], value: str) -> NumberText:
    types = parameters.get("TYPE", ())
    kind = next((KINDS[each] for each in KINDS if each in types), ContactNumberKind.OTHER)
    return NumberText(address=_unescaped(value), kind=kind)


def _names(structured: str, formatted: str) -> tuple[str, str]:
    """Return the family name and the given names; from the formatted name where there are no others."""
    parts = [_unescaped(part) for part in _UNESCAPED_SEMICOLON.split(structured)]
    family, given, middle = [*parts, "", "", ""][:3]
    given = f"{given} {middle}".strip()
    if family or given:
        return family, given
    given, _, family = formatted.rpartition(" ")
    return family, given


def _parts(value: str) -> list[str]:
    parts = (_unescaped(part) for part in _UNESCAPED_SEMICOLON.split(value))
    return [part for part in parts if part]


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value).strip()


def _shown(card: _Card) -> str:
    return "\n".join(card.lines).replace("\0", "\ufffd")[:LONGEST_SHOWN]
