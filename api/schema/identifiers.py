"""Identifiers and times as clients send them."""

from datetime import UTC, datetime
from uuid import UUID

from models.errors import InvalidValue


def read_id(text: str, *, name: str = "id") -> UUID:
    """Read an identifier or cursor that a client got from us; raise ``InvalidValue`` for any other text."""
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidValue(name, "is not one of ours.") from error


def in_utc(at: datetime | None) -> datetime | None:
    """Take a time without an offset for UTC."""
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
