"""In which order a page of what has happened is read: identifiers sort by their time (RFC 9562, UUIDv7)."""

from __future__ import annotations

from enum import StrEnum


class TimeOrder(StrEnum):
    """Say which end of the time a page begins at."""

    NEWEST_FIRST = "NEWEST_FIRST"
    OLDEST_FIRST = "OLDEST_FIRST"

    def behind(self, column: str) -> str:
        """Write the condition for what stands behind an identifier."""
        return f"{column} {'<' if self is TimeOrder.NEWEST_FIRST else '>'} {{}}"

    def by(self, column: str) -> str:
        """Write the order of the rows."""
        return f"ORDER BY {column} {'DESC' if self is TimeOrder.NEWEST_FIRST else 'ASC'}"
