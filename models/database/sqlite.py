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
import time
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import aiosqlite
from piccolo.engine.sqlite import SQLiteEngine, dict_factory

from models.database.interface import Transaction
from models.database.sqlite_writer import WritingConnection
from models.errors import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

    from models.database.interface import Row

READERS = 3
# How long another process (a backup, the command line) may keep us from writing.
SECONDS_LOCKED = 5
# A disk that has room for one page only is still full: so many small writes before one that failed is forgotten.
WRITES_TO_TRUST = 32
# The log of what is committed goes into the file this often, in seconds, or at the latest at this many pages.
KEEP_EVERY = 1.0
MOST_PAGES = 16_000
# SQLite's limit is 32,766 for a statement; a statement that long takes its time to be understood.
MOST_VALUES = 2_000

C = TypeVar("C", bound=aiosqlite.Connection)

# What is the file's or the disk's fault; other errors are ours. https://sqlite.org/rescode.html
OUTAGES = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    )
)
# A reading connection says READONLY too when something tries to write past the queue, and that is no outage.
OUTAGES_OF_WRITER = OUTAGES | {sqlite3.SQLITE_READONLY}
# What keeps every write from succeeding until somebody does something about the disk.
UNWRITABLE = frozenset((sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY))


class SQLiteDatabase(SQLiteEngine):
    """Keep one writing and a few reading connections to a file in WAL mode with ``synchronous=FULL``."""

    is_sqlite = True

    def __init__(self, path: str) -> None:
        super().__init__(path=path, timeout=SECONDS_LOCKED)
        self._writer: WritingConnection | None = None
        self._writing = asyncio.Lock()
        self._could_write = True
        self._keeper: aiosqlite.Connection | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._kept_at = 0.0
        self._readers: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        self._readers_open = 0

    async def open(self) -> None:
        """Connect, making the file and its directory when they are not there."""
        if self._writer is not None:
            return
        try:
            with _outages_told(OUTAGES_OF_WRITER):
                Path(self.path).parent.mkdir(parents=True, exist_ok=True)
                self._writer = await _opened(
                    WritingConnection(**self.connection_kwargs),
                    "PRAGMA journal_mode = WAL",
                    "PRAGMA synchronous = FULL",
                    f"PRAGMA wal_autocheckpoint = {MOST_PAGES}",
                )
                self._keeper = await _opened(aiosqlite.connect(**self.connection_kwargs))
                for _ in range(READERS):
                    reader = aiosqlite.connect(**self.connection_kwargs)
                    self._readers.put_nowait(await _opened(reader, "PRAGMA query_only = 1"))
                    self._readers_open += 1
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close every connection and its thread; an open thread would keep the process alive."""
        async with self._writing:
            if self._keeping is not None:
                await self._keeping
            writer, self._writer = self._writer, None
            keeper, self._keeper = self._keeper, None
            for connection in (keeper, writer):
                if connection is not None:
                    await connection.close()
        while self._readers_open:
            self._readers_open -= 1
            await (await self._readers.get()).close()

    @asynccontextmanager
    async def transaction(self, *_: object, **__: object) -> AsyncIterator[None]:  # type: ignore[override]  # ours
        """Begin a transaction that may write, waiting for the one before it; a nested one joins the outer."""
        if self.current_transaction.get() is not None:
            yield
            return
        async with self._committing() as connection:
            before = self.current_transaction.set(Transaction(connection))  # type: ignore[arg-type]  # ours
            try:
                yield
            finally:
                self.current_transaction.reset(before)

    @asynccontextmanager
    async def _committing(self) -> AsyncIterator[WritingConnection]:
        async with self._writing:
            with _outages_told(OUTAGES_OF_WRITER):
                connection = self._writer
                if connection is None:
                    raise DatabaseDown
                try:
                    connection.put_off("BEGIN IMMEDIATE")
                    yield connection
                    await connection.run("COMMIT")
                    self._keep_small()
                except BaseException as error:
                    if _primary_code(error) in UNWRITABLE:
                        self._could_write = False
                    # Where nothing is open any more, as after a failed BEGIN or on a full disk, this does nothing.
                    await connection.rollback()
                    raise

    def _keep_small(self) -> None:
        """Begin to carry what is committed from the log into the database file, unless that was done just now.

        SQLite does it in the middle of a commit otherwise, and every call in the line waits.
        """
        now = time.monotonic()
        is_busy = self._keeping is not None and not self._keeping.done()
        if self._keeper is not None and not is_busy and now - self._kept_at > KEEP_EVERY:
            self._kept_at = now
            self._keeping = asyncio.create_task(_checkpoint(self._keeper), name="checkpoint")

    async def ping(self) -> None:
        """Read one value, or raise ``DatabaseDown``; write too after a write that failed, as on a full disk."""
        (row,) = await self._run_in_new_connection("PRAGMA user_version")
        for _ in range(0 if self._could_write else WRITES_TO_TRUST):
            # The value that it has: SQLite writes the page that holds it all the same.
            async with self._committing() as connection:
                connection.put_off(f"PRAGMA user_version = {row['user_version']}")
        self._could_write = True

    async def fetch(self, sql: str, *values: object) -> list[Row]:
        """Run one statement in the current transaction and return its rows."""
        return await self._current().run(_numbered(sql), values)

    async def execute_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each row, in the current transaction."""
        if rows:
            self._current().put_off_for_each(_numbered(sql), rows)

    async def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
    ) -> None:
        """Add rows to a table, in the current transaction, hundreds with a statement."""
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608  # our own names
        places = f"({', '.join('?' * len(columns))})"
        most = MOST_VALUES // len(columns)
        for start in range(0, len(rows), most):
            some = rows[start : start + most]
            values = [value for row in some for value in row]
            self._current().put_off(into + ", ".join([places] * len(some)), values)

    def any_of(self, column: str, position: int) -> str:
        """Write "column is one of the values of parameter ``position``"."""
        return f"{column} IN (SELECT value FROM json_each(${position}))"  # noqa: S608  # our own names

    def values(self, values: Iterable[object]) -> str:
        """Pack the values as a JSON array, which ``json_each`` reads."""
        return json.dumps([str(value) for value in values])

    def _current(self) -> WritingConnection:
        transaction = self.current_transaction.get()
        if transaction is None:
            raise RuntimeError("This statement needs a transaction around it.")
        connection: WritingConnection = transaction.connection
        return connection

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
    ) -> list[Row]:
        """Run a query outside every transaction: it may only read."""
        with _outages_told(OUTAGES):
            async with self._reading() as connection:
                rows: list[Any] = list(await connection.execute_fetchall(query, args or []))
        return rows

    async def _run_in_existing_connection(
        self,
        connection: Any,
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",
        table: Any = None,
    ) -> list[Row]:
        """Run a query of the current transaction without asking for the same settings again."""
        rows: list[Row] = await connection.run(query, args or [])
        return rows


