"""One running installation: everything a verb needs that is neither its argument nor a row."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field

from models.calls.trace import StrangerLimit
from models.calls.tracing import Tracer
from models.calls.writer import Arrival, record
from models.database import Database, open_database
from models.events import Bus
from models.following import Following
from models.people.allowances import TokenAllowances
from models.people.rates import MessageRates
from models.people.sources import LastMessages, SourceCache
from models.pruning import prune_every_hour
from models.reconciling import Reconciler
from models.settings import SettingsCache
from models.sharing import Readings
from models.writing import Writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from models.calls.messages import Effect


class Site(Struct, frozen=True, kw_only=True, eq=False):
    """Hold the database, the line of writes, the bus and the clock of one process.

    ``secret_key`` keys the hashes of session cookies: a new key signs everybody out. ``configured_region`` is the
    default region that the installation was started with. ``outcomes`` counts what became of the messages here.
    """

    database: Database
    writer: Writer[Arrival, Effect]
    bus: Bus
    secret_key: bytes
    configured_region: str
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    settings: SettingsCache = field(default_factory=SettingsCache)
    following: Following = field(default_factory=Following)
    readings: Readings = field(default_factory=Readings)
    outcomes: Counter[str] = field(default_factory=Counter)
    tracer: Tracer = field(default_factory=Tracer)
    reconciler: Reconciler = field(default_factory=Reconciler)
    sources: SourceCache = field(default_factory=SourceCache)
    rates: MessageRates = field(default_factory=MessageRates)
    allowances: TokenAllowances = field(default_factory=TokenAllowances)
    limited: StrangerLimit = field(default_factory=StrangerLimit)
    last_messages: LastMessages = field(default_factory=LastMessages)
    strangers: StrangerLimit = field(default_factory=StrangerLimit)

    @property
    def default_region(self) -> str:
        """Name the country (two letters of ISO 3166) in which numbers without a country code are read."""
        return self.settings.current.default_region or self.configured_region


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
        async with Bus(broadcast_url, database_url=database_url) as bus:
            site = Site(
                database=database,
                writer=Writer(database),
                bus=bus,
                secret_key=secret_key,
                configured_region=default_region,
                now=now,
            )
            async with _running(site):
                yield site
    finally:
        await database.close()


@asynccontextmanager
async def _running(site: Site) -> AsyncIterator[None]:
    """Run the writer and what goes on beside it; at the end, write what waits."""
    site.writer.start(partial(record, site))
    try:
        await site.settings.open()
        async with _beside(
            site.settings.keep_fresh(site.bus),
            site.tracer.run(site),
            site.reconciler.run(site),
            prune_every_hour(site),
        ):
            yield
        await site.tracer.close(site)
    finally:
        await site.writer.stop()


@asynccontextmanager
async def _beside(*work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Run what goes on as long as the site is open."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
