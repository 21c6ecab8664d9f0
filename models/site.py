"""One running installation: everything a verb needs that is neither its argument nor a row."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from models.calls.trace import StrangerLimit
from models.calls.writer import Arrival, record
from models.database import Database, open_database
from models.events import Bus
from models.people.sources import SourceCache
from models.writing import Writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from models.calls.messages import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Hold the database, the line of writes, the bus and the clock of one process.

    ``secret_key`` keys the hashes of session cookies: a new key signs everybody out. ``default_region`` reads numbers
    without a country code (two letters of ISO 3166).
    """

    database: Database
    writer: Writer[Arrival, Effect]
    bus: Bus
    secret_key: bytes
    default_region: str
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sources: SourceCache = field(default_factory=SourceCache)
    strangers: StrangerLimit = field(default_factory=StrangerLimit)


@asynccontextmanager
async def open_site(
    *,
    database_url: str,
    broadcast_url: str,
    secret_key: bytes,
    default_region: str,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[Site]:
    """Connect to the database and the bus and start the writer; at the end, write what waits and close."""
    database = open_database(database_url)
    await database.open()
    try:
        async with Bus(broadcast_url) as bus:
            site = Site(
                database=database,
                writer=Writer(database),
                bus=bus,
                secret_key=secret_key,
                default_region=default_region,
                now=now,
            )
            site.writer.start(partial(record, site))
            try:
                yield site
            finally:
                await site.writer.stop()
    finally:
        await database.close()
