"""How much an API token may ask for: so many operations a minute, and so much cost, in each process."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import Struct

from models.errors import AllowanceUsedUp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

REQUESTS, COST = "requests", "cost"
WINDOW = 60  # seconds


class Allowance(Struct, frozen=True, kw_only=True):
    """Tell what is left of ``quota``, and after how many seconds all of it will be."""

    name: str
    quota: int
    left: int
    full_in: int


@dataclass(slots=True)
class _Bucket:
    left: float
    filled_at: datetime


@dataclass(slots=True)
class TokenAllowances:
    """Hold what each token may still ask for: a minute's worth at once, filled up evenly.

    A quota is a number a minute. Whoever has something left may take more than that once, and waits longer for it.
    """

    _buckets: dict[tuple[UUID, str], _Bucket] = field(default_factory=dict)

    def take(self, token_id: UUID, name: str, amount: int, *, quota: int, now: datetime) -> None:
        """Take an amount; raise ``AllowanceUsedUp`` and take nothing when none is left."""
        bucket = self._filled(token_id, name, quota=quota, now=now)
        if bucket.left < 1:
            raise AllowanceUsedUp(name, _seconds(1 - bucket.left, quota))
        bucket.left -= amount

    def left(
        self, token_id: UUID, quotas: Mapping[str, int], *, now: datetime
    ) -> tuple[Allowance, ...]:
        """Tell what a token has left of each quota."""
        allowances = []
        for name, quota in quotas.items():
            left = self._filled(token_id, name, quota=quota, now=now).left
            allowances.append(
                Allowance(
                    name=name,
                    quota=quota,
                    left=max(0, math.floor(left)),
                    full_in=_seconds(quota - left, quota),
                )
            )
        return tuple(allowances)

    def _filled(self, token_id: UUID, name: str, *, quota: int, now: datetime) -> _Bucket:
        bucket = self._buckets.setdefault((token_id, name), _Bucket(left=quota, filled_at=now))
        # A clock that was set back fills nothing.
        passed = max(0.0, (now - bucket.filled_at).total_seconds())
        bucket.left = min(float(quota), bucket.left + passed * quota / WINDOW)
        bucket.filled_at = now
        return bucket


def _seconds(missing: float, quota: int) -> int:
    return math.ceil(missing * WINDOW / quota)
