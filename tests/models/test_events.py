"""The bus on broadcaster's real memory backend; its server is scripted where it has to fail."""

import asyncio
import gc
import itertools
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from contextvars import ContextVar
from typing import cast
from uuid import UUID

import pytest
from broadcaster import Broadcast
from broadcaster._backends.memory import MemoryBackend
from structlog.testing import capture_logs

from models.events import Announcement, Bus, Listener, user_topic
from tests.waiting import eventually

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


@pytest.fixture
async def bus() -> AsyncIterator[Bus]:
    async with Bus("memory://") as bus:
        yield bus


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def slow_bus(server: Server) -> AsyncIterator[Bus]:
    bus = Bus("memory://")
    bus._broadcast = Broadcast(backend=server)
    async with bus:
        yield bus


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


def test_a_topic_names_the_user_and_nothing_else() -> None:
    user_id = UUID("0192d3f4-0000-7000-8000-00000000002a")

    topic = user_topic(user_id)

    assert topic == "user:0192d3f400007000800000000000002a"


@pytest.mark.parametrize("url", ["redis://:secret@example.org", "memory", "", "postgresql://"])
def test_an_unknown_address_is_refused_with_a_sentence_that_keeps_the_password(url: str) -> None:
    with pytest.raises(ValueError, match=r'must be "memory://"') as refusal:
        Bus(url)

    assert "secret" not in str(refusal.value)


async def test_what_is_announced_after_entering_is_seen(bus: Bus) -> None:
    async with bus.listen(MARIA) as listener:
        await bus.announce(MARIA, 7)

        seen = await take(listener)

    assert seen == Announcement(version=7, missed=False)


async def test_entering_returns_only_after_the_subscription_stands(
    slow_bus: Bus, server: Server
) -> None:
    async with slow_bus.listen(MARIA):
        assert server.subscribed == {MARIA}


async def test_each_announcement_is_taken_once(bus: Bus) -> None:
    async with bus.listen(MARIA) as listener:
        await bus.announce(MARIA, 1)
        first = await take(listener)
        await bus.announce(MARIA, 2)
        second = await take(listener)

    assert (first.version, second.version) == (1, 2)


async def test_ten_thousand_announcements_wait_as_one_with_the_highest_version(bus: Bus) -> None:
    async with bus.listen(MARIA) as sleeper, bus.listen(MARIA) as reader:
        for version in range(1, 10_001):
            await bus.announce(MARIA, version)
        await read_until(reader, 10_000)

        waiting = await take(sleeper)
        await bus.announce(MARIA, 10_001)
        following = await take(sleeper)

    assert waiting == Announcement(version=10_000, missed=False)
    assert following.version == 10_001


async def test_a_listener_that_does_not_read_holds_no_memory(bus: Bus) -> None:
    async with bus.listen(MARIA), bus.listen(MARIA) as reader:
        tracemalloc.start()
        for version in range(1, 10_001):
            await bus.announce(MARIA, version)
        await read_until(reader, 10_000)
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert held < 100_000


async def test_an_older_version_does_not_lower_a_newer_one(bus: Bus) -> None:
    async with bus.listen(MARIA) as sleeper, bus.listen(MARIA) as reader:
        await bus.announce(MARIA, 5)
        await read_until(reader, 5)
        await bus.announce(MARIA, 3)
        await read_until(reader, 3)

        seen = await take(sleeper)

    assert seen.version == 5


async def test_two_listeners_both_see_an_announcement(bus: Bus) -> None:
    async with bus.listen(MARIA) as one, bus.listen(MARIA) as other:
        await bus.announce(MARIA, 7)

        seen = (await take(one), await take(other))

    assert [announcement.version for announcement in seen] == [7, 7]


async def test_listeners_of_a_topic_share_one_subscription(bus: Bus) -> None:
    async with bus.listen(MARIA), bus.listen(MARIA), bus.listen(MARIA):
        subscriptions = len(bus._broadcast._subscribers[MARIA])

    assert subscriptions == 1


async def test_another_topic_is_not_heard(bus: Bus) -> None:
    async with bus.listen(MARIA) as maria, bus.listen(OMAR) as omar:
        await bus.announce(OMAR, 3)
        await read_until(omar, 3)
        await bus.announce(MARIA, 1)

        seen = await take(maria)

    assert seen.version == 1


async def test_nobody_who_enters_while_another_leaves_is_left_deaf(
    slow_bus: Bus, server: Server
) -> None:
    versions = itertools.count(1)

    async def come_and_go(number: int) -> None:
        topic = f"user:{number % 100}"
        for _ in range(20):
            async with slow_bus.listen(topic) as listener:
                version = next(versions)
                await slow_bus.announce(topic, version)
                while ((await take(listener)).version or 0) < version:
                    pass
            for _ in range(number % 7):
                await asyncio.sleep(0)

    await asyncio.gather(*(come_and_go(number) for number in range(300)))

    await eventually(lambda: not slow_bus.topics)
    assert server.subscribed == set()


