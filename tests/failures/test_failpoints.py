"""A node that is killed between any two steps of a message's path: the sender's repeat makes one call of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.builders import an_rpc
from tests.failures.cluster import READY, RIGHT_WITHIN, Cluster, Watcher, running_cluster
from tests.failures.failing import FAILPOINTS
from tests.servers import Postgres, Valkey
from tests.waiting import eventually

STORED = {"committed, not announced", "announced, not answered"}


@pytest.fixture
async def cluster(
    tmp_path: Path, own_postgres: Postgres, own_valkey: Valkey
) -> AsyncIterator[Cluster]:
    async with running_cluster(tmp_path, own_postgres, own_valkey, agents=1) as running:
        yield running


async def test_a_node_killed_at_any_step_leaves_one_call_and_right_beacons(
    cluster: Cluster,
) -> None:
    node = cluster.nodes[0]
    async with cluster.watched(pages=4) as watchers, httpx.AsyncClient(auth=cluster.auth) as http:
        for position, failpoint in enumerate(FAILPOINTS):
            node.kill()
            node.change("tests.failures.failing", TEST_FAILPOINT=failpoint)
            await asyncio.to_thread(node.start)
            await check(cluster, watchers, http, failpoint, f"+1416555{position:04}")
        node.change()
        await asyncio.to_thread(node.start)

        assert await cluster.is_ready()


async def check(
    cluster: Cluster, watchers: list[Watcher], http: httpx.AsyncClient, failpoint: str, number: str
) -> None:
    """Report a call to the node that dies of it; look at what is left; report it again to the other one."""
    dying, other = cluster.nodes
    message = an_rpc("agent-0", "CONNECTED", number)

    with pytest.raises(httpx.TransportError):
        await http.post(dying.rpc_url, json=message)
    await eventually(lambda: not dying.is_running)
    assert await cluster.calls_from(number) == (1 if failpoint in STORED else 0), failpoint
    await eventually(lambda: cluster.are_right(watchers), within=RIGHT_WITHIN)
    assert await cluster.readiness(1) == READY
    repeated = await http.post(other.rpc_url, json=message)

    assert repeated.json()["result"] is None
    assert await cluster.calls_from(number) == 1, failpoint
    await eventually(lambda: all(each.seen[-1].number == number for each in watchers))
