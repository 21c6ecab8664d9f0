"""Count the statements that really reach the database."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from models.database.postgres import POOL
from models.database.sqlite import SQLiteDatabase
from models.site import Site


@asynccontextmanager
async def statements(site: Site, containing: str) -> AsyncIterator[list[str]]:
    """Collect what is read from here on, outside transactions on SQLite, as far as this text stands in it."""
    collected: list[str] = []

    def collect(sql: str) -> None:
        if containing in sql:
            collected.append(sql)

    database: Any = site.database
    if isinstance(database, SQLiteDatabase):
        connections = [database._readers.get_nowait() for _ in range(database._readers.qsize())]
        for connection in connections:
            await connection.set_trace_callback(collect)
            database._readers.put_nowait(connection)
    else:
        async with AsyncExitStack() as stack:
            for _ in range(POOL["max_size"]):  # all that it may open
                pooled = await stack.enter_async_context(database.pool.acquire())
                pooled.add_query_logger(lambda record: collect(record.query))
    yield collected
