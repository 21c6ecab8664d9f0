"""Identifiers as clients send them."""

from uuid import UUID

from models.errors import InvalidValue


def read_id(text: str, *, name: str = "id") -> UUID:
    """Read an identifier or cursor that a client got from us; raise ``InvalidValue`` for any other text."""
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidValue(name, "is not one of ours.") from error
