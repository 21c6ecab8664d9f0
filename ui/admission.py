"""Whose turn it is to be rendered for the first time, when many pages come back at once.

The first rendering of a page takes most of a tenth of a second of the processor. Side by side, a thousand of them would
all be done at the very end; in turn, most are there long before, and what is short (a beacon) gets through in between.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

PLACES = 2
LONGEST_TURN = 2.0  # seconds: whoever takes longer waits for something, and the next one may begin


class Admission:
    """Let a few in at a time, in the order in which they came."""

    def __init__(self, places: int = PLACES) -> None:
        self._places = asyncio.Semaphore(places)

    @property
    def is_full(self) -> bool:
        """Whether whoever comes now has to wait."""
        return self._places.locked()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a place, and hold it for the block, but not for longer than ``LONGEST_TURN``."""
        await self._places.acquire()
        with ExitStack() as place:  # given back once, by whichever comes first
            place.callback(self._places.release)
            ending = asyncio.get_running_loop().call_later(LONGEST_TURN, place.close)
            try:
                yield
            finally:
                ending.cancel()