@pytest.mark.parametrize("ticks", range(12))
async def test_entering_at_any_moment_of_the_last_leaving_is_heard(
    slow_bus: Bus, ticks: int
) -> None:
    async with slow_bus.listen(MARIA):
        pass
    for _ in range(ticks):
        await asyncio.sleep(0)

    async with slow_bus.listen(MARIA) as listener:
        await slow_bus.announce(MARIA, 9)
        seen = await take(listener)

    assert seen.version == 9


@pytest.mark.parametrize("ticks", range(12))
async def test_entering_behind_one_cancelled_while_entering_is_heard(
    slow_bus: Bus, ticks: int
) -> None:
    async def enter() -> None:
        async with slow_bus.listen(MARIA):
            await asyncio.Event().wait()

    hasty = asyncio.create_task(enter())
    await asyncio.sleep(0)
    hasty.cancel()
    for _ in range(ticks):
        await asyncio.sleep(0)

    async with slow_bus.listen(MARIA) as listener:
        await slow_bus.announce(MARIA, 9)
        seen = await take(listener)

    assert seen.version == 9


async def test_nothing_is_left_after_a_thousand_have_come_and_gone_or_were_cancelled(
    slow_bus: Bus, server: Server
) -> None:
    async def enter(topic: str) -> None:
        async with slow_bus.listen(topic):
            for _ in range(5):
                await asyncio.sleep(0)

    before = asyncio.all_tasks()
    visits = [asyncio.create_task(enter(f"user:{number % 50}")) for number in range(1000)]
    for number, visit in enumerate(visits):
        if number % 3 == 0:
            visit.cancel()
        if number % 7 == 0:
            await asyncio.sleep(0)

    await asyncio.gather(*visits, return_exceptions=True)

    assert any(visit.cancelled() for visit in visits)
    assert not all(visit.cancelled() for visit in visits)
    await eventually(lambda: asyncio.all_tasks() == before)
    assert (slow_bus.topics, server.subscribed) == (frozenset(), set())
    assert slow_bus._broadcast._subscribers == {}


async def test_a_suspicion_reaches_every_listener(bus: Bus) -> None:
    async with bus.listen(MARIA) as maria, bus.listen(OMAR) as omar, bus.listen(OMAR) as other:
        bus.suspect()

        seen = [await take(listener) for listener in (maria, omar, other)]

    assert seen == [Announcement(version=None, missed=True)] * 3


async def test_a_suspicion_is_merged_into_the_version_that_waits(bus: Bus) -> None:
    async with bus.listen(MARIA) as sleeper, bus.listen(MARIA) as reader:
        await bus.announce(MARIA, 7)
        await read_until(reader, 7)
        bus.suspect()

        seen = await take(sleeper)

    assert seen == Announcement(version=7, missed=True)


async def test_a_suspicion_that_waits_outlives_a_later_version_and_is_taken_once(bus: Bus) -> None:
    async with bus.listen(MARIA) as sleeper, bus.listen(MARIA) as reader:
        bus.suspect()
        await bus.announce(MARIA, 7)
        await read_until(reader, 7)

        seen = await take(sleeper)
        await bus.announce(MARIA, 8)
        following = await take(sleeper)

    assert seen == Announcement(version=7, missed=True)
    assert following == Announcement(version=8, missed=False)


async def test_a_payload_that_is_no_version_counts_as_missed(bus: Bus) -> None:
    async with bus.listen(MARIA) as listener:
        await bus.announce(MARIA, cast("int", "+41 79 123"))

        seen = await take(listener)

    assert seen == Announcement(version=None, missed=True)


async def test_disconnecting_ends_every_iteration_and_leaves_nothing() -> None:
    before = asyncio.all_tasks()
    bus = Bus("memory://")
    await bus.connect()

    async with AsyncExitStack() as stack:
        listeners = [await stack.enter_async_context(bus.listen(MARIA)) for _ in range(3)]
        await bus.disconnect()
        seen = [[a async for a in listener] for listener in listeners]

    assert seen == [[], [], []]
    assert (bus.topics, bus.is_up) == (frozenset(), False)
    await eventually(lambda: asyncio.all_tasks() == before)


