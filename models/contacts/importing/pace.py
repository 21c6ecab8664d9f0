"""How fast an import goes: small steps beside calls, larger ones and hardly a pause where nobody calls."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_PORTION = 25
SMALLEST_PORTION = 5  # fewer rows hardly make a transaction shorter
LARGEST_PORTION = 200
AIM = 0.006  # seconds of a transaction
QUICKEST_GROWTH = 1.25
# A pause lasts so many times as long as the work before it took, the waiting for calls included.
PAUSE_BESIDE_CALLS = 3.0
PAUSE_ALONE = 0.25


@dataclass(slots=True)
class Pace:
    """Follow how long transactions take and whether calls come."""

    portion: int = FIRST_PORTION
    is_beside_calls: bool = False

    def wrote(self, rows: int, *, seconds: float) -> None:
        """Choose the size of the next transaction by what this one took; more slowly up than down."""
        factor = min(QUICKEST_GROWTH, max(0.5, AIM / max(seconds, 0.001)))
        # One that was shorter than it could have been, as the last of a piece, says nothing about longer ones.
        size = round(min(rows, self.portion) * factor) if factor < 1 else self.portion * factor
        self.portion = min(LARGEST_PORTION, max(SMALLEST_PORTION, round(size)))

    def pause(self, worked: float) -> float:
        """Say how many seconds to leave to others after so many of work."""
        return worked * (PAUSE_BESIDE_CALLS if self.is_beside_calls else PAUSE_ALONE)
