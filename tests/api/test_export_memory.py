"""What a large export holds in memory while it is read."""

import asyncio
import tracemalloc

from httpx import AsyncClient
from litestar import Litestar
from litestar.types import Message

from models.calls.messages import CallStatus
from models.calls.tables import InboundCall
from models.calls.writer import update_call_state
from models.people.privileges import Viewer
from models.site import Site
from tests.api.asking import a_page
from tests.builders import a_message, a_source_id, a_user

CALLS = 6_000
MOST_BYTES = 3_000_000  # half of what the calls take when they are collected first
TURNS = 5  # of the loop that the client takes for each piece


async def many_calls(site: Site, agent: Viewer) -> None:
    """Copy one call until there are so many."""
    source_id = await a_source_id(site)
    for status in CallStatus:
        await update_call_state(site, a_message(agent.login_name, status, source_id=source_id))
    others = [f'"{each._meta.name}"' for each in InboundCall._meta.columns[1:]]
    names = ", ".join(others)
    async with site.database.transaction():
        await site.database.fetch(
            f"""
            WITH RECURSIVE place(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM place WHERE n < {CALLS})
            INSERT INTO inbound_call (id, {names})
            SELECT substr(id, 1, 24) || printf('%012x', n), {names} FROM place, inbound_call
            """  # our own names
        )


async def test_a_large_export_is_sent_as_it_is_read_however_slow_the_client(
    app: Litestar, app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    page = await a_page(app_client, app_site, agent)
    await many_calls(app_site, agent)
    lines, is_over = 0, asyncio.Event()

    async def receive() -> Message:
        await is_over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal lines
        if message["type"] == "http.response.body":
            lines += message["body"].count(b"\n")
            if not message["more_body"]:
                is_over.set()
        for _ in range(TURNS):
            await asyncio.sleep(0)

    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    await app(_asking(app_client, page.headers), receive, send)  # type: ignore[arg-type]  # Litestar's own scope
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert lines == CALLS + 1
    assert most - before < MOST_BYTES


def _asking(client: AsyncClient, headers: dict[str, str]) -> dict[str, object]:
    request = client.build_request("GET", "/calls.csv", headers=headers)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/calls.csv",
        "raw_path": b"/calls.csv",
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 1),
        "server": ("callbeacon.test", 80),
    }
