"""Whoever may have missed something is told, once."""

from typing import cast

from models.events import Announcement, Bus
from tests.models.events.wire import MARIA, OMAR, read_until, take


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
