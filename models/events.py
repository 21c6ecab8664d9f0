"""The bus: tell every process that something changed, never what.

An announcement carries a topic and a version number, nothing personal; whoever listens reads the database. This and
``models.bus`` are the only importers of broadcaster, and close what it leaves open: queues without a bound, the race
between entering and leaving, subscriptions that silently go deaf.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import structlog
from broadcaster import Broadcast

from models.bus.links import Link
from models.bus.payloads import CHANNEL, pack
from models.bus.postgres import NOTIFY, PostgresLink
from models.bus.supervised import SupervisedBackend
from models.bus.topics import Announcement, Listener, Topic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from uuid import UUID

    from models.database import Database

log = structlog.get_logger(__name__)

__all__ = ["Announcement", "Bus", "Listener", "user_topic"]


def _redis_link(url: str) -> Link:
    # Imported late: its client takes as long to import as a quarter of the rest, and most installations need none.
    from models.bus.redis import RedisLink  # noqa: PLC0415

    return RedisLink(url)


LINKS: dict[str, Callable[[str], Link]] = {
    "redis": _redis_link,
    "rediss": _redis_link,
    "postgres": PostgresLink,
    "postgresql": PostgresLink,
}


PEOPLE_TOPIC = "people"  # who there is, in which team, and who may do what


def user_topic(user_id: UUID) -> str:
    """Name the topic of a user's call state."""
    return f"user:{user_id.hex}"


class Bus:
    """Announce changes and listen to them, in every process that shares the address.

    ``memory://`` reaches this process alone. On ``redis://`` and ``postgresql://`` the connection is kept alive; while
    it is down, entering still works, and each listener is told to read again as soon as it is back.
    """

    def __init__(self, url: str, *, database_url: str = "") -> None:
        scheme, separator, _ = url.partition("://")
        if not separator or (scheme != "memory" and scheme not in LINKS):
            # The address itself may hold a password.
            raise ValueError(
                "The broadcast address must begin with memory://, redis:// or postgresql://."
            )
        self.announcements_lost = 0
        self._server = (
            SupervisedBackend(partial(LINKS[scheme], url), missed=self.suspect)
            if scheme in LINKS
            else None
        )
        self._broadcast = Broadcast(url, backend=self._server)
        self._topics: dict[str, Topic] = {}
        self._is_connected = False
        # Announcements may ride in a transaction of this database: its server is the bus.
        self._rides = _is_one_database(url, database_url)

    @property
    def is_up(self) -> bool:
        """Tell whether what is announced reaches everybody who listens in this process."""
        return self.down_because is None

    @property
    def down_because(self) -> str | None:
        """Name the error that keeps the bus down; None while it is up."""
        if not self._is_connected:
            return "NotConnected"
        if any(topic.is_failing for topic in self._topics.values()):
            return "SubscriptionLost"
        if self._server is not None and not self._server.is_up:
            return self._server.cause or "LinkLost"
        return None

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

    async def announce_all(self, announcements: Sequence[tuple[str, int]]) -> None:
        """Say that several topics changed, as ``announce`` does."""
        for topic, version in announcements:
            await self.announce(topic, version)

    async def enlist(
        self, database: Database, announcements: Sequence[tuple[str, int]]
    ) -> Sequence[tuple[str, int]]:
        """Let announcements ride in the current transaction; return those that must be made after its commit.

        PostgreSQL delivers them if and when it commits, so nothing can fall between the two.
        """
        if not self._rides:
            return announcements
        for payload in pack(announcements):
            await database.fetch(NOTIFY, CHANNEL, payload)
        return ()

    @asynccontextmanager
    async def listen(self, topic: str, *others: str) -> AsyncIterator[Listener]:
        """Enter one topic or several; what is announced afterwards is seen.

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

    def newest(self, topic: str) -> int | None:
        """Return the highest version that listeners here were told of; None when they were told of none."""
        return self._topics[topic].newest if topic in self._topics else None

    def tell(self, topic: str, version: int) -> None:
        """Tell the listeners in this process alone, as if it had been announced."""
        if topic in self._topics:
            self._topics[topic].offer(version, missed=True)

    def suspect(self) -> None:
        """Tell every listener that something may have been missed."""
        for topic in self._topics.values():
            topic.offer(None, missed=True)


def _is_one_database(bus_url: str, database_url: str) -> bool:
    bus, database = urlsplit(bus_url), urlsplit(database_url)
    return LINKS.get(bus.scheme) is LINKS.get(database.scheme) is PostgresLink and (
        bus.netloc,
        bus.path,
        bus.query,
    ) == (database.netloc, database.path, database.query)
