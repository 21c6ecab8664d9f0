"""The bus: tell every process that something changed, never what.

An announcement carries a topic and a version number, nothing personal; whoever listens reads the
database. This is the only importer of broadcaster, and it closes what broadcaster leaves open:
queues without a bound, the race between entering and leaving, subscriptions that silently go deaf.

For each topic that anybody here listens to there is one task, the *pump*. It alone subscribes and
unsubscribes, one after the other, so neither needs a lock; listeners come and go without a queue.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from contextvars import Context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import structlog
from broadcaster import Broadcast

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from uuid import UUID

log = structlog.get_logger(__name__)

SHORTEST_PAUSE = 0.05  # seconds until a lost subscription is tried again; doubles each time
LONGEST_PAUSE = 5.0


def user_topic(user_id: UUID) -> str:
    """Name the topic of a user's call state."""
    return f"user:{user_id.hex}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
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
        self._broadcast = broadcast
        self._forget = forget
        self._pause = SHORTEST_PAUSE
        self._may_interrupt = False
        # An empty context: the pump outlives the request and transaction of its first listener.
        self.pump = asyncio.create_task(self._run(), name=f"bus {name}", context=Context())

    def offer(self, version: int | None, *, missed: bool = False) -> None:
        """Hand an announcement to every listener."""
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


class Bus:
    """Announce changes and listen to them, in every process that shares the address."""

    def __init__(self, url: str) -> None:
        scheme, separator, _ = url.partition("://")
        if scheme != "memory" or not separator:
            # The address itself may hold a password.
            raise ValueError('The broadcast address must be "memory://"; no other kind is known.')
        self.announcements_lost = 0
        self._broadcast = Broadcast(url)
        self._topics: dict[str, Topic] = {}
        self._is_connected = False

    @property
    def is_up(self) -> bool:
        """Tell whether what is announced reaches everybody who listens in this process."""
        return self._is_connected and not any(topic.is_failing for topic in self._topics.values())

    @property
    def topics(self) -> frozenset[str]:
        """Name the topics that somebody in this process listens to."""
        return frozenset(self._topics)

    async def connect(self) -> None:
        """Open the bus; a second time changes nothing."""
        if not self._is_connected:
            await self._broadcast.connect()
            self._is_connected = True

    async def disconnect(self) -> None:
        """End every listener and close the bus; a second time changes nothing."""
        if not self._is_connected:
            return
        self._is_connected = False
        topics = list(self._topics.values())
        for topic in topics:
            topic.close()
        try:
            await asyncio.gather(*(topic.pump for topic in topics), return_exceptions=True)
        finally:
            await self._broadcast.disconnect()

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.disconnect()

    async def announce(self, topic: str, version: int) -> None:
        """Say that a topic reached a version; call it after the commit.

        Never raises, since the write stands whoever hears of it: a loss is logged and counted.
        """
        try:
            if not self._is_connected:
                raise ConnectionError("The bus is not connected.")
            await self._broadcast.publish(topic, str(version))
        except Exception:
            self.announcements_lost += 1
            log.exception("bus_announcement_lost", topic=topic, version=version)

    @asynccontextmanager
    async def listen(self, topic: str, *others: str) -> AsyncIterator[Listener]:
        """Enter one topic or several, waiting while the bus is down; what is announced afterwards is seen.

        Of several topics the versions are merged too, and say nothing.
        """
        if not self._is_connected:
            raise RuntimeError("Connect the bus before listening to it.")
        listener = Listener()
        entered = [self._topic(name) for name in (topic, *others)]
        for each in entered:
            each.listeners.add(listener)
        try:
            for each in entered:
                await each.stands.wait()
            yield listener
        finally:
            for each in entered:
                each.leave(listener)

    def _topic(self, name: str) -> Topic:
        if name not in self._topics:
            self._topics[name] = Topic(name, self._broadcast, forget=self._topics.pop)
        return self._topics[name]

    def suspect(self) -> None:
        """Tell every listener that something may have been missed."""
        for topic in self._topics.values():
            topic.offer(None, missed=True)
