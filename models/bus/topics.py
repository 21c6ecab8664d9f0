"""The topics that somebody in this process listens to, and their listeners.

For each topic there is one task, the *pump*. It alone subscribes and unsubscribes, one after the other, so neither
needs a lock; listeners come and go without a queue.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from contextvars import Context
from typing import TYPE_CHECKING, Self

import structlog
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from broadcaster import Broadcast

log = structlog.get_logger(__name__)

SHORTEST_PAUSE = 0.05  # seconds until a lost subscription is tried again; doubles each time
LONGEST_PAUSE = 5.0


class Announcement(Struct, frozen=True, kw_only=True):
    """Say that a topic changed: the newest version announced since the last one taken, if known.

    ``missed`` says that more may have been lost on the way: read again whatever the version.
    """

    version: int | None
    missed: bool


class Listener:
    """Iterate over the announcements of a topic; ends when the bus disconnects.

    At most one announcement waits and later ones are merged into it: a slow reader costs nothing.
    """

    def __init__(self) -> None:
        self._version: int | None = None
        self._missed = False
        self._has_ended = False
        self._news = asyncio.Event()

    def offer(self, version: int | None, *, missed: bool = False) -> None:
        """Merge into what waits: the higher version stays, and so does the doubt."""
        if version is not None and (self._version is None or version > self._version):
            self._version = version
        self._missed = self._missed or missed
        self._news.set()

    def discard(self) -> None:
        """Let go of what waits, for who is about to read everything anew."""
        self._version, self._missed = None, False
        if not self._has_ended:
            self._news.clear()

    def end(self) -> None:
        """End the iteration, now and for good."""
        self._has_ended = True
        self._news.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Announcement:
        await self._news.wait()
        if self._has_ended:
            raise StopAsyncIteration
        announcement = Announcement(version=self._version, missed=self._missed)
        self._version, self._missed = None, False
        self._news.clear()
        return announcement


class Topic:
    """Hold the one subscription of this process to a topic, for all its listeners."""

    def __init__(self, name: str, broadcast: Broadcast, *, forget: Callable[[str], object]) -> None:
        self.name = name
        self.listeners: set[Listener] = set()
        self.stands = asyncio.Event()
        self.is_failing = False
        self.newest: int | None = None  # the highest version that the listeners were told of
        self._broadcast = broadcast
        self._forget = forget
        self._pause = SHORTEST_PAUSE
        self._may_interrupt = False
        # An empty context: the pump outlives the request and transaction of its first listener.
        self.pump = asyncio.create_task(self._run(), name=f"bus {name}", context=Context())

    def offer(self, version: int | None, *, missed: bool = False) -> None:
        """Hand an announcement to every listener."""
        if version is not None and (self.newest is None or version > self.newest):
            self.newest = version
        for listener in self.listeners:
            listener.offer(version, missed=missed)

    def leave(self, listener: Listener) -> None:
        """Take a listener out; the subscription ends after the last one."""
        self.listeners.discard(listener)
        self._stop_if_deserted()

    def close(self) -> None:
        """End every listener, those still entering too, and then the subscription."""
        for listener in self.listeners:
            listener.end()
        self.listeners.clear()
        self._stop_if_deserted()
        self.stands.set()

    def _stop_if_deserted(self) -> None:
        if self.listeners or not self._may_interrupt:
            return
        self._may_interrupt = False
        self.stands.clear()  # whoever enters from here on waits for the next subscription
        self.pump.cancel()

    async def _run(self) -> None:
        try:
            while self.listeners:
                try:
                    await self._deliver()
                except Exception:
                    self.is_failing = True
                    log.exception("bus_subscription_lost", topic=self.name, pause=self._pause)
                    await self._back_off()
        finally:
            self.close()
            self._forget(self.name)

    async def _deliver(self) -> None:
        """Subscribe and pass on what arrives, until deserted (returns) or cut off (raises)."""
        async with self._broadcast.subscribe(self.name) as subscriber:
            if self.is_failing:
                self.offer(None, missed=True)
            self.is_failing = False
            self.stands.set()
            try:
                with self._interruptible():
                    while self.listeners:
                        self._pass_on((await subscriber.get()).message)
            finally:
                self.stands.clear()

    def _pass_on(self, payload: str) -> None:
        self._pause = SHORTEST_PAUSE  # only a subscription that delivers is trusted again
        try:
            self.offer(int(payload))
        except ValueError:
            log.warning("bus_payload_not_a_version", topic=self.name, length=len(payload))
            self.offer(None, missed=True)

    async def _back_off(self) -> None:
        with self._interruptible():
            if self.listeners:
                await asyncio.sleep(self._pause)
        self._pause = min(2 * self._pause, LONGEST_PAUSE)

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Let the last one to leave cancel a wait in here, and never one inside broadcaster."""
        self._may_interrupt = True
        try:
            yield
        except asyncio.CancelledError:
            if self._may_interrupt:  # not by us: the event loop is closing
                raise
            self.pump.uncancel()
        finally:
            self._may_interrupt = False
