"""PostgreSQL on a full disk: messages are refused with a cause, and space alone heals it; no node is started again.

Without space for a table PostgreSQL refuses what it is told. Without space for its log it ends, and its supervisor
starts it in vain until there is some.
"""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.builders import an_rpc
from tests.failures.cluster import RIGHT_WITHIN, Cluster, memory_of, running_cluster
from tests.failures.small_disk import SmallPostgres, running_small_postgres
from tests.servers import Valkey
from tests.waiting import eventually

FULL = {"database": "down", "bus": "up", "database_down_because": "DiskFullError"}
STARTED_WITHIN = (
    30  # seconds until PostgreSQL, if it had ended, is there again and has read its log
)
STATE = "query ($login: String!) { userCallState(loginName: $login) { version } }"
# What each node is sent while it refuses. Had it kept that, it would hold 9 MB more than before.
REFUSED, SIZE = 600, 15_000


@pytest.fixture
async def small_postgres() -> AsyncIterator[SmallPostgres]:
    async with running_small_postgres() as server:
        yield server


@pytest.fixture
async def cluster(
    tmp_path: Path, small_postgres: SmallPostgres, own_valkey: Valkey
) -> AsyncIterator[Cluster]:
    async with running_cluster(tmp_path, small_postgres, own_valkey) as running:
        yield running


@pytest.mark.parametrize("has_log", [True, False], ids=["log goes on", "log ends"])
async def test_while_postgresql_has_no_space_messages_are_refused_and_afterwards_all_is_right(
    cluster: Cluster, small_postgres: SmallPostgres, has_log: bool
) -> None:
    async with cluster.watched() as watchers:
        async with cluster.under_load():
            await cluster.some_more()
        await small_postgres.begin_new_log()
        small_postgres.disk.fill()
        statuses = [await fill(cluster, node) for node in range(2)]
        if not has_log:
            await small_postgres.fill_log()
        statuses += await asyncio.gather(*(refused(cluster, node) for node in range(2)))
        unready = [await cluster.readiness(node) for node in range(2)]
        if has_log:
            assert await cluster.are_right(watchers), "reading goes on"
            assert await states_read(cluster) == len(cluster.tokens)
        small_postgres.disk.free()

        await eventually(small_postgres.takes_connections, within=STARTED_WITHIN)
        await eventually(cluster.is_ready, within=RIGHT_WITHIN)
        async with cluster.under_load():
            await cluster.some_more()
        await eventually(lambda: cluster.are_right(watchers), within=RIGHT_WITHIN)
        assert await cluster.is_ready()
    assert statuses == [{503}] * 4
    assert unready == [FULL] * 2
    assert await cluster.lost() == set()


async def fill(cluster: Cluster, node: int) -> set[int]:
    """Report calls to a node until it refuses one, and return what it answered then.

    The next one may find room again: PostgreSQL clears a page once nobody reads what was replaced on it.
    """
    async with httpx.AsyncClient(auth=cluster.auth, timeout=20) as http:
        for position in count(1000 + 4000 * node):
            call = an_rpc("agent-0", "CONNECTED", number(position))
            answer = await http.post(cluster.nodes[node].rpc_url, json=call)
            if answer.json().get("result", "refused") is not None:
                return {answer.status_code}
            cluster.acknowledged.append(number(position))
    raise AssertionError("There is always a next call.")


async def refused(cluster: Cluster, node: int) -> set[int]:
    """Report many large calls to a node and return what it answered; it may keep none of them."""
    url, before = cluster.nodes[node].rpc_url, memory_of(cluster.nodes[node].process_id)
    statuses = set[int]()
    async with httpx.AsyncClient(auth=cluster.auth, timeout=20) as http:

        async def post(positions: range) -> None:
            for position in positions:
                call = a_call(position)
                answer = await http.post(url, json=call)
                if answer.json().get("result", "refused") is None:  # a page had room for it
                    cluster.acknowledged.append(number(position))
                else:
                    statuses.add(answer.status_code)

        await asyncio.gather(*(post(range(part, REFUSED, 8)) for part in range(8)))
    assert memory_of(cluster.nodes[node].process_id) - before < REFUSED * SIZE
    return statuses


def a_call(position: int) -> dict[str, object]:
    details = {"note": "x" * SIZE}
    return an_rpc(f"agent-{position % 4}", "CONNECTED", number(position), None, details)


def number(position: int) -> str:
    return f"+1647555{position:04}"


async def states_read(cluster: Cluster) -> int:
    """Count the agents whose tool is told their state now."""
    told = 0
    async with httpx.AsyncClient(timeout=20) as http:
        for login_name, token in cluster.tokens.items():
            body = {"query": STATE, "variables": {"login": login_name}}
            headers = {"Authorization": f"Bearer {token}"}
            url = f"{cluster.nodes[0].url}/graphql"
            answer = await http.post(url, json=body, headers=headers)
            told += "errors" not in answer.json()
    return told
