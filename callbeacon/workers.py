"""Several processes that serve one socket; a worker that dies is replaced.

Each holds the end of a pipe. Whatever ends this process, by intention or not, closes the other ends, and that ends the
workers: none is left behind.
"""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

import structlog

from callbeacon.logs import configure_logging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

    from callbeacon.settings import Settings

log = structlog.get_logger(__name__)

# A fork would inherit connections and locks in whatever state they are.
SPAWN = multiprocessing.get_context("spawn")
SECONDS_TO_END = 6.0  # after draining; a little more than a server gives its open connections
PAUSE = 1.0  # before a worker that died is replaced, lest one that can't start burns a processor


@dataclass(slots=True, eq=False)
class Worker:
    """One process and our end of its pipe; ``is_ready`` once it serves."""

    process: SpawnProcess
    pipe: Connection
    is_ready: bool = False


def run_workers(
    settings: Settings, listening: socket.socket, when_ready: Callable[[], None]
) -> None:
    """Serve until interrupted; exit with 1 when a worker can't even start the first time."""
    _empty(settings.data_dir / "metrics")
    with _interruptions() as interrupted:
        workers = [_start(settings, listening) for _ in range(settings.workers)]
        try:
            if _await_readiness(workers, interrupted):
                when_ready()
                _replace_the_dead(workers, interrupted, lambda: _start(settings, listening))
        finally:
            _end(workers, within=settings.drain_seconds + SECONDS_TO_END)


def _empty(directory: Path) -> None:
    """Make the directory in which workers share their figures, without those of earlier ones."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)


def _start(settings: Settings, listening: socket.socket) -> Worker:
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=_work, args=(settings, listening, theirs))
    process.start()
    theirs.close()
    return Worker(process, ours)


def _work(settings: Settings, listening: socket.socket, pipe: Connection) -> None:
    """Serve in a process of its own; a terminal's Ctrl-C reaches it too, and is no failure."""
    from callbeacon.server import run  # noqa: PLC0415  # it imports this module

    configure_logging(settings.log_level)
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # until the server listens for them
    run(settings, listening, lambda: pipe.send(True), until_closed=pipe)


@contextmanager
def _interruptions() -> Iterator[socket.socket]:
    """Give a socket that has something to read after SIGINT or SIGTERM."""
    reader, writer = socket.socketpair()
    caught = (signal.SIGINT, signal.SIGTERM)
    with reader, writer:
        before = [signal.signal(each, lambda *_: writer.send(b"!") and None) for each in caught]
        try:
            yield reader
        finally:
            for each, handler in zip(caught, before, strict=True):
                signal.signal(each, handler)


def _await_readiness(workers: list[Worker], interrupted: socket.socket) -> bool:
    """Wait until all serve; False when interrupted before."""
    while waiting := {worker.pipe: worker for worker in workers if not worker.is_ready}:
        for ready in wait([interrupted, *waiting]):
            if not isinstance(ready, Connection):
                return False
            try:
                ready.recv()
            except EOFError:
                raise SystemExit(1) from None  # it has said why
            waiting[ready].is_ready = True
    return True


def _replace_the_dead(
    workers: list[Worker], interrupted: socket.socket, start: Callable[[], Worker]
) -> None:
    while interrupted not in wait([interrupted, *(each.process.sentinel for each in workers)]):
        for dead in [each for each in workers if not each.process.is_alive()]:
            log.error("worker_died", exit_code=dead.process.exitcode)
            dead.pipe.close()
            workers.remove(dead)
            if interrupted in wait([interrupted], timeout=PAUSE):
                return
            workers.append(start())


def _end(workers: list[Worker], *, within: float) -> None:
    for worker in workers:
        worker.pipe.close()
    deadline = time.monotonic() + within
    for worker in workers:
        worker.process.join(max(0.0, deadline - time.monotonic()))
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
