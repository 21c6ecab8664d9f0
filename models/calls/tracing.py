"""The way of a call to its agent, step by step, written behind: no message waits for its trace.

A message itself is traced with what it changed, in ``trace.py``. What happens after its answer (announced, delivered,
shown) is collected here in memory and written a moment later in a job; the click is written where it is made. What a
killed process had collected, less than a second of it, is lost: the calls are not.
"""

from __future__ import annotations

import asyncio
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

import structlog
from msgspec import Struct
from msgspec.structs import replace

from models.errors import Unavailable
from models.identifiers import made_at, new_id
from models.metrics import SECONDS, Histogram
from models.people.privileges import Privilege

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Database
    from models.site import Site

log = structlog.get_logger(__name__)

COLLECTED_FOR = 0.25  # seconds
LARGEST_JOB = 250
MOST_COLLECTED = 50_000
MOST_FRESH = 10_000  # calls whose way to the page is timed

INSERT = """
    INSERT INTO call_trace_step (id, inbound_call, at, step, times, detail)
    VALUES ($1, $2, $3, $4, $5, $6)
"""
# Rule 9: for a user without gCallUser the call is kept, and no beacon shows.
WITHOUT_BEACON = """
    SELECT c.id FROM inbound_call c
    WHERE {calls} AND NOT EXISTS (
        SELECT 1 FROM granted_privilege g WHERE g."user" = c."user" AND g.privilege = $2
    )
"""


class Step(StrEnum):
    """Name the steps of a call's way; ``RECEIVED`` is a message, ``NO_BEACON`` says why none showed."""

    RECEIVED = "RECEIVED"
    ANNOUNCED = "ANNOUNCED"
    NO_BEACON = "NO_BEACON"
    DELIVERED = "DELIVERED"
    SHOWN = "SHOWN"
    CLICKED = "CLICKED"


class TraceStep(Struct, frozen=True, kw_only=True):
    """Hold one step; ``times`` counts the pages it concerned."""

    call_id: UUID
    at: datetime
    step: Step
    times: int = 1
    detail: str | None = None


class Tracer:
    """Collect the steps of this process until they are written; steps of the same kind that follow fast become one."""

    def __init__(self) -> None:
        self._collected: dict[tuple[UUID, Step], TraceStep] = {}
        self._news = asyncio.Event()
        self.delivered_seconds = Histogram(SECONDS)
        self.shown_seconds = Histogram(SECONDS)
        # Calls that came while somebody followed: a page that is opened later shows its beacon no later for that.
        self._fresh: dict[UUID, None] = {}

    def announced(self, call_ids: Iterable[UUID], now: datetime) -> None:
        """Note that the bus was told of new calls."""
        for call_id in call_ids:
            self._collect(TraceStep(call_id=call_id, at=now, step=Step.ANNOUNCED))

    def delivered(self, call_id: UUID, now: datetime, *, was_following: bool = False) -> None:
        """Note that one more listener was handed a call's beacon; ``was_following`` already when the call came."""
        if was_following:
            self._keep_fresh(call_id)
            self.delivered_seconds.observe(_age(call_id, now))
        self._collect(TraceStep(call_id=call_id, at=now, step=Step.DELIVERED))

    def shown(self, call_id: UUID, now: datetime) -> None:
        """Note that one more page says that the beacon flashes."""
        if call_id in self._fresh:
            self.shown_seconds.observe(_age(call_id, now))
        self._collect(TraceStep(call_id=call_id, at=now, step=Step.SHOWN))

    async def run(self, site: Site) -> None:
        """Write what was collected, a moment after it came, for as long as the site is open."""
        while True:
            await self._news.wait()
            await asyncio.sleep(COLLECTED_FOR)
            try:
                await self.flush(site)
            except Exception:
                log.exception("tracing.not_written", steps=len(self._collected))

    async def flush(self, site: Site) -> None:
        """Write what was collected, in short jobs; what can't be written is kept for the next time."""
        self._news.clear()
        while self._collected:
            taken = [
                self._collected.popitem()[1] for _ in range(min(len(self._collected), LARGEST_JOB))
            ]
            try:
                await site.writer.run(partial(_write, site.database, taken))
            except Exception:
                for step in taken:
                    self._collect(step)
                raise

    async def close(self, site: Site) -> None:
        """Write what was collected last; without a database that is lost, and nothing waits for it."""
        try:
            await self.flush(site)
        except Unavailable:
            log.exception("tracing.not_written", steps=len(self._collected))

    def _keep_fresh(self, call_id: UUID) -> None:
        self._fresh[call_id] = None
        if len(self._fresh) > MOST_FRESH:
            del self._fresh[next(iter(self._fresh))]

    def _collect(self, step: TraceStep) -> None:
        before = self._collected.get((step.call_id, step.step))
        if before is not None:
            at = min(before.at, step.at)
            step = replace(before, at=at, times=before.times + step.times)
        elif len(self._collected) >= MOST_COLLECTED:
            return
        self._collected[step.call_id, step.step] = step
        self._news.set()


def _age(call_id: UUID, now: datetime) -> float:
    """Return the seconds since the call's message was applied; never less than 0, should a clock be set back."""
    return max(0.0, (now - made_at(call_id)).total_seconds())


async def write_steps(database: Database, steps: Sequence[TraceStep]) -> None:
    """Write steps in the current transaction, and log them: a call's id is the same on every node."""
    for each in steps:
        event = f"call.{each.step.lower()}"
        log.debug(
            event,
            call=str(each.call_id),
            at=each.at.isoformat(),
            times=each.times,
        )
    await database.execute_many(
        INSERT,
        [(new_id(), step.call_id, step.at, step.step, step.times, step.detail) for step in steps],
    )


async def _write(database: Database, steps: Sequence[TraceStep]) -> None:
    announced = {step.call_id: step for step in steps if step.step is Step.ANNOUNCED}
    rows = await database.fetch(
        WITHOUT_BEACON.format(calls=database.any_of("c.id", 1)),
        database.values(announced),
        Privilege.CALL_USER.value,
    )
    unseen = [
        replace(announced[row["id"]], step=Step.NO_BEACON, detail="NOT_A_CALL_USER") for row in rows
    ]
    await write_steps(database, [*steps, *unseen])
