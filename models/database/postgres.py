"""PostgreSQL through a pool of connections."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine

from models.database.addresses import DatabaseAddressError
from models.database.interface import LocksCrossed, Transaction
from models.errors import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

    from piccolo.querystring import QueryString

    from models.database.interface import Row

# Seconds to connect, and to wait for one answer: a server that went silent must not keep anybody waiting for ever.
POOL = {"min_size": 2, "max_size": 10, "timeout": 10, "command_timeout": 30}


async def _leave_as_it_is(_: object) -> None:
    """Reset nothing when a connection comes back: what we run leaves nothing behind on it.

    Locks, settings and cursors of ours end with their transaction, which asyncpg rolls back before it asks this. Its
    own reset is a statement after each of ours.
    """


OUTAGES = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it shuts down, or starts and recovers
    asyncpg.InsufficientResourcesError,  # the disk is full, or too many are connected
    asyncpg.ReadOnlySQLTransactionError,  # it has become a standby
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)


# A megabyte for a temporary file beside the tables, which is gone at the end: for that nobody needs a right.
SPACE_TAKEN = """
    SET LOCAL temp_tablespaces = '';
    SET LOCAL work_mem = '64kB';
    SELECT count(*) FROM generate_series(1, 100000)
"""


class PostgresDatabase(PostgresEngine):
    """Keep a pool of connections open and run statements in the current transaction."""

    is_sqlite = False

    def __init__(self, url: str) -> None:
        super().__init__(config={"dsn": url})
        self._is_full = False

    async def open(self) -> None:
        """Fill the pool; a query without it would open a connection of its own each time."""
        if self.pool is not None:
            return
        try:
            with self._outages_told():
                await self.start_connection_pool(**POOL, reset=_leave_as_it_is)
        except ValueError as error:
            raise DatabaseAddressError(
                f"The address of the database can't be used: {error}."
            ) from error

    async def close(self) -> None:
        """Close every connection of the pool."""
        if self.pool is not None:
            await self.close_connection_pool()

    async def check_version(self) -> None:
        """Ask no server yet: Piccolo would do so, from a thread, before anything is opened."""

    async def prep_database(self) -> None:
        """Install no extension: Callbeacon makes its identifiers itself."""

    @asynccontextmanager
    async def transaction(self, *_: object, **__: object) -> AsyncIterator[None]:  # type: ignore[override]  # ours
        """Begin a transaction that may write; commit at the end, roll back on an exception."""
        if self.current_transaction.get() is not None:
            yield
            return
        with self._outages_told():
            async with self._open_pool().acquire() as connection, connection.transaction():
                before = self.current_transaction.set(Transaction(connection))  # type: ignore[arg-type]  # ours
                try:
                    yield
                except asyncpg.DeadlockDetectedError as error:
                    raise LocksCrossed from error
                finally:
                    self.current_transaction.reset(before)

    async def ping(self) -> None:
        """Read one value, or raise ``DatabaseDown``; take space too after the disk was full."""
        with self._outages_told():
            if not self._is_full:
                await self._open_pool().fetchval("SELECT 1")
                return
            async with self._open_pool().acquire() as connection, connection.transaction():
                await connection.execute(SPACE_TAKEN)
        self._is_full = False

    async def fetch(self, sql: str, *values: object) -> list[Row]:
        """Run one statement in the current transaction and return its rows."""
        return [dict(row) for row in await self._current().fetch(sql, *values)]

    async def execute_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each row, in the current transaction and one round trip."""
        if rows:
            await self._current().executemany(sql, rows)

    async def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
    ) -> None:
        """Add rows to a table, in the current transaction and one round trip."""
        places = ", ".join(f"${place}" for place in range(1, len(columns) + 1))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608  # our own names
        await self.execute_many(sql, rows)

    def any_of(self, column: str, position: int) -> str:
        """Write "column is one of the values of parameter ``position``"."""
        return f"{column} = ANY(${position})"

    def values(self, values: Iterable[object]) -> list[object]:
        """Pack the values as a list, which asyncpg sends as an array."""
        return list(values)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        """Run a query of Piccolo's in the current transaction, or outside every one."""
        with self._outages_told():
            self._open_pool()
            return await super().run_querystring(querystring, in_pool)

    def _open_pool(self) -> Any:
        if self.pool is None:
            raise DatabaseDown
        return self.pool

    def _current(self) -> Any:
        transaction = self.current_transaction.get()
        if transaction is None:
            raise RuntimeError("This statement needs a transaction around it.")
        return transaction.connection

    @contextmanager
    def _outages_told(self) -> Iterator[None]:
        """Raise ``DatabaseDown`` when the server is the trouble; a value it can't take is another matter.

        A server without space for its log ends and says nothing more: until there is some, that is the cause.
        """
        try:
            yield
        except OUTAGES as error:
            if isinstance(error, ValueError):
                raise
            self._is_full |= isinstance(error, asyncpg.DiskFullError)
            raise DatabaseDown(asyncpg.DiskFullError.__name__ if self._is_full else None) from error
