"""The bus over real servers: what one node announces another hears, and both survive the server's restart."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from models.bus import supervised
from models.events import Announcement, Bus
from tests.cable import cable_to
from tests.models.events.wire import MARIA, OMAR, read_until, take
from tests.servers import Postgres, Valkey
from tests.waiting import eventually

HEALED_WITHIN = 5.0  # on any machine; tests.benchmarks.bus measures it


@pytest.fixture(params=["valkey", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture(params=["own_valkey", "own_postgres"])
def own_server(request: pytest.FixtureRequest) -> Valkey | Postgres:
    found: Valkey | Postgres = request.getfixturevalue(request.param)
    return found


def url_of(server: Valkey | Postgres) -> str:
    return server.url if isinstance(server, Valkey) else server.url()


@asynccontextmanager
async def nodes(url: str, count: int) -> AsyncIterator[list[Bus]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Bus(url)) for _ in range(count)]


async def test_what_a_node_announces_every_node_hears(url: str) -> None:
    async with (
        nodes(url, 3) as (one, two, three),
        one.listen(MARIA) as at_one,
        two.listen(MARIA) as at_two,
        three.listen(OMAR) as at_three,
    ):
        await one.announce(MARIA, 7)
        await two.announce(OMAR, 8)

        heard = [await take(listener) for listener in (at_one, at_two, at_three)]

    assert heard == [Announcement(version=version, missed=False) for version in (7, 7, 8)]


async def test_five_thousand_announcements_at_once_all_arrive(url: str) -> None:
    topics = [f"user:{number:032x}" for number in range(5000)]
    async with nodes(url, 2) as (one, two), AsyncExitStack() as stack:
        listeners = [await stack.enter_async_context(two.listen(topic)) for topic in topics]

        await asyncio.gather(*(one.announce(topic, 5) for topic in topics))

        heard = [(await take(listener)).version for listener in listeners]
    assert heard == [5] * 5000


async def test_after_a_restart_of_the_server_everybody_is_told_and_hears_again(
    own_server: Valkey | Postgres,
) -> None:
    async with nodes(url_of(own_server), 2) as (one, two), one.listen(MARIA) as listener:
        for version in (1, 2, 3):
            await asyncio.to_thread(own_server.kill)
            await eventually(lambda: not one.is_up and not two.is_up)
            await asyncio.to_thread(own_server.start)
            returned = time.monotonic()

            told = await take(listener)
            healed_in = time.monotonic() - returned
            await eventually(lambda: two.is_up)
            await two.announce(MARIA, version)
            await read_until(listener, version)

            assert told == Announcement(version=None, missed=True)
            assert healed_in < HEALED_WITHIN


async def test_what_a_node_announces_while_it_is_cut_off_the_others_hear_afterwards(
    valkey_url: str,
) -> None:
    async with cable_to(int(valkey_url.rpartition(":")[2])) as cable:
        cut_off = f"redis://127.0.0.1:{cable.port}"
        async with Bus(valkey_url) as one, Bus(cut_off) as two, one.listen(MARIA) as listener:
            await cable.pull()
            await eventually(lambda: not two.is_up)

            await two.announce(MARIA, 3)
            await two.announce(MARIA, 4)
            await cable.plug_in()

            assert await take(listener) == Announcement(version=4, missed=False)
            assert two.announcements_lost == 0


async def test_a_node_that_nothing_reaches_any_more_notices(valkey_url: str) -> None:
    async with (
        cable_to(int(valkey_url.rpartition(":")[2])) as cable,
        Bus(f"redis://127.0.0.1:{cable.port}") as bus,
        bus.listen(MARIA) as listener,
    ):
        cable.swallow()
        await eventually(lambda: not bus.is_up)
        await cable.plug_in()

        assert (await take(listener)).missed


async def test_who_enters_while_the_server_is_away_does_not_wait_and_is_told_at_its_return(
    own_server: Valkey | Postgres,
) -> None:
    async with Bus(url_of(own_server)) as bus:
        await asyncio.to_thread(own_server.kill)
        await eventually(lambda: not bus.is_up)

        async with asyncio.timeout(1), bus.listen(MARIA) as listener:
            pass
        async with bus.listen(MARIA) as listener:
            await asyncio.to_thread(own_server.start)

            assert await take(listener) == Announcement(version=None, missed=True)


async def test_a_bus_whose_server_is_not_there_yet_says_why_and_comes_up_with_it(
    own_valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervised, "SECONDS_TO_START", 0.1)
    own_valkey.kill()

    async with Bus(own_valkey.url) as bus:
        down_because = bus.down_because
        await asyncio.to_thread(own_valkey.start)
        await eventually(lambda: bus.is_up)

    assert down_because == "ConnectionError"


async def test_announcements_that_wait_beyond_all_measure_become_one_that_means_all(
    own_valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervised, "MOST_WAITING", 10)
    async with nodes(own_valkey.url, 2) as (one, two), one.listen(MARIA) as listener:
        own_valkey.kill()
        await eventually(lambda: not one.is_up and not two.is_up)

        for number in range(50):
            await two.announce(f"user:{number:032x}", 1)
        waiting = len(two._server._waiting) if two._server else 0
        await asyncio.to_thread(own_valkey.start)

        assert (await take(listener)).missed
        assert waiting <= 12


async def test_a_payload_of_somebody_else_counts_as_missed(valkey_url: str) -> None:
    async with nodes(valkey_url, 2) as (one, two), one.listen(MARIA) as listener:
        assert two._server is not None
        two._server._wait("not\nours", 0)

        assert (await take(listener)).missed


async def test_disconnecting_sends_what_waits(url: str) -> None:
    async with Bus(url) as one, one.listen(MARIA) as listener:
        async with Bus(url) as other:
            await other.announce(MARIA, 9)

        assert (await take(listener)).version == 9


async def test_a_disconnected_bus_leaves_no_task(url: str) -> None:
    before = asyncio.all_tasks()

    async with Bus(url) as bus, bus.listen(MARIA):
        pass

    await eventually(lambda: asyncio.all_tasks() == before)
