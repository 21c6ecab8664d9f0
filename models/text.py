"""Text as every database can keep it."""

import re

from models.errors import InvalidValue

LONGEST = 255

# PostgreSQL can't store U+0000, and half of a surrogate pair can't be written in UTF-8.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Replace what no database can keep by U+FFFD: such a character must not cost the rest of the text."""
    return _UNSTORABLE.sub("\ufffd", text)


def checked(name: str, text: str, *, shortest: int = 0) -> str:
    """Return the text as it can be kept, trimmed; raise ``InvalidValue`` unless it has a fitting length."""
    text = storable(text.strip())
    if not shortest <= len(text) <= LONGEST:
        raise InvalidValue(name, f"has {shortest} to {LONGEST} characters.")
    return text