async def test_disconnecting_releases_who_is_still_entering(slow_bus: Bus, server: Server) -> None:
    async def enter() -> list[Announcement]:
        async with slow_bus.listen(MARIA) as listener:
            return [announcement async for announcement in listener]

    server.is_down = True
    entering = asyncio.create_task(enter())
    await eventually(lambda: slow_bus.topics == {MARIA} and not slow_bus.is_up)

    await slow_bus.disconnect()

    assert await asyncio.wait_for(entering, 10) == []


async def test_the_bus_works_again_after_it_was_disconnected(bus: Bus) -> None:
    await bus.disconnect()
    await bus.connect()

    async with bus.listen(MARIA) as listener:
        await bus.announce(MARIA, 1)
        seen = await take(listener)

    assert seen.version == 1


async def test_connecting_and_disconnecting_twice_is_the_same_as_once() -> None:
    before = asyncio.all_tasks()
    bus = Bus("memory://")

    for step in (bus.connect, bus.connect, bus.disconnect, bus.disconnect):
        await step()

    await eventually(lambda: asyncio.all_tasks() == before)


async def test_a_bus_is_up_only_while_it_is_connected() -> None:
    bus = Bus("memory://")

    states = [bus.is_up]
    async with bus:
        states.append(bus.is_up)
    states.append(bus.is_up)

    assert states == [False, True, False]


async def test_an_announcement_that_cannot_be_made_is_counted_and_never_raised() -> None:
    bus = Bus("memory://")

    await bus.announce(MARIA, 1)
    async with bus:
        await bus.announce(MARIA, 2)
    await bus.announce(MARIA, 3)

    assert bus.announcements_lost == 2


async def test_listening_to_a_bus_that_was_never_connected_is_refused() -> None:
    bus = Bus("memory://")

    with pytest.raises(RuntimeError, match="Connect the bus"):
        async with bus.listen(MARIA):
            pass

    assert bus.topics == frozenset()


async def test_a_listener_cut_off_is_told_and_hears_again(slow_bus: Bus) -> None:
    async with slow_bus.listen(MARIA) as listener, slow_bus.listen(OMAR) as omar:
        cut_off(slow_bus, MARIA)

        told = await take(listener)
        await slow_bus.announce(MARIA, 4)
        heard = await take(listener)
        await slow_bus.announce(OMAR, 1)
        unconcerned = await take(omar)

    assert told == Announcement(version=None, missed=True)
    assert heard == Announcement(version=4, missed=False)
    assert unconcerned == Announcement(version=1, missed=False)


async def test_the_bus_is_down_while_a_subscription_fails_and_up_when_it_stands(
    slow_bus: Bus, server: Server
) -> None:
    async with slow_bus.listen(MARIA) as listener:
        server.is_down = True
        cut_off(slow_bus, MARIA)
        await eventually(lambda: not slow_bus.is_up)
        server.is_down = False

        told = await take(listener)

        assert (told.missed, slow_bus.is_up) == (True, True)


async def test_leaving_while_the_server_is_gone_leaves_nothing(
    slow_bus: Bus, server: Server
) -> None:
    before = asyncio.all_tasks()
    server.is_down = True
    entering = asyncio.create_task(slow_bus.listen(MARIA).__aenter__())
    await eventually(lambda: not slow_bus.is_up)

    entering.cancel()
    with suppress(asyncio.CancelledError):
        await entering

    await eventually(lambda: asyncio.all_tasks() == before)
    assert (slow_bus.topics, slow_bus.is_up) == (frozenset(), True)


async def test_a_pump_that_is_cancelled_with_the_loop_ends_its_listeners(bus: Bus) -> None:
    async with bus.listen(MARIA) as listener:
        (pump,) = [task for task in asyncio.all_tasks() if task.get_name() == f"bus {MARIA}"]
        pump.cancel()

        seen = await asyncio.wait_for(anext(listener, None), 10)

    assert (seen, bus.topics) == (None, frozenset())


async def test_the_subscription_is_made_outside_the_transaction_of_its_first_listener(
    slow_bus: Bus, server: Server
) -> None:
    TRANSACTION.set("open")

    async with slow_bus.listen(MARIA):
        pass

    assert server.subscribed_in == [None]


async def test_a_lost_subscription_is_tried_ever_more_slowly_until_it_delivers(
    slow_bus: Bus, server: Server
) -> None:
    with capture_logs() as logs:
        async with slow_bus.listen(MARIA) as listener:
            server.is_down = True
            cut_off(slow_bus, MARIA)
            await eventually(lambda: len(logs) == 3)
            server.is_down = False
            await take(listener)
            await slow_bus.announce(MARIA, 1)
            await take(listener)
            cut_off(slow_bus, MARIA)
            await take(listener)

    assert [entry["event"] for entry in logs] == ["bus_subscription_lost"] * 4
    assert [entry["pause"] for entry in logs] == [0.05, 0.1, 0.2, 0.05]
