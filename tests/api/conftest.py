"""What the tests of the interfaces share."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
import uvicorn
from litestar import Litestar

from callbeacon.installation import site_for
from callbeacon.settings import Settings
from models.site import Site
from tests.builders import a_source, an_rpc
from tests.running import RunningServer
from tests.waiting import eventually

Send: TypeAlias = Callable[..., Awaitable[None]]


@pytest.fixture
def app_site(app: Litestar) -> Site:
    """Give the site that the app in this process serves."""
    site: Site = app.state.site
    return site


@pytest.fixture
async def server_site(server: RunningServer, settings: Settings) -> AsyncIterator[Site]:
    """Open the database of the server in this process too, as its command line does."""
    async with site_for(settings) as opened:
        yield opened


@pytest.fixture
async def send(server: RunningServer, server_site: Site) -> AsyncIterator[Send]:
    """Send calls to the server as a telephony server does."""
    auth = await a_source(server_site)
    async with httpx.AsyncClient(auth=auth) as client:

        async def send(*params: object) -> None:
            answer = await client.post(server.rpc_url, json=an_rpc(*params))
            assert answer.json()["result"] is None

        yield send


@pytest.fixture
async def served(app: Litestar) -> AsyncIterator[str]:
    """Serve the app in this process by the same protocols as the real server, and say where."""
    config = uvicorn.Config(
        app,
        port=0,
        http="httptools",
        ws="websockets-sansio",
        lifespan="off",
        log_level="warning",
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving
