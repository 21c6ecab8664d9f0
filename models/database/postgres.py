"""PostgreSQL through a pool of connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine

from models.errors import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from models.database.interface import Row

POOL = {"min_size": 2, "max_size": 10}


class PostgresDatabase(PostgresEngine):
    """Keep a pool of connections open and run statements in the current transaction."""

    is_sqlite = False

    def __init__(self, url: str) -> None:
        super().__init__(config={"dsn": url})

    async def open(self) -> None:
        """Fill the pool; a query without it would open a connection of its own each time."""
        if self.pool is None:
            await self.start_connection_pool(**POOL)

    async def close(self) -> None:
        """Close every connection of the pool."""
        if self.pool is not None:
            await self.close_connection_pool()

    async def prep_database(self) -> None:
        """Install no extension: Callbeacon makes its identifiers itself."""

    async def ping(self) -> None:
        """Read one value, or raise ``DatabaseDown``."""
        try:
            if self.pool is None:
                raise DatabaseDown
            await self.pool.fetchval("SELECT 1")
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise DatabaseDown from error

    async def fetch(self, sql: str, *values: object) -> list[Row]:
        """Run one statement in the current transaction and return its rows."""
        return [dict(row) for row in await self._current().fetch(sql, *values)]

    async def execute_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each row, in the current transaction and one round trip."""
        if rows:
            await self._current().executemany(sql, rows)

    def any_of(self, column: str, position: int) -> str:
        """Write "column is one of the values of parameter ``position``"."""
        return f"{column} = ANY(${position})"

    def values(self, values: Iterable[object]) -> list[object]:
        """Pack the values as a list, which asyncpg sends as an array."""
        return list(values)

    def _current(self) -> Any:
        transaction = self.current_transaction.get()
        if transaction is None:
            raise RuntimeError("This statement needs a transaction around it.")
        return transaction.connection
