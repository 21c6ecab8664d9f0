"""How fast telephony sources may send: so many messages a second each, in each process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.errors import TooManyMessages

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(slots=True)
class _Bucket:
    left: float
    filled_at: datetime


@dataclass(slots=True)
class MessageRates:
    """Hold what each source may still send: a second's worth at once, filled up evenly.

    Other sources are not held up. A batch that was admitted is taken whole, and what it was too large waits for later.
    """

    _buckets: dict[UUID, _Bucket] = field(default_factory=dict)

    def admit(self, source_id: UUID, *, a_second: int, now: datetime) -> None:
        """Count one message; raise ``TooManyMessages`` when the source has none left."""
        bucket = self._buckets.setdefault(source_id, _Bucket(left=a_second, filled_at=now))
        # A clock that was set back fills nothing.
        passed = max(0.0, (now - bucket.filled_at).total_seconds())
        bucket.left = min(float(a_second), bucket.left + passed * a_second)
        bucket.filled_at = now
        if bucket.left < 1:
            raise TooManyMessages
        bucket.left -= 1

    def count_more(self, source_id: UUID) -> None:
        """Count one more message of a batch that was admitted."""
        if source_id in self._buckets:
            self._buckets[source_id].left -= 1
