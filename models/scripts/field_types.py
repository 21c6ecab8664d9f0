"""The types of call fields: reading a value as one of them. A value that doesn't fit is kept as text, never refused."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.messages import JSON
from models.contacts.phone import NumberKind, read_number

if TYPE_CHECKING:
    from collections.abc import Callable


class FieldType(StrEnum):
    """Name what a call field may hold."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DATE = "DATE"
    BOOLEAN = "BOOLEAN"
    PHONE_NUMBER = "PHONE_NUMBER"


class FieldValue(Struct, frozen=True, kw_only=True):
    """Hold a value as people read it, and whether it fits its type."""

    text: str
    fits: bool


# What IVRs are known to send for a yes and a no, beside JSON's own.
_YES = frozenset({"true", "yes", "y", "1", "on"})
_NO = frozenset({"false", "no", "n", "0", "off"})


def read_value(field_type: str, value: JSON) -> FieldValue:
    """Read a value as a type; null and an empty text fit every type, since nothing is known then."""
    written = as_text(value)
    if not written.strip():
        return FieldValue(text=written, fits=True)
    if isinstance(value, (dict, list)):
        return FieldValue(text=written, fits=False)
    text = _READERS[FieldType(field_type)](value, written.strip())
    return FieldValue(text=written if text is None else text, fits=text is not None)


def as_text(value: JSON) -> str:
    """Write a value as people read it; what has parts, as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _text(_: JSON, written: str) -> str | None:
    return written


def _number(value: JSON, written: str) -> str | None:
    if isinstance(value, bool) or "_" in written:
        return None
    try:
        number = float(written)
    except ValueError:
        return None
    return written if math.isfinite(number) else None


def _date(_: JSON, written: str) -> str | None:
    """Read a day, or a moment whose day is meant (ISO 8601)."""
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(written).isoformat()[:10]
        except ValueError:
            continue
    return None


def _boolean(_: JSON, written: str) -> str | None:
    word = written.lower()
    return "yes" if word in _YES else "no" if word in _NO else None


def _phone_number(value: JSON, written: str) -> str | None:
    if isinstance(value, (bool, float)):
        return None
    return written if read_number(written, region=None).kind is not NumberKind.NONE else None


_READERS: dict[FieldType, Callable[[JSON, str], str | None]] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.BOOLEAN: _boolean,
    FieldType.PHONE_NUMBER: _phone_number,
}
