"""Many pages that come back at once, to a server that has just been killed and started again."""

import asyncio
from pathlib import Path

import httpx

from tests.benchmarks.returning import Clients, Returned, come_back
from tests.benchmarks.staff import hire
from tests.running import RunningServer, running_server

PAGES = 100
RIGHT_WITHIN = 5.0  # seconds; tests/benchmarks/returning.py measures it


async def test_every_beacon_is_right_within_seconds_long_before_every_page_is_there(
    tmp_path: Path,
) -> None:
    _, cookies = await hire(tmp_path / "var", PAGES, calls=2)
    with running_server(tmp_path / "var") as server:
        server.kill()
        server.start()

        returned, readiness = await _return_to(server, cookies)

    assert len(returned.seconds) == len(returned.whole) == PAGES
    assert max(returned.seconds) < RIGHT_WITHIN
    assert max(returned.seconds) < max(returned.whole)
    assert readiness == {200}


async def _return_to(server: RunningServer, cookies: list[str]) -> tuple[Returned, set[int]]:
    """Let all come back, and ask meanwhile whether the server is ready."""
    clients = Clients(kind="pages", origins=[server.url], cookies=cookies)
    coming = asyncio.create_task(come_back(clients))
    readiness = set[int]()
    async with httpx.AsyncClient(base_url=server.url, timeout=20, trust_env=False) as balancer:
        while not coming.done():
            readiness.add((await balancer.get("/health/ready")).status_code)
            await asyncio.wait({coming}, timeout=0.2)
    return await coming, readiness
