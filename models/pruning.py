"""Forgetting in time: old traces, and what the rules remember only for a while."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from models.calls.idempotency import KEPT_FOR
from models.calls.rules import END_REMEMBERED
from models.people.attempts import KNOWN_FOR

if TYPE_CHECKING:
    from datetime import datetime

    from models.site import Site

log = structlog.get_logger(__name__)

FIRST_AFTER = 60.0  # seconds
EVERY = 3600.0
# A job holds up the messages behind it, so each forgets little.
PIECE = 250

OLD_ROWS = """
    DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {column} < $1 LIMIT {piece})
    RETURNING {key}
"""


async def prune_every_hour(site: Site) -> None:
    """Forget what is old for as long as the site is open; a failure waits for the next hour."""
    await asyncio.sleep(FIRST_AFTER)
    while True:
        try:
            await prune(site)
        except Exception:
            log.exception("pruning.failed")
        await asyncio.sleep(EVERY)


async def prune(site: Site) -> int:
    """Forget what is old, in pieces of a few milliseconds, and return how many rows that were."""
    now = site.now()
    traces = now - timedelta(days=site.settings.current.trace_days)
    return sum(
        [
            await _forget(site, "message_trace", "received_at", traces),
            await _forget(site, "call_trace_step", "at", traces),
            await _forget(site, "idempotency_key", "received_at", now - KEPT_FOR),
            # Until then it tells from where the user has signed in before.
            await _forget(site, "session", "created_at", now - KNOWN_FOR),
            await _forget(site, "remembered_end", "heard_at", now - END_REMEMBERED),
        ]
    )


async def _forget(site: Site, table: str, column: str, before: datetime) -> int:
    sql = OLD_ROWS.format(table=table, key="id", column=column, piece=PIECE)
    forgotten = 0
    while True:
        rows = await site.writer.run(lambda: site.database.fetch(sql, before))
        forgotten += len(rows)
        if len(rows) < PIECE:
            return forgotten
