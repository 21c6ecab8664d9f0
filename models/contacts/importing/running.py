"""Carrying imports on in the background, row by row, beside everything else and behind every call.

Any process of the site may do it: how far an import has come is committed with its rows, and whoever carries it on
holds a lease that ends by itself. So after a crash it goes on where it stopped.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from models.contacts.changing import announce_contacts
from models.contacts.contacts import contact_rows
from models.contacts.importing.candidates import candidate
from models.contacts.importing.clearing import clear
from models.contacts.importing.imports import (
    IMPORTS_TOPIC,
    ImportState,
    announce_import,
    read_import,
)
from models.contacts.importing.pace import Pace
from models.contacts.importing.reading import FileKind, portions_of
from models.contacts.importing.storing import Outcome, Overtaken, Prepared, store_some
from models.errors import NotACallUser
from models.people.users import call_user

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from uuid import UUID

    from models.contacts.importing.records import FileRow
    from models.people.privileges import Viewer
    from models.site import Site

log = structlog.get_logger(__name__)

LONGEST_SLICE = 0.001  # seconds of reading numbers, then whoever waits comes first
SHORTEST_PAUSE = 0.005  # seconds between two transactions
LEASE = timedelta(seconds=15)
LOOK_EVERY = 5.0  # seconds
AGAIN_AFTER = 10.0  # seconds after a failure
TELL_EVERY = 0.5  # seconds between two announcements

# On SQLite there is one process, so a lease that is left is a former one's.
NEXT = """
    SELECT id, "user" FROM contact_import
    WHERE status = 'RUNNING' AND (leased_until IS NULL OR leased_until < $1) ORDER BY created_at LIMIT 1
"""
NEXT_ALONE = (
    """SELECT id, "user" FROM contact_import WHERE status = 'RUNNING' ORDER BY created_at LIMIT 1"""
)
ENDED = """
    UPDATE contact_import SET status = $3, rows_total = rows_done, version = version + 1
    WHERE id = $1 AND rows_done = $2 AND status = 'RUNNING' RETURNING id
"""


@asynccontextmanager
async def imports_carried_on(site: Site) -> AsyncIterator[None]:
    """Carry imports on for as long as the block runs; what is in the middle goes on the next time."""
    task = asyncio.create_task(_carry_on(site), name="contact imports")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _carry_on(site: Site) -> None:
    async with site.bus.listen(IMPORTS_TOPIC) as announcements:
        while True:
            try:
                while await run_next(site):
                    pass
                await clear(site)
            except Exception:
                log.exception("contacts.import_interrupted")
                await asyncio.sleep(AGAIN_AFTER)
            with suppress(TimeoutError, StopAsyncIteration):
                async with asyncio.timeout(LOOK_EVERY):
                    await anext(announcements)


async def run_next(site: Site) -> bool:
    """Carry the oldest import on that nobody works on, to its end; False when there is none."""

    async def look() -> tuple[UUID, UUID | None] | None:
        rows = (
            await site.database.fetch(NEXT_ALONE)
            if site.database.is_sqlite
            else await site.database.fetch(NEXT, site.now())
        )
        return (rows[0]["id"], rows[0]["user"]) if rows else None

    found = await site.writer.run(look)
    if found is None:
        return False
    import_id, user_id = found
    try:
        if user_id is None:
            raise NotACallUser
        await _run(site, await call_user(user_id), await read_import(import_id))
    except NotACallUser:
        # Whoever is no call user any more changes no contacts either.
        state = await read_import(import_id)
        await _end(site, state.id, behind=state.rows_done, status="CANCELLED")
    except Overtaken:
        log.info("contacts.import_left", id=str(import_id))
    return True


async def _run(site: Site, viewer: Viewer, state: ImportState) -> None:
    kind = FileKind(format=state.format, encoding=state.encoding, delimiter=state.delimiter)
    run = _Run(site, viewer, state)
    async for rows in portions_of(state.id, kind, behind=state.rows_done):
        await run.store(rows)
        await asyncio.sleep(0)
    await _end(site, state.id, behind=run.behind, status="DONE")
    log.info("contacts.imported", id=str(state.id), rows=run.behind)


class _Run:
    """Hold how far one import has come, and when that was told."""

    def __init__(self, site: Site, viewer: Viewer, state: ImportState) -> None:
        self._site = site
        self._viewer = viewer
        self._id = state.id
        self._fields = [column.field for column in state.columns]
        self._told_at = 0.0
        self._changed: set[UUID] = set()
        self._pace = Pace()
        self.behind = state.rows_done

    async def store(self, rows: Sequence[FileRow]) -> None:
        """Import rows, in as many transactions as it takes, with a pause after each."""
        writer, waiting = self._site.writer, deque(rows)
        while waiting:
            calls = writer.messages_taken
            taken = [waiting.popleft() for _ in range(min(len(waiting), self._pace.portion))]
            prepared = await self._prepared(taken)
            began = time.monotonic()
            outcome = await self._written(prepared)
            waiting.extendleft(reversed(taken[outcome.rows :]))
            await self._tell(outcome)
            self._pace.is_beside_calls = writer.messages_taken > calls
            await asyncio.sleep(max(SHORTEST_PAUSE, self._pace.pause(time.monotonic() - began)))

    async def _written(self, prepared: Sequence[Prepared]) -> Outcome:
        began = 0.0

        async def job() -> Outcome:
            nonlocal began
            began = time.monotonic()
            return await self._job(prepared)

        outcome = await self._site.writer.run(job)
        self._pace.wrote(outcome.rows, seconds=time.monotonic() - began)
        self.behind += outcome.rows
        return outcome

    async def _job(self, prepared: Sequence[Prepared]) -> Outcome:
        return await store_some(
            self._site,
            self._viewer,
            self._id,
            prepared,
            behind=self.behind,
            leased_until=self._site.now() + LEASE,
        )

    async def _prepared(self, rows: Sequence[FileRow]) -> list[Prepared]:
        """Read the rows and their numbers, pausing every few: a call takes many turns of the event loop."""
        prepared, began = [], time.monotonic()
        for row in rows:
            found = candidate(row, self._fields)
            stored = contact_rows(self._site, found.contact) if found.contact else None
            prepared.append(Prepared(candidate=found, rows=stored))
            worked = time.monotonic() - began
            if worked > LONGEST_SLICE:
                await asyncio.sleep(self._pace.pause(worked))
                began = time.monotonic()
        return prepared

    async def _tell(self, outcome: Outcome) -> None:
        self._changed.update(outcome.changed)
        if time.monotonic() - self._told_at < TELL_EVERY:
            return
        self._told_at = time.monotonic()
        changed, self._changed = self._changed, set()
        await announce_import(self._site, self._id)
        await announce_contacts(self._site, *changed)


async def _end(site: Site, import_id: UUID, *, behind: int, status: str) -> None:
    async def end() -> None:
        await site.database.fetch(ENDED, import_id, behind, status)

    await site.writer.run(end)
    await announce_import(site, import_id)
    await announce_contacts(site)
