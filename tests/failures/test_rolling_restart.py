"""One node after the other is restarted under calls, as an upgrade does: no message fails, and no beacon is late."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.failures.cluster import RIGHT_WITHIN, Cluster, Watcher, running_cluster
from tests.failures.steady_load import SteadyLoad
from tests.failures.test_balanced_cluster import wrong
from tests.running import RunningServer
from tests.servers import Postgres, Valkey
from tests.waiting import eventually

# `make cluster-restart` asks for more, and says how late the latest beacon was.
RATE = int(os.environ.get("CALLBEACON_TEST_CALLS_A_SECOND", "20"))
ROUNDS = int(os.environ.get("CALLBEACON_TEST_RESTARTS", "1"))
AGENTS = max(10, RATE // 4)
# What a slow machine may need; the aim, which `make cluster-restart` measures, is 3 seconds.
LATEST = float(os.environ.get("CALLBEACON_TEST_LATEST_BEACON", "20"))
SECONDS_TO_END = 20


@pytest.fixture
async def cluster(
    tmp_path: Path, own_postgres: Postgres, own_valkey: Valkey
) -> AsyncIterator[Cluster]:
    async with running_cluster(tmp_path, own_postgres, own_valkey, agents=AGENTS) as running:
        yield running


@pytest.mark.timeout(240)
async def test_a_rolling_restart_fails_no_message_and_shows_every_beacon_in_time(
    cluster: Cluster,
) -> None:
    load = SteadyLoad(cluster=cluster, calls_a_second=RATE)
    async with cluster.watched(through_the_balancer=True) as watchers:
        async with load.going_on():
            await begun(load, RATE)
            for node in cluster.nodes * ROUNDS:
                await restart(node)
                await eventually(cluster.is_ready, within=30)
                await begun(load, load.begun + RATE)

        await eventually(lambda: cluster.are_right(watchers), within=RIGHT_WITHIN)
        assert await cluster.is_ready()
    late = lateness(watchers, load)
    print(
        f"\n{len(watchers)} pages, {2 * ROUNDS} restarts; {load.summary()}; {len(late)} beacons, the latest "
        f"{max(late):.2f} s after its message was first sent"
    )
    assert await cluster.lost() == set()
    assert load.given_up == 0
    assert wrong(watchers, load.reported) == []
    assert max(late) < LATEST


async def restart(node: RunningServer) -> None:
    """End the node as a supervisor does, and start it again."""
    os.kill(node.process_id, signal.SIGTERM)
    await eventually(lambda: not node.is_running, within=SECONDS_TO_END)
    await asyncio.to_thread(node.start)


async def begun(load: SteadyLoad, calls: int) -> None:
    """Return when so many calls were begun."""
    await eventually(lambda: load.begun >= calls, within=60)


def lateness(watchers: list[Watcher], load: SteadyLoad) -> list[float]:
    """Tell how long after its message each beacon was first seen on a page of its agent."""
    first: dict[str, float] = {}
    for watcher in watchers:
        for shown, at in zip(watcher.seen, watcher.seen_at, strict=True):
            if shown.number is not None and shown.is_flashing:
                first[shown.number] = min(at, first.get(shown.number, at))
    return [at - load.sent_at[number] for number, at in first.items()]
