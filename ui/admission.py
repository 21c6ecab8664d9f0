"""Whose turn it is to be rendered for the first time, when many pages come back at once.

The first rendering of a page takes most of a tenth of a second of the processor. Side by side, a thousand of them would
all be done at the very end; in turn, most are there long before, and what is short (a beacon) gets through in between.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PLACES = 2
LONGEST_TURN = 2.0  # seconds: whoever takes longer waits for something, and the next one may begin


class Admission:
    """Let a few in at a time, in the order in which they came."""

    def __init__(self, places: int = PLACES) -> None:
        self._free = places
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def is_full(self) -> bool:
        """Whether whoever comes now has to wait."""
        return self._free == 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a place, and hold it for the block, but not for longer than ``LONGEST_TURN``."""
        if self._free:
            self._free -= 1
        else:
            await self._stand_in_line()
        turn = _Turn(self)
        ending = asyncio.get_running_loop().call_later(LONGEST_TURN, turn.end)
        try:
            yield
        finally:
            ending.cancel()
            turn.end()

    async def _stand_in_line(self) -> None:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.pass_on()
            raise

    def pass_on(self) -> None:
        """Give a place to the first in the line who still waits."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                return
        self._free += 1


class _Turn:
    """Hold one place, which is passed on once."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission
        self._has_ended = False

    def end(self) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._admission.pass_on()
