"""The one line in which all writes of this process stand: call messages first, in batches, everything else behind.

A commit that waits for the disk costs about the same for one row as for a hundred. So the messages that wait are taken
together, written in one transaction, and answered only after its commit; nothing waits for a timer, and a single
message goes through at once.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

from models.database.interface import LocksCrossed
from models.errors import DatabaseDown, QueueFull
from models.metrics import MESSAGES, SECONDS, Histogram

if TYPE_CHECKING:
    from models.database import Database

log = structlog.get_logger(__name__)

LARGEST_BATCH = 256
LONGEST_QUEUE = 20_000
TRIES = 5

M = TypeVar("M")
R = TypeVar("R")
T = TypeVar("T")


@dataclass(slots=True)
class _Waiting(Generic[M]):
    item: M
    answer: asyncio.Future[Any]


class Writer(Generic[M, R]):
    """Supervise the line: one task takes batches of messages, and a job after each batch.

    Messages never overtake each other. A job is any other write, at most 50 ms long; it runs in a transaction of its
    own. On PostgreSQL jobs need no line and run at once.
    """

    def __init__(self, database: Database, *, longest_queue: int = LONGEST_QUEUE) -> None:
        self._database = database
        self._longest_queue = longest_queue
        self._messages: deque[_Waiting[M]] = deque()
        self._jobs: deque[_Waiting[Callable[[], Awaitable[Any]]]] = deque()
        self._wake = asyncio.Event()
        self._stopping = False
        self.batch_messages = Histogram(MESSAGES)
        self.commit_seconds = Histogram(SECONDS)
        self._task: asyncio.Task[None] | None = None
        self.messages_taken = 0

    def start(self, record: Callable[[Sequence[M]], Awaitable[Sequence[R | Exception]]]) -> None:
        """Begin; ``record`` writes a batch in one transaction, announces, and returns a result for each message."""
        self._record = record
        self._task = asyncio.create_task(self._run(), name="writer")

    async def stop(self) -> None:
        """Write what waits, then end; nothing is taken any more."""
        self._stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task

    @property
    def waiting(self) -> int:
        """Count what waits."""
        return len(self._messages) + len(self._jobs)

    async def submit(self, message: M) -> R:
        """Put a message in the line; return when it is on disk. Raises ``QueueFull``, ``DatabaseDown``.

        A caller who gives up waiting does not take the message back.
        """
        result: R = await self._stand_in(self._messages, message)
        return result

    async def run(self, job: Callable[[], Awaitable[T]]) -> T:
        """Run a job in a transaction that may write, and return its result after the commit.

        On PostgreSQL a job runs again when it and another waited for each other, so it changes nothing but the
        database.
        """
        if not self._database.is_sqlite:
            return await self._run_at_once(job)
        result: T = await self._stand_in(self._jobs, job)
        return result

    async def _run_at_once(self, job: Callable[[], Awaitable[T]]) -> T:
        # Within a transaction there is nothing to run again: all of it was rolled back.
        tries = 1 if self._database.transaction_exists() else TRIES
        for _ in range(tries - 1):
            try:
                async with self._database.transaction():
                    return await job()
            except LocksCrossed:
                log.warning("writing.locks_crossed")
        async with self._database.transaction():
            return await job()

    async def _stand_in(self, line: deque[_Waiting[Any]], item: Any) -> Any:
        if self._stopping or len(line) >= self._longest_queue:
            raise QueueFull
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        line.append(_Waiting(item, answer))
        self._wake.set()
        try:
            return await answer
        finally:
            # A refusal's traceback holds this frame, which would hold the refusal, and so the message, until a search
            # for garbage.
            del answer

    async def _run(self) -> None:
        while not (self._stopping and not self.waiting):
            await self._wake.wait()
            self._wake.clear()
            while self.waiting:
                try:
                    await self._take_batch()
                    await self._take_job()
                except Exception:  # noqa: BLE001, S112  # even logging fails when its pipe is closed
                    continue

    async def _take_batch(self) -> None:
        count = min(len(self._messages), LARGEST_BATCH)
        batch = [self._messages.popleft() for _ in range(count)]
        if not batch:
            return
        self.messages_taken += count
        began = time.perf_counter()
        try:
            results = await self._record([waiting.item for waiting in batch])
        except DatabaseDown as error:
            for waiting in batch:
                _refuse(waiting, _again(error))
            log.exception("writing.database_down", messages=len(batch))
        except Exception:
            # One bad row must fail alone, so each message gets a transaction of its own.
            for waiting in batch:
                await self._take_alone(waiting)
            log.exception("writing.batch_failed", messages=len(batch))
        else:
            self.batch_messages.observe(count)
            self.commit_seconds.observe(time.perf_counter() - began)
            for waiting, result in zip(batch, results, strict=True):
                _answer(waiting, result)

    async def _take_alone(self, waiting: _Waiting[M]) -> None:
        try:
            (result,) = await self._record([waiting.item])
        except Exception as error:  # noqa: BLE001  # the sender gets it, whatever it is
            _refuse(waiting, error)
        else:
            _answer(waiting, result)

    async def _take_job(self) -> None:
        if not self._jobs:
            return
        waiting = self._jobs.popleft()
        try:
            async with self._database.transaction():
                result = await waiting.item()
        except Exception as error:  # noqa: BLE001  # whoever asked gets it, and the line goes on
            _refuse(waiting, error)
        else:
            _answer(waiting, result)


def _again(error: DatabaseDown) -> DatabaseDown:
    """Make another of the same cause, since an exception that many senders share grows with each."""
    another = DatabaseDown(error.because)
    another.__cause__ = error.__cause__
    return another


def _answer(waiting: _Waiting[Any], result: object) -> None:
    if isinstance(result, Exception):
        _refuse(waiting, result)
    elif not waiting.answer.done():
        waiting.answer.set_result(result)


def _refuse(waiting: _Waiting[Any], error: Exception) -> None:
    if not waiting.answer.done():
        waiting.answer.set_exception(error)
