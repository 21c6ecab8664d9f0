"""A node whose system clock jumps while calls go on, an hour forth and then two hours back: nobody notices.

The node runs with libfaketime. Its monotonic clock goes on, as the kernel's does when somebody sets the time.
"""

import asyncio
import os
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from tests.benchmarks.pages import Process
from tests.builders import PASSWORD
from tests.failures.cluster import RIGHT_WITHIN, Cluster, running_cluster
from tests.running import RunningServer
from tests.servers import Postgres, Valkey
from tests.ui.socket import signed_in
from tests.waiting import eventually

HOUR = 3600
IDLE_SECONDS = 2.0
MOST_OF_A_CORE = (
    0.5  # while nothing happens; a timer that comes round at once would take all of one
)
KNOWN = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
)


@pytest.fixture
def clock_library() -> str:
    """Name the library that sets a process's clock; fail, never skip, without one."""
    found = os.environ.get("CALLBEACON_TEST_CLOCK") or next(filter(os.path.exists, KNOWN), None)
    if found is None:
        pytest.fail("This test needs libfaketime: `make test` finds or installs it.")
    return found


class SystemClock:
    """What one node takes for the time; the library looks it up in a file every second."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.set(0)

    def set(self, seconds: int) -> None:
        """Put it so many seconds before the true time, or behind it."""
        # Replaced, because the library may look at any moment.
        written = self._file.with_suffix(".new")
        written.write_text(f"{seconds:+}\n")
        written.replace(self._file)

    async def run(self, node: RunningServer, library: str) -> None:
        """Start the node anew by this clock."""
        node.kill()
        node.load_before(
            library,
            FAKETIME_TIMESTAMP_FILE=str(self._file),
            FAKETIME_CACHE_DURATION="1",
            FAKETIME_DONT_FAKE_MONOTONIC="1",
            NO_FAKE_STAT="1",
        )
        await asyncio.to_thread(node.start)


@pytest.mark.timeout(240)
async def test_a_node_whose_system_clock_jumps_under_load_loses_nothing_and_goes_on_as_before(
    tmp_path: Path, own_postgres: Postgres, own_valkey: Valkey, clock_library: str
) -> None:
    async with running_cluster(tmp_path, own_postgres, own_valkey) as cluster:
        clock, node = SystemClock(tmp_path / "clock"), cluster.nodes[0]
        await clock.run(node, clock_library)
        cookies = [await signed_in(node.url, "agent-0", PASSWORD)]
        async with cluster.watched() as watchers:
            for offset in (HOUR, -HOUR, 0):
                opened = [watcher.opened for watcher in watchers]
                async with cluster.under_load():
                    await cluster.some_more()
                    clock.set(offset)
                    await eventually(lambda offset=offset: is_off_by(node, offset))  # type: ignore[misc]  # bound now
                    await cluster.some_more()

                await eventually(lambda: cluster.are_right(watchers), within=RIGHT_WITHIN)
                assert await cluster.is_ready()
                assert [watcher.opened for watcher in watchers] == opened, "no page was thrown out"
                cookies.append(await signed_in(node.url, "agent-0", PASSWORD))
                assert await good_everywhere(cluster, cookies)
                assert await share_of_a_core(node) < MOST_OF_A_CORE
        assert await cluster.lost() == set()
        assert await cluster.calls_that_run() == len(cluster.tokens)


async def good_everywhere(cluster: Cluster, cookies: list[str]) -> bool:
    """Tell whether both nodes know all these sessions, begun by whatever clock."""
    async with httpx.AsyncClient(timeout=20) as http:
        answers = [
            await http.get(
                f"{node.url}/graphql", params={"query": "{ me { id } }"}, headers={"Cookie": cookie}
            )
            for node in cluster.nodes
            for cookie in cookies
        ]
    return [answer.status_code for answer in answers] == [200] * len(answers)


async def is_off_by(node: RunningServer, seconds: int) -> bool:
    """Tell whether the node's answers are dated so many seconds off."""
    async with httpx.AsyncClient(timeout=20) as http:
        answer = await http.get(f"{node.url}/health/live")
    off = parsedate_to_datetime(answer.headers["date"]) - datetime.now(UTC)
    return abs(off.total_seconds() - seconds) < HOUR / 10


async def share_of_a_core(node: RunningServer) -> float:
    """Tell how much of a processor's time the node takes while nothing is asked of it."""
    process, began = Process(pid=node.process_id), time.monotonic()
    used = process.milliseconds
    await eventually(lambda: time.monotonic() - began > IDLE_SECONDS)
    return (process.milliseconds - used) / 1000 / (time.monotonic() - began)
