"""The connection of the bus: made and ended in order, lost and found again."""

import asyncio
from contextlib import AsyncExitStack, suppress

import pytest
from structlog.testing import capture_logs

from models.events import Announcement, Bus
from tests.models.events.wire import MARIA, OMAR, TRANSACTION, Server, cut_off, take
from tests.waiting import eventually


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
