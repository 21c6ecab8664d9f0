"""A backend for broadcaster that keeps its connection alive, and says when something may have been missed.

All topics share one channel, so entering and leaving a topic asks nothing of the server, and after a reconnect there is
one subscription to renew. What waits, in either direction, is merged by topic: at most one version of each.

It trusts nothing but its own ear: each second it publishes a beat and listens for it. The bus is up when the beat came
back, and lost when several in a row did not, whatever the connections say of themselves.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from broadcaster import BroadcastBackend, Event

from models.bus.links import Link, LinkLost
from models.bus.payloads import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

log = structlog.get_logger(__name__)

# Seconds between attempts to connect. Short, since the first one after the server's return decides how late all are.
SHORTEST_PAUSE = 0.05
LONGEST_PAUSE = 0.5
SECONDS_TO_OPEN = 2.0
SECONDS_TO_PUBLISH = 2.0
SECONDS_TO_START = 2.0
SECONDS_TO_DRAIN = 1.0

BEAT = "beat:"
BEAT_EVERY = 1.0
BEATS_UNHEARD = 3

# Topics whose announcements wait for the connection; beyond them, one that means all.
MOST_WAITING = 10_000
EVERYTHING = "everything"


class SupervisedBackend(BroadcastBackend):
    """Hold one link to the server, renewed for ever; ``missed`` is called each time it stands again."""

    def __init__(self, make_link: Callable[[], Link], *, missed: Callable[[], None]) -> None:
        self._make_link = make_link
        self._missed = missed
        self._beat = f"{BEAT}{uuid4().hex}"
        self._beats_sent = self._beats_heard = 0
        self._wanted: set[str] = set()
        self._arrived: dict[str, int] = {}
        self._has_arrived = asyncio.Event()
        self._waiting: dict[str, int] = {}
        self._has_waiting = asyncio.Event()
        self._drained = asyncio.Event()
        self._stands = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        # Why it is not up: the name of an error, never its text, which may hold an address and a password.
        self.cause: str | None = "NotConnectedYet"
        self.connections = 0

    @property
    def is_up(self) -> bool:
        """Tell whether what is announced comes back to this process."""
        return self._stands.is_set()

    async def connect(self) -> None:
        """Begin to connect; after two seconds without success it goes on in the background."""
        self._task = asyncio.create_task(self._supervise(), name="bus")
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_TO_START):
                await self._stands.wait()

    async def disconnect(self) -> None:
        """Send what waits, if the server is there, and let go."""
        if self.is_up and not self._drained.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(SECONDS_TO_DRAIN):
                    await self._drained.wait()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def subscribe(self, channel: str) -> None:
        """Pass on a topic from now on; while the server is away, from its return, which is told as missed."""
        self._wanted.add(channel)

    async def unsubscribe(self, channel: str) -> None:
        """Drop what comes on a topic from now on."""
        self._wanted.discard(channel)
        self._arrived.pop(channel, None)

    async def publish(self, channel: str, message: str) -> None:
        """Send a version at the next opportunity: at once, or when the server is back."""
        if len(self._waiting) >= MOST_WAITING and channel not in self._waiting:
            self._waiting = {EVERYTHING: 0}
        self._wait(channel, int(message))

    async def next_published(self) -> Event:
        """Return the newest version of the topic that has waited longest."""
        while not self._arrived:
            self._has_arrived.clear()
            await self._has_arrived.wait()
        topic = next(iter(self._arrived))
        return Event(topic, str(self._arrived.pop(topic)))

    async def _supervise(self) -> None:
        pause = SHORTEST_PAUSE
        while True:
            before = self.connections
            # A task for each link, whose cancellation is a loss like any other: in Python 3.11.2, which is Debian 12's,
            # a TaskGroup that failed leaves its task marked as cancelled, and a time limit in it then cancels it.
            live = asyncio.create_task(self._live(), name="bus link")
            (loss,) = await asyncio.gather(live, return_exceptions=True)
            self._note_loss(loss)
            if self.connections > before:
                pause = SHORTEST_PAUSE
            # Half by chance, so that a hundred nodes do not come back in the same moment.
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  # no secret
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _live(self) -> None:
        """Open a link and use it until it is lost, which raises."""
        link = self._make_link()
        try:
            async with asyncio.timeout(SECONDS_TO_OPEN):
                await link.open()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._receive(link))
                tasks.create_task(self._send(link))
                tasks.create_task(self._keep_beating())
        finally:
            self._stands.clear()
            await link.close()

    async def _receive(self, link: Link) -> None:
        while True:
            payload = await link.receive()
            try:
                announcements = list(unpack(payload))
            except ValueError:
                log.warning("bus_payload_not_ours", length=len(payload))
                self._missed()
            else:
                for topic, version in announcements:
                    self._take(topic, version)

    def _take(self, topic: str, version: int) -> None:
        if topic == self._beat:
            self._beats_heard = max(version, self._beats_heard)
            self._note_standing()
        elif topic == EVERYTHING:
            self._missed()
        elif topic in self._wanted:
            _merge(self._arrived, topic, version)
            self._has_arrived.set()

    async def _send(self, link: Link) -> None:
        if self._waiting:
            self._has_waiting.set()
        while True:
            await self._has_waiting.wait()
            self._has_waiting.clear()
            sending, self._waiting = self._waiting, {}
            try:
                await _publish(link, sending)
            except BaseException:
                for topic, version in sending.items():
                    self._wait(topic, version)
                raise
            if not self._waiting:
                self._drained.set()

    async def _keep_beating(self) -> None:
        self._beats_heard = self._beats_sent
        while self._beats_sent - self._beats_heard < BEATS_UNHEARD:
            self._beats_sent += 1
            self._wait(self._beat, self._beats_sent)
            await asyncio.sleep(BEAT_EVERY)
        raise LinkLost("Nothing comes through.")

    def _wait(self, topic: str, version: int) -> None:
        _merge(self._waiting, topic, version)
        self._has_waiting.set()
        self._drained.clear()

    def _note_standing(self) -> None:
        if self._stands.is_set():
            return
        self.connections += 1
        self.cause = None
        self._stands.set()
        if self.connections > 1:
            log.info("bus_back", connections=self.connections)
        # Also the first time: whoever entered before may have missed something.
        self._missed()

    def _note_loss(self, error: BaseException | None) -> None:
        """Log the first failure of a row of the same; the others would say it twice a second."""
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        cause = type(error).__name__
        if cause != self.cause:
            log.warning("bus_lost", cause=cause)
        self.cause = cause


async def _publish(link: Link, announcements: Mapping[str, int]) -> None:
    for payload in pack(announcements.items()):
        async with asyncio.timeout(SECONDS_TO_PUBLISH):
            await link.publish(payload)


def _merge(versions: dict[str, int], topic: str, version: int) -> None:
    """Keep the higher version; the topic keeps its place in the row."""
    versions[topic] = max(version, versions.get(topic, version))
