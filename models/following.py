"""Follow something that changes: what it is now, then what it is after each change.

However many in this process follow the same thing, one reader reads it once for each change; it begins with the first
of them and ends with the last. What "the same" is, is told by the function that reads and its arguments: what depends
on who asks is never shared further, since the function can't know who asks unless that is an argument.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, contextmanager, suppress
from contextvars import Context
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, TypeVarTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Iterator, Mapping
    from types import TracebackType

    from models.events import Bus, Listener
    from models.site import Site

K = TypeVar("K")
T = TypeVar("T")
Asked = TypeVarTuple("Asked")


async def follow(
    site: Site, *topics: str, read: Callable[[*Asked], Awaitable[T]], of: tuple[*Asked]
) -> AsyncGenerator[T, None]:
    """Yield what ``read(*of)`` returns now, then again whenever it has changed after an announcement of a topic.

    The first is read after this began, however long others have followed the same. Changes that come faster than they
    are taken are seen as one. What ``read`` raises comes out at everybody who follows; the next to follow has it read
    anew.
    """
    seen: list[T] = []
    with site.following.joined(site.bus, topics, read, of) as follower:
        async for newest in follower:
            if seen != [newest]:
                seen = [newest]
                yield newest


class Pace(Struct, frozen=True, kw_only=True):
    """Say how long to rest after each reading, and after how long to read though nothing was announced; in seconds.

    Whoever begins to follow has it read at once.
    """

    rest: float
    at_least_every: float


class Followed(Struct, Generic[T], frozen=True, kw_only=True):
    """Name one of several things to follow: what ``follow`` is given for one.

    ``pace``: how often it is read at most, and at least; None: after every announcement, and after nothing else.
    """

    topics: tuple[str, ...]
    read: Callable[..., Awaitable[T]]
    of: tuple[Hashable, ...]
    pace: Pace | None = None


async def follow_each(
    site: Site, things: Mapping[K, Followed[T]]
) -> AsyncGenerator[tuple[K, T], None]:
    """Follow several things as ``follow`` does one, without a task for each; yield which it is and what it is now."""
    news, seen = asyncio.Event(), dict[K, T]()
    with ExitStack() as stack:
        followers = {
            key: stack.enter_context(
                site.following.joined(
                    site.bus, each.topics, each.read, each.of, news=news, pace=each.pace
                )
            )
            for key, each in things.items()
        }
        while True:
            await news.wait()
            news.clear()
            for key, follower in followers.items():
                for newest in follower.take():
                    if key not in seen or seen[key] != newest:
                        seen[key] = newest
                        yield key, newest
                if follower.has_ended:
                    follower.take()  # raises the error that it ended with, if there is one
                    return


class Following:
    """Hold the readers of this process, one for each thing that somebody follows."""

    def __init__(self) -> None:
        self._readers: dict[Hashable, Reader[Any]] = {}

    def __len__(self) -> int:
        return len(self._readers)

    @contextmanager
    def joined(
        self,
        bus: Bus,
        topics: tuple[str, ...],
        read: Callable[[*Asked], Awaitable[T]],
        of: tuple[*Asked],
        *,
        news: asyncio.Event | None = None,
        pace: Pace | None = None,
    ) -> Iterator[Follower[T]]:
        """Follow beside whoever follows the same already; ``news`` is set when there is something to take."""
        thing = (read, of, topics, pace)
        if thing not in self._readers:
            self._readers[thing] = Reader(
                bus, topics, lambda: read(*of), pace=pace, forget=lambda: self._readers.pop(thing)
            )
        reader: Reader[T] = self._readers[thing]
        follower: Follower[T] = Follower(news)
        reader.join(follower)
        try:
            yield follower
        finally:
            reader.leave(follower)


class Follower(Generic[T]):
    """Iterate over what is read; a value that was not taken yet gives way to the next."""

    def __init__(self, news: asyncio.Event | None = None) -> None:
        self._waiting: list[T] = []
        self._error: Exception | None = None
        self._traceback: TracebackType | None = None
        self.has_ended = False
        self._news = news or asyncio.Event()

    def offer(self, value: T) -> None:
        """Hand over a newer value."""
        self._waiting = [value]
        self._news.set()

    def end(self, error: Exception | None = None) -> None:
        """End the iteration, by raising the error if there is one; a second time changes nothing."""
        if not self.has_ended:
            self.has_ended = True
            self._error, self._traceback = error, error.__traceback__ if error else None
            self._news.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        await self._news.wait()
        for newest in self.take():
            if not self.has_ended:
                self._news.clear()
            return newest
        raise StopAsyncIteration

    def take(self) -> list[T]:
        """Return what was not taken yet, at most one; when nothing is left, raise the error that it ended with."""
        if not self._waiting and self._error is not None:
            # All followers raise the same one: without this each would add its own way to it.
            raise self._error.with_traceback(self._traceback)
        taken, self._waiting = self._waiting, []
        return taken


class Reader(Generic[T]):
    """Read one thing after each announcement, in a task of its own, for all who follow it."""

    def __init__(
        self,
        bus: Bus,
        topics: tuple[str, ...],
        read: Callable[[], Awaitable[T]],
        *,
        pace: Pace | None = None,
        forget: Callable[[], object],
    ) -> None:
        self._read = read
        self._pace = pace
        self._forget = forget
        self._followers: set[Follower[T]] = set()
        self._newcomers: set[Follower[T]] = set()  # nothing was read since they came
        self._came = asyncio.Event()
        self._current: list[T] = []
        self._listener: Listener | None = None
        self._has_ended = False
        # An empty context: the reader outlives the request and transaction of its first follower.
        self._task = asyncio.create_task(self._run(bus, topics), context=Context())

    def join(self, follower: Follower[T]) -> None:
        """Take one in; what is being read already may be older than it should see, so it is read again."""
        self._newcomers.add(follower)
        self._came.set()
        if self._listener is not None:
            self._listener.offer(None, missed=True)

    def leave(self, follower: Follower[T]) -> None:
        """Take one out; the last one ends the reader."""
        self._followers.discard(follower)
        self._newcomers.discard(follower)
        if self._is_deserted:
            self._end()
            self._task.cancel()

    @property
    def _is_deserted(self) -> bool:
        return not self._followers and not self._newcomers

    async def _run(self, bus: Bus, topics: tuple[str, ...]) -> None:
        try:
            async with bus.listen(*topics) as self._listener:
                self._listener.offer(None, missed=True)
                while await self._is_due(self._listener):
                    await self._read_once()
                    if self._is_deserted:
                        return
                    await self._rest()
        except Exception as error:  # noqa: BLE001  # theirs to handle who follow
            self._end(error)
        finally:
            self._end()

    async def _is_due(self, listener: Listener) -> bool:
        """Wait until it has to be read; False when the bus is closed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pace.at_least_every if self._pace else None):
                return await anext(listener, None) is not None
        return True

    async def _rest(self) -> None:
        """Leave it alone for a while, unless somebody comes who has seen nothing yet."""
        if self._pace:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pace.rest):
                    await self._came.wait()

    async def _read_once(self) -> None:
        """Read for all who are there now, and tell those for whom it is new."""
        self._came.clear()
        served, self._newcomers = self._newcomers, set()
        self._followers |= served
        try:
            newest = await self._read()
        except Exception as error:  # noqa: BLE001  # theirs to handle who follow
            self._fail(error)
            return
        is_news = self._current != [newest]
        self._current = [newest]
        for follower in self._followers if is_news else served & self._followers:
            follower.offer(newest)

    def _fail(self, error: Exception) -> None:
        """End those for whom this was read; whoever came meanwhile has it read anew."""
        for follower in self._followers:
            follower.end(error)
        self._followers.clear()
        self._current.clear()

    def _end(self, error: Exception | None = None) -> None:
        for follower in self._followers | self._newcomers:
            follower.end(error)
        if not self._has_ended:
            self._has_ended = True
            self._forget()
