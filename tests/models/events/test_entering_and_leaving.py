"""Entering and leaving a topic, at every moment: nobody is left deaf, and nothing is left behind."""

import asyncio
import itertools

import pytest

from models.events import Bus
from tests.models.events.wire import MARIA, Server, take
from tests.waiting import eventually


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
