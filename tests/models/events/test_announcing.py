"""What is announced is heard once, by everybody who listens to it, whatever waits merged into one."""

import gc
import tracemalloc
from uuid import UUID

import pytest

from models.events import Announcement, Bus, user_topic
from tests.models.events.wire import MARIA, OMAR, Server, read_until, take


def test_a_topic_names_the_user_and_nothing_else() -> None:
    user_id = UUID("0192d3f4-0000-7000-8000-00000000002a")

    topic = user_topic(user_id)

    assert topic == "user:0192d3f400007000800000000000002a"


@pytest.mark.parametrize("url", ["nats://:secret@example.org", "memory", "", "sqlite:///x"])
def test_an_unknown_address_is_refused_with_a_sentence_that_keeps_the_password(url: str) -> None:
    with pytest.raises(ValueError, match="must begin with memory://") as refusal:
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
