"""Two nodes behind a balancer under calls, while one after the other is killed: nothing lost, nothing wrong."""

import asyncio
import os
from collections.abc import AsyncIterator
from itertools import cycle
from pathlib import Path

import pytest

from tests.failures.cluster import RIGHT_WITHIN, Cluster, Shown, Watcher, running_cluster
from tests.failures.steady_load import SteadyLoad
from tests.servers import Postgres, Valkey
from tests.waiting import eventually

# `make cluster-load` asks for more than there is time for in every run of the tests.
RATE = int(os.environ.get("CALLBEACON_TEST_CALLS_A_SECOND", "40"))
SECONDS = int(os.environ.get("CALLBEACON_TEST_LOAD_SECONDS", "10"))
KILL_EVERY = int(os.environ.get("CALLBEACON_TEST_KILL_EVERY", "4"))
AGENTS = max(10, RATE // 4)


@pytest.fixture
async def cluster(
    tmp_path: Path, own_postgres: Postgres, own_valkey: Valkey
) -> AsyncIterator[Cluster]:
    async with running_cluster(tmp_path, own_postgres, own_valkey, agents=AGENTS) as running:
        yield running


@pytest.mark.timeout(120 + 2 * SECONDS)
async def test_nodes_killed_in_turn_behind_a_balancer_lose_no_call_and_show_no_wrong_beacon(
    cluster: Cluster,
) -> None:
    load = SteadyLoad(cluster=cluster, calls_a_second=RATE)
    async with cluster.watched(through_the_balancer=True) as watchers:
        async with load.going_on():
            kills = await kill_in_turn(cluster, load)

        await eventually(lambda: cluster.are_right(watchers), within=RIGHT_WITHIN)
        assert await cluster.is_ready()
    print(f"\n{kills} kills, {len(watchers)} pages; {load.summary()}")
    assert await cluster.lost() == set()
    assert load.given_up == 0
    assert wrong(watchers, load.reported) == []


async def kill_in_turn(cluster: Cluster, load: SteadyLoad) -> int:
    """Kill a node after every so many calls and start it again; return after all calls have begun."""

    async def calls_of(seconds: int) -> None:
        await eventually(lambda: load.begun >= RATE * seconds, within=SECONDS + 30)

    kills = (SECONDS - 1) // KILL_EVERY
    for position, node in zip(range(kills), cycle(cluster.nodes), strict=False):
        await calls_of(KILL_EVERY * (position + 1))
        node.kill()
        await asyncio.to_thread(node.start)
    await calls_of(SECONDS)
    return kills


def wrong(watchers: list[Watcher], reported: dict[str, str]) -> list[Shown]:
    """Return each beacon that was another agent's, went back, or was not what another page showed of that version."""
    agreed: dict[tuple[str, int], Shown] = {}
    found = []
    for watcher in watchers:
        version = 0
        for shown in watcher.seen:
            is_own = shown.number is None or reported[shown.number] == watcher.login_name
            same = agreed.setdefault((watcher.login_name, shown.version), shown) == shown
            if not is_own or not same or shown.version < version:
                found.append(shown)
            version = shown.version
    return found
