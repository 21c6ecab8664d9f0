"""Read once for all who ask at the same moment, as all pages do that show what has just changed.

Nothing is kept: an answer is never older than its question. What is followed has a reader of its own, in
``following.py``; this is for what is then asked about it.
"""

from __future__ import annotations

import asyncio
from contextvars import Context
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Mapping

    from models.site import Site

K = TypeVar("K")
T = TypeVar("T")
Asked = TypeVarTuple("Asked")


async def read_together(site: Site, read: Callable[[*Asked], Awaitable[T]], *of: *Asked) -> T:
    """Return what ``read(*of)`` returns, sharing it with whoever asks the same before the reading begins.

    As in ``follow``, only the arguments tell who asks. In a transaction it is read within that, for nobody else.
    """
    if site.database.transaction_exists():
        return await read(*of)
    return await site.readings.join((read, of), lambda: read(*of))


async def read_among(
    site: Site,
    read: Callable[[Site, frozenset[K]], Awaitable[Mapping[K, T]]],
    key: K,
) -> T | None:
    """Return what ``read`` finds for the key, sharing one statement with whoever asks it for another key meanwhile.

    None when it finds nothing. For what a thousand pages ask at once when they come back, each about its own user.
    """
    if site.database.transaction_exists():
        return (await read(site, frozenset([key]))).get(key)
    return await site.readings.join_among(site, read, key)


class Readings:
    """Hold what is being read in this process, and for each thing the reading that comes next."""

    def __init__(self) -> None:
        self._next: dict[Hashable, asyncio.Task[Any]] = {}
        self._current: dict[Hashable, asyncio.Task[Any]] = {}
        self._keys: dict[Hashable, set[Any]] = {}

    def __len__(self) -> int:
        return len(self._next.keys() | self._current.keys())

    async def join(self, thing: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """Wait for a reading of the thing that has not begun; one who is cancelled leaves it to the others."""
        if thing not in self._next:
            # An empty context: the reading outlives the request of whoever asked first.
            reading = asyncio.create_task(self._run(thing, read), context=Context())
            reading.add_done_callback(_take_note)
            self._next[thing] = reading
        answer: T = await asyncio.shield(self._next[thing])
        return answer

    async def join_among(
        self,
        site: Site,
        read: Callable[[Site, frozenset[K]], Awaitable[Mapping[K, T]]],
        key: K,
    ) -> T | None:
        """Wait for a reading that has not begun, and that the key is among the keys of."""
        self._keys.setdefault(read, set()).add(key)

        async def read_all() -> Mapping[K, T]:
            return await read(site, frozenset(self._keys.pop(read)))

        return (await self.join(read, read_all)).get(key)

    async def _run(self, thing: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        if before := self._current.get(thing):
            await asyncio.wait({before})
        self._current[thing] = self._next.pop(thing)
        try:
            return await read()
        finally:
            del self._current[thing]


def _take_note(reading: asyncio.Task[Any]) -> None:
    """Keep asyncio from complaining of a failure that nobody waits for any more."""
    if not reading.cancelled():
        reading.exception()
