"""How a server ends: first it is not ready, then its pages are sent away, and nothing that was asked is left out."""

import asyncio
import os
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from tests.benchmarks.staff import hire
from tests.builders import SOURCE, an_rpc
from tests.running import RunningServer, running_server
from tests.ui.socket import SocketPage, socket_page
from tests.waiting import eventually

PAGES = 5
SERVICE_RESTART = 1012


async def test_a_server_that_is_to_end_answers_while_it_is_not_ready(tmp_path: Path) -> None:
    token, _ = await hire(tmp_path, 1)
    with running_server(tmp_path, DRAIN_SECONDS="60") as server:
        async with httpx.AsyncClient(auth=(SOURCE, token), timeout=20) as client:
            before = await client.post(server.rpc_url, json=an_rpc("agent0", "CONNECTED", "1"))

            os.kill(server.process_id, signal.SIGTERM)
            await eventually(lambda: is_draining(client, server))
            live = await client.get(f"{server.url}/health/live")
            after = await client.post(server.rpc_url, json=an_rpc("agent0", "CONNECTED", "2"))
        os.kill(server.process_id, signal.SIGTERM)  # a second one is meant
        await eventually(lambda: not server.is_running, within=20)

    assert live.status_code == 200
    assert (before.json()["result"], after.json()["result"]) == (None, None)
    assert "connection" not in before.headers
    assert after.headers["connection"] == "close"


async def is_draining(client: httpx.AsyncClient, server: RunningServer) -> bool:
    answer = await client.get(f"{server.url}/health/ready")
    return answer.status_code == 503 and answer.json()["is_draining"] is True


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_pages_are_told_to_come_again_and_not_taken_apart(
    tmp_path: Path, how: signal.Signals
) -> None:
    _, cookies = await hire(tmp_path, PAGES)
    with running_server(tmp_path, DRAIN_SECONDS="0") as server:
        async with AsyncExitStack() as stack:
            pages = [
                await stack.enter_async_context(socket_page(server.url, cookie=cookie))
                for cookie in cookies
            ]

            os.kill(server.process_id, how)
            codes = await asyncio.gather(*(close_code(page) for page in pages))
            await eventually(lambda: not server.is_running, within=20)

    assert codes == [SERVICE_RESTART] * PAGES
    # Nothing was cut off in the middle, which would be a traceback for each page.
    assert len(server.log.read_text().splitlines()) == 1


async def close_code(page: SocketPage) -> int | None:
    try:
        while True:
            await page.take()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
