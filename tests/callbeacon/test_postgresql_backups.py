"""A PostgreSQL database is dumped by its own tools while calls are written, and restored elsewhere."""

import asyncio
import subprocess
from itertools import count
from pathlib import Path

import asyncpg
import httpx

from models.site import Site
from tests.builders import a_source, a_user, an_rpc
from tests.running import running_server
from tests.servers import Postgres
from tests.waiting import eventually


async def test_a_dump_under_load_holds_every_call_acknowledged_before_it_and_none_that_was_not_sent(
    postgres: Postgres, postgres_site: Site, postgres_url: str, tmp_path: Path
) -> None:
    auth = await a_source(postgres_site)
    await a_user(postgres_site, "ann")
    source = str(postgres_site.database.config["dsn"])  # type: ignore[attr-defined]  # Piccolo's
    numbers, sent, acknowledged = count(), set[str](), set[str]()
    tools, dump = postgres.tools, tmp_path / "dump"

    async def post(client: httpx.AsyncClient, url: str) -> None:
        while True:
            number = f"+1416{next(numbers):07}"
            sent.add(number)
            answer = await client.post(url, json=an_rpc("ann", "CONNECTED", number))
            assert answer.json()["result"] is None
            acknowledged.add(number)

    with running_server(tmp_path / "var", DATABASE_URL=source) as server:
        async with httpx.AsyncClient(auth=auth, timeout=30) as client:
            posting = [asyncio.create_task(post(client, server.rpc_url)) for _ in range(4)]
            await eventually(lambda: len(acknowledged) >= 50, within=30)
            before = set(acknowledged)
            await _run(tools / "pg_dump", "--format=custom", f"--file={dump}", source)
            during = set(sent)
            for each in posting:
                each.cancel()
            await asyncio.gather(*posting, return_exceptions=True)
    await _run(
        *(tools / "pg_restore", "--no-owner", "--exit-on-error"),
        *(f"--dbname={postgres_url}", dump),
    )

    restored = await _numbers(postgres_url)
    assert before <= restored <= during


async def _numbers(url: str) -> set[str]:
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch("SELECT phone_number FROM inbound_call")
    finally:
        await connection.close()
    return {row["phone_number"] for row in rows}


async def _run(*command: str | Path) -> None:
    words = [str(word) for word in command]
    await asyncio.to_thread(subprocess.run, words, check=True, capture_output=True)
