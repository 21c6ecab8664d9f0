"""The whole app behind a real socket in the test's own process, so that a test sees what it holds."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import uvicorn
from litestar import Litestar

from api.app import LARGEST_BODY
from callbeacon.server import PING_SECONDS
from tests.servers import free_port
from tests.waiting import eventually


@contextlib.asynccontextmanager
async def serving(app: Litestar) -> AsyncIterator[int]:
    """Serve the app, whose lifespan somebody else keeps; give the port of 127.0.0.1."""
    config = uvicorn.Config(
        app,
        port=free_port(),
        log_level=logging.WARNING,
        lifespan="off",
        ws="websockets-sansio",
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_per_message_deflate=False,
        ws_max_size=LARGEST_BODY,
    )
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]  # the test's own
    running = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    try:
        yield config.port
    finally:
        server.should_exit = server.force_exit = True
        await running
