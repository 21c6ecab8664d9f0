"""Identifiers of rows: UUIDs of version 7 (RFC 9562, section 5.7), which sort by the time they were made."""

import secrets
import time
from datetime import UTC, datetime
from uuid import UUID

_RANDOM_BITS = 62
_newest = 0


def first_id_at(at: datetime) -> UUID:
    """Return what sorts before every identifier that was made at this time or later, and behind the earlier ones."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


def made_at(id: UUID) -> datetime:
    """Return when an identifier of ``new_id`` was made, to the millisecond."""
    return datetime.fromtimestamp((id.int >> 80) / 1000, UTC)


def new_id() -> UUID:
    """Make an identifier that sorts behind all that this process made before.

    48 bits of Unix milliseconds, then 12 bits of their fraction (RFC 9562, section 6.2, method 3), then 62 random bits.
    """
    global _newest  # noqa: PLW0603  # the one before: two within 0.25 µs, or a clock set back, must not change places
    fraction = time.time_ns() * (1 << 12) // 1_000_000
    _newest = max(fraction, _newest + 1)
    milliseconds, fraction = _newest >> 12, _newest & 0xFFF
    time_bits = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | fraction << 64
    return UUID(int=time_bits | 0b10 << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS))
