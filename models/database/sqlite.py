"""SQLite with connections that stay open: one that writes, a few that read.

Piccolo's engine opens a connection, and with it a thread, for every query, and a second for every transaction. This
subclass gives all transactions the one writing connection (SQLite has one writer anyway) and all other queries a
reading one. A query outside a transaction that tries to write is refused by SQLite (``query_only``), so that no write
can bypass the queue.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiosqlite
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, dict_factory

from models.errors import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from models.database.interface import Row

READERS = 3


class WritingTransaction(SQLiteTransaction):
    """Run on the engine's one writing connection, and give it back instead of closing it."""

    engine: SQLiteDatabase

    async def get_connection(self) -> BorrowedWriter:
        """Wait for the writing connection."""
        return await self.engine.borrow_writer()


class BorrowedWriter:
    """Stand for the writing connection until ``close``, which lets the next transaction have it."""

    __slots__ = ("_connection", "_lock")

    def __init__(self, connection: aiosqlite.Connection, lock: asyncio.Lock) -> None:
        self._connection = connection
        self._lock = lock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    async def execute(self, sql: str, values: Sequence[object] = ()) -> aiosqlite.Cursor:
        """Run one statement; when the transaction can't begin, free the connection at once."""
        try:
            return await self._connection.execute(sql, values)
        except BaseException:
            if sql.startswith("BEGIN"):
                self._lock.release()
            raise

    async def close(self) -> None:
        """End the loan; the connection itself stays open."""
        self._lock.release()


class SQLiteDatabase(SQLiteEngine):
    """Keep one writing and a few reading connections to a file in WAL mode with ``synchronous=FULL``."""

    is_sqlite = True

    def __init__(self, path: str) -> None:
        super().__init__(path=path, timeout=30)
        self._writer: aiosqlite.Connection | None = None
        self._readers: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Connect, making the file and its directory when they are not there."""
        if self._writer is not None:
            return
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        self._writer = await self._connect("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")
        self._readers = asyncio.Queue()
        for _ in range(READERS):
            self._readers.put_nowait(await self._connect("PRAGMA query_only = 1"))

    async def close(self) -> None:
        """Close every connection and its thread; an open thread would keep the process alive."""
        if self._writer is None:
            return
        async with self._writing:
            writer, self._writer = self._writer, None
            await writer.close()
        for _ in range(READERS):
            await (await self._readers.get()).close()

    async def _connect(self, *pragmas: str) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(**self.connection_kwargs)
        connection.row_factory = dict_factory  # type: ignore[assignment]  # typed as a class only
        for pragma in ("PRAGMA foreign_keys = 1", "PRAGMA cache_size = -32000", *pragmas):
            await connection.execute(pragma)
        return connection

    async def borrow_writer(self) -> BorrowedWriter:
        """Wait until no transaction runs, and lend the writing connection to the next."""
        await self._writing.acquire()
        if self._writer is None:
            self._writing.release()
            raise DatabaseDown
        return BorrowedWriter(self._writer, self._writing)

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = True,
    ) -> WritingTransaction:
        """Begin a transaction that may write, waiting for the one before it."""
        return WritingTransaction(self, TransactionType.immediate, allow_nested)

    async def ping(self) -> None:
        """Read one value, or raise ``DatabaseDown``."""
        try:
            await self._run_in_new_connection("SELECT 1")
        except sqlite3.Error as error:
            raise DatabaseDown from error

    async def fetch(self, sql: str, *values: object) -> list[Row]:
        """Run one statement in the current transaction and return its rows."""
        cursor = await self._current().execute(_numbered(sql), values)
        async with cursor:
            return list(await cursor.fetchall())

    async def execute_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each row, in the current transaction."""
        if rows:
            await self._current().executemany(_numbered(sql), rows)

    def any_of(self, column: str, position: int) -> str:
        """Write "column is one of the values of parameter ``position``"."""
        return f"{column} IN (SELECT value FROM json_each(${position}))"  # noqa: S608  # names only

    def values(self, values: Iterable[object]) -> str:
        """Pack the values as a JSON array, which ``json_each`` reads."""
        return json.dumps([str(value) for value in values])

    def _current(self) -> Any:
        transaction = self.current_transaction.get()
        if transaction is None:
            raise RuntimeError("This statement needs a transaction around it.")
        return transaction.connection

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[aiosqlite.Connection]:
        if self._writer is None:
            raise DatabaseDown
        connection = await self._readers.get()
        try:
            yield connection
        finally:
            self._readers.put_nowait(connection)

    async def _run_in_new_connection(
        self,
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",
        table: Any = None,
    ) -> Any:
        """Run a query outside every transaction: it may only read."""
        async with self._reading() as connection, connection.execute(query, args or []) as cursor:
            return await cursor.fetchall()

    async def _run_in_existing_connection(
        self,
        connection: Any,
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",
        table: Any = None,
    ) -> list[Row]:
        """Run a query of the current transaction without asking for the same settings again."""
        cursor = await connection.execute(query, args or [])
        async with cursor:
            return list(await cursor.fetchall())


@lru_cache(maxsize=256)
def _numbered(sql: str) -> str:
    """Turn PostgreSQL's ``$1`` into SQLite's ``?1``."""
    return sql.replace("$", "?")
