"""Identifiers of rows: UUIDs of version 7 (RFC 9562, section 5.7), which sort by the time they were made."""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """Make an identifier: 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(74)
    value = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 62) << 64
    return UUID(int=value | 0b10 << 62 | random & (1 << 62) - 1)
