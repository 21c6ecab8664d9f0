"""Run the app in uvicorn, with what Callbeacon needs of it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
from importlib import import_module
from typing import TYPE_CHECKING

import uvicorn

from api.app import LARGEST_BODY
from callbeacon.app import create_app
from callbeacon.h2c import UpgradeDecliningProtocol
from callbeacon.settings import WrongSetting
from callbeacon.workers import run_workers

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from callbeacon.settings import Settings

PING_SECONDS = 5
SHUTDOWN_SECONDS = 3
BACKLOG = 2048
# What is imported late, so that serving begins sooner; an agent's first script should not have to wait for it.
IMPORTED_LATE = ("models.scripts.rendering",)


def serve(settings: Settings, when_ready: Callable[[], None]) -> None:
    """Serve until interrupted, in as many processes as are set; open connections get a few seconds to end."""
    with _listen(settings) as listening:
        if settings.workers == 1:
            run(settings, listening, when_ready)
        else:
            run_workers(settings, listening, when_ready)


def run(
    settings: Settings,
    listening: socket.socket,
    when_ready: Callable[[], None],
    *,
    until_closed: Connection | None = None,
) -> None:
    """Serve in this process, until interrupted or until the other end of a pipe is closed."""
    # A page holds many small objects for hours. Collections of the oldest ones stop everything for tens of
    # milliseconds and free next to nothing, so they are made rare.
    gc.set_threshold(100_000, 50, 100)
    config = uvicorn.Config(
        create_app(settings),
        http=UpgradeDecliningProtocol,
        ws="websockets-sansio",
        loop="uvloop",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_per_message_deflate=False,
        ws_max_size=LARGEST_BODY,  # 1009 to whoever sends more, before it is read
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    # uvicorn raises the signal again when everything is closed; an operator's Ctrl-C is no failure.
    with contextlib.suppress(KeyboardInterrupt):
        Server(config, when_ready, until_closed=until_closed).run([listening])


def _listen(settings: Settings) -> socket.socket:
    """Take the port before anything else begins; raise ``WrongSetting`` when it can't be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        cause = str(error.strerror).partition(" (")[
            0
        ]  # Python adds the address, which is said already
        raise WrongSetting(
            "PORT", f"{settings.port} of {settings.host} can't be used: {cause}."
        ) from error


class Server(uvicorn.Server):
    """Say so as soon as it listens, and end with the process that started it."""

    def __init__(
        self,
        config: uvicorn.Config,
        when_ready: Callable[[], None],
        *,
        until_closed: Connection | None = None,
    ) -> None:
        super().__init__(config)
        self._when_ready = when_ready
        self._until_closed = until_closed
        self._rest: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then freeze what is in memory: it stays for good and need not be collected."""
        await super().startup(sockets)
        gc.freeze()
        if self.started:
            self._when_ready()
            self._watch_pipe()
            self._rest = asyncio.create_task(asyncio.to_thread(_import_the_rest))

    def _watch_pipe(self) -> None:
        if self._until_closed is not None:
            descriptor, loop = self._until_closed.fileno(), asyncio.get_running_loop()
            loop.add_reader(descriptor, self._end, loop, descriptor)

    def _end(self, loop: asyncio.AbstractEventLoop, descriptor: int) -> None:
        loop.remove_reader(descriptor)
        self.should_exit = True


def _import_the_rest() -> None:
    for module in IMPORTED_LATE:
        import_module(module)
