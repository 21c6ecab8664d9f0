"""A bus to listen to, and a server behind it that fails when it is told to."""

import asyncio
from contextvars import ContextVar
from uuid import UUID

from broadcaster._backends.memory import MemoryBackend

from models.events import Announcement, Bus, Listener, user_topic

MARIA = user_topic(UUID(int=1))
OMAR = user_topic(UUID(int=2))
TRANSACTION: ContextVar[str | None] = ContextVar("TRANSACTION", default=None)


class Server(MemoryBackend):
    """Broadcaster's memory backend with a cable to pull, and time to pass while it answers."""

    def __init__(self) -> None:
        super().__init__("memory://")
        self.is_down = False
        self.subscribed_in: list[str | None] = []

    @property
    def subscribed(self) -> set[str]:
        return self._subscribed

    async def subscribe(self, channel: str) -> None:
        await asyncio.sleep(0)
        if self.is_down:
            raise ConnectionError("The server is gone.")
        self.subscribed_in.append(TRANSACTION.get())
        await super().subscribe(channel)

    async def unsubscribe(self, channel: str) -> None:
        await asyncio.sleep(0)
        await super().unsubscribe(channel)


async def take(listener: Listener) -> Announcement:
    """Take the next announcement, or fail when none comes."""
    return await asyncio.wait_for(anext(listener), 10)


async def read_until(listener: Listener, version: int) -> None:
    """Read announcements until that version has come."""
    while (await take(listener)).version != version:
        pass


def cut_off(bus: Bus, topic: str) -> None:
    """End the subscription to a topic under the bus, as a server that closes it does."""
    for queue in bus._broadcast._subscribers[topic]:
        queue.put_nowait(None)