async def _opened(connection: C, *pragmas: str) -> C:
    """Connect and set up; leave nothing open when that fails."""
    opened = await connection
    opened.row_factory = dict_factory  # type: ignore[assignment]  # as Piccolo does
    try:
        for pragma in ("PRAGMA foreign_keys = 1", "PRAGMA cache_size = -32000", *pragmas):
            await connection.execute(pragma)
    except BaseException:
        await connection.close()
        raise
    return connection


async def _checkpoint(connection: aiosqlite.Connection) -> None:
    # What is the matter with the disk, the next write says.
    with suppress(sqlite3.Error):
        await connection.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")


@contextmanager
def _outages_told(codes: frozenset[int]) -> Iterator[None]:
    """Raise ``DatabaseDown`` when the file or the disk is the trouble."""
    try:
        yield
    except OSError as error:
        raise DatabaseDown from error
    except sqlite3.Error as error:
        if _primary_code(error) in codes:
            raise DatabaseDown(error.sqlite_errorname) from error
        raise


def _primary_code(error: BaseException) -> int:
    """Return the lowest eight bits of SQLite's code; errors of Python's own module have none."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


@lru_cache(maxsize=256)
def _numbered(sql: str) -> str:
    """Turn PostgreSQL's ``$1`` into SQLite's ``?1``."""
    return sql.replace("$", "?")
