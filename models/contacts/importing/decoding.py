"""From the bytes of a file to its text, piece by piece; which encoding it is in is found out by looking."""

from __future__ import annotations

import codecs

from models.errors import InvalidValue

UTF_8, WINDOWS = "utf-8", "cp1252"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_A_TEXT = "is a text, CSV or vCard. A spreadsheet has to be saved as CSV first."


class EncodingProbe:
    """Look at the pieces of a file, in order, and say which encoding it is in.

    A byte-order mark counts; else it is UTF-8 unless a piece can't be, which leaves Windows-1252.
    """

    def __init__(self) -> None:
        self._encoding: str | None = None
        self._is_utf8 = True
        self._decoder = codecs.getincrementaldecoder(UTF_8)()

    def feed(self, piece: bytes) -> None:
        """Look at one more piece; raise ``InvalidValue`` where the first shows that it is no text."""
        if self._encoding is None:
            self._encoding = _by_first_bytes(piece)
        if self._encoding or not self._is_utf8:
            return
        try:
            self._decoder.decode(piece)
        except UnicodeDecodeError:
            self._is_utf8 = False

    @property
    def encoding(self) -> str:
        """Name the encoding in Python's words. A file that was cut off within a character is UTF-8 all the same."""
        return self._encoding or (UTF_8 if self._is_utf8 else WINDOWS)


def decoder(encoding: str) -> codecs.IncrementalDecoder:
    """Decode piece by piece; what the encoding does not have becomes U+FFFD and costs nothing else."""
    return codecs.getincrementaldecoder(encoding)(errors="replace")


def _by_first_bytes(piece: bytes) -> str:
    for mark, encoding in MARKS:
        if piece.startswith(mark):
            return encoding
    start = piece[:1000]
    if b"\0" not in start:
        return ""
    # Of two bytes of UTF-16 one is mostly zero in any language with Latin letters; a picture has them anywhere.
    even, odd = start[::2].count(0), start[1::2].count(0)
    few, many = sorted((even, odd))
    if few == 0 and many > len(start) // 8:
        return "utf-16-le" if odd else "utf-16-be"
    if many == 1 and few == 0:
        return ""  # a stray one in a text; its row is skipped
    raise InvalidValue("file", NOT_A_TEXT)
