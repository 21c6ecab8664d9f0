"""A process that is killed: what it has answered is on disk."""

import asyncio
import sqlite3
from itertools import count
from pathlib import Path

import httpx

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.preparing import prepare
from tests.builders import a_source, a_user, an_rpc
from tests.running import RunningServer, running_server
from tests.waiting import eventually

POSTERS = 16
ROUNDS = 3
ENOUGH = 150  # acknowledged calls in a round before the kill

LOGIN_NAMES = ["ann", "ben", "eva", "tom"]


async def post_calls(
    client: httpx.AsyncClient,
    server: RunningServer,
    login_name: str,
    *,
    numbers: "count[int]",
    acknowledged: list[str],
) -> None:
    """Report one call after another, each with a number of its own, until the server is gone."""
    while True:
        number = f"+1416{next(numbers):07}"
        try:
            answer = await client.post(server.rpc_url, json=an_rpc(login_name, "CONNECTED", number))
        except httpx.TransportError:
            return
        assert answer.json()["result"] is None
        acknowledged.append(number)


async def post_until_killed(
    server: RunningServer, auth: httpx.BasicAuth, numbers: "count[int]"
) -> list[str]:
    """Let all posters post at once, kill the server in the middle, and return what was acknowledged."""
    acknowledged: list[str] = []
    async with httpx.AsyncClient(auth=auth, timeout=30) as client, asyncio.TaskGroup() as group:
        for poster in range(POSTERS):
            login_name = LOGIN_NAMES[poster % len(LOGIN_NAMES)]
            group.create_task(
                post_calls(client, server, login_name, numbers=numbers, acknowledged=acknowledged)
            )
        await eventually(lambda: len(acknowledged) >= ENOUGH, within=60)
        server.kill()
    return acknowledged


def numbers_in_the_ledger(file: Path) -> set[str]:
    with sqlite3.connect(file) as database:
        return {number for (number,) in database.execute("SELECT phone_number FROM inbound_call")}


async def test_a_process_killed_with_sigkill_under_load_loses_no_acknowledged_call(
    tmp_path: Path,
) -> None:
    data_dir, numbers, acknowledged = tmp_path / "var", count(), set[str]()
    async with site_for(read_settings({"CALLBEACON_DATA_DIR": str(data_dir)})) as site:
        await prepare(site.database)
        auth = await a_source(site)
        for login_name in LOGIN_NAMES:
            await a_user(site, login_name)

    with running_server(data_dir) as server:
        for _ in range(ROUNDS):
            acknowledged.update(await post_until_killed(server, auth, numbers))
            server.start()

    lost = acknowledged - numbers_in_the_ledger(data_dir / "callbeacon.sqlite")

    print(f"{len(acknowledged)} calls acknowledged, {len(lost)} lost")
    assert len(acknowledged) >= ROUNDS * ENOUGH
    assert lost == set()
