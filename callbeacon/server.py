"""Run the app in uvicorn, with what Callbeacon needs of it."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import signal
import socket
import sys
import time
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import uvicorn

from api.app import LARGEST_BODY
from api.health import begin_draining
from callbeacon.app import create_app
from callbeacon.h2c import UpgradeDecliningProtocol
from callbeacon.memory import collect_rarely
from callbeacon.settings import WrongSetting
from callbeacon.sockets import LeavingSocketProtocol
from callbeacon.workers import run_workers

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from types import FrameType

    from litestar import Litestar

    from callbeacon.settings import Settings

PING_SECONDS = 5
SHUTDOWN_SECONDS = 3
BACKLOG = 2048
# Seconds for which one thread may keep Python's lock from another. A statement of the database ends in a thread of its
# own, which with Python's five milliseconds waits longer for a busy event loop than for the disk.
LONGEST_TURN = 0.0005
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
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        http=UpgradeDecliningProtocol,
        ws=LeavingSocketProtocol,
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
        Server(
            config,
            when_ready,
            begin_draining=partial(begin_draining, app),
            forget_listeners=partial(_forget_listeners, app),
            drain_seconds=settings.drain_seconds,
            until_closed=until_closed,
        ).run([listening])


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
    """Say so as soon as it listens, drain before it ends, and end with the process that started it."""

    def __init__(
        self,
        config: uvicorn.Config,
        when_ready: Callable[[], None],
        *,
        begin_draining: Callable[[], None],
        forget_listeners: Callable[[], None],
        drain_seconds: float,
        until_closed: Connection | None = None,
    ) -> None:
        super().__init__(config)
        self._when_ready = when_ready
        self._begin_draining, self._drain_seconds = begin_draining, drain_seconds
        self._forget_listeners = forget_listeners
        self._ends_at: float | None = None
        self._until_closed = until_closed
        self._rest: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start; what is in memory then stays for good and need not be collected."""
        await super().startup(sockets)
        collect_rarely()
        sys.setswitchinterval(LONGEST_TURN)
        if self.started:
            self._when_ready()
            self._watch_pipe()
            self._rest = asyncio.create_task(asyncio.to_thread(_import_the_rest))

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Drain first at SIGTERM; a second signal, or Ctrl-C, ends at once."""
        if sig == signal.SIGTERM and self._ends_at is None and self.started:
            self._captured_signals.append(sig)
            self._drain()
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Tell whether it is time to end."""
        if self._ends_at is not None and time.monotonic() >= self._ends_at:
            self.should_exit = True
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close every socket, answer what is asked, write what waits; pages are not taken apart (see ``sockets``)."""
        are_pages_left = any(
            isinstance(each, LeavingSocketProtocol) for each in self.server_state.connections
        )
        self._forget_listeners()
        await super().shutdown(sockets)
        if are_pages_left and signal.SIGTERM not in self._captured_signals:  # which ends it anyway
            _end_at_once()

    def _drain(self) -> None:
        self._begin_draining()
        self._ends_at = time.monotonic() + self._drain_seconds

    def _watch_pipe(self) -> None:
        if self._until_closed is not None:
            descriptor, loop = self._until_closed.fileno(), asyncio.get_running_loop()
            loop.add_reader(descriptor, self._end, loop, descriptor)

    def _end(self, loop: asyncio.AbstractEventLoop, descriptor: int) -> None:
        loop.remove_reader(descriptor)
        self._drain()


def _forget_listeners(app: Litestar) -> None:
    app.state.site.bus.forget_listeners()


def _end_at_once() -> None:
    """End the process without cancelling what is left in it, which would take every page apart."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _import_the_rest() -> None:
    for module in IMPORTED_LATE:
        import_module(module)
