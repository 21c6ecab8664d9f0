"""How many WebSockets one side may hold open in a process: nobody takes the place of all others."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Whoever connects has a few seconds to say who it is; a whole centre may come from one address after a restart.
MOST_UNKNOWN = 500
# More tabs than anybody has open, and more subscriptions than a tool should spread over connections.
MOST_KNOWN = 50


class Connections:
    """Count the open sockets of this process."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()

    @contextmanager
    def place(self, key: str, most: int) -> Iterator[Place | None]:
        """Give a place as long as the connection lasts; None when there is none left."""
        if self.open[key] >= most:
            yield None
            return
        place = Place(self.open, key)
        try:
            yield place
        finally:
            place.leave()


class Place:
    """Stand for one open socket."""

    def __init__(self, taken: Counter[str], key: str) -> None:
        self._taken, self._key = taken, key
        taken[key] += 1

    def move(self, key: str, most: int) -> bool:
        """Count it elsewhere, now that it is known whose it is; False when there is no place left."""
        if self._taken[key] >= most:
            return False
        self.leave()
        self._key = key
        self._taken[key] += 1
        return True

    def leave(self) -> None:
        """Count it no longer."""
        self._taken[self._key] -= 1
        if self._taken[self._key] <= 0:
            del self._taken[self._key]
