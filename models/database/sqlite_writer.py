"""The connection that writes: statements whose result nobody needs go along with the next one that somebody awaits."""

from __future__ import annotations

import sqlite3
from functools import partial
from traceback import clear_frames
from typing import TYPE_CHECKING, Any, NamedTuple

import aiosqlite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.database.interface import Row

ROWS_AT_ONCE = 64  # aiosqlite's own default, for those who iterate


class _PutOff(NamedTuple):
    sql: str
    rows: Sequence[Any]
    is_for_each_row: bool


class WritingConnection(aiosqlite.Connection):
    """Go into the connection's thread as seldom as can be.

    The way there and back takes longer than most statements, above all while the event loop is busy: of the many
    statements of a call message only those that read are worth it. What is put off fails at the next statement that is
    awaited, at the latest at the commit.
    """

    def __init__(self, database: str, **options: Any) -> None:
        super().__init__(partial(sqlite3.connect, database, **options), ROWS_AT_ONCE)
        self._put_off: list[_PutOff] = []

    def put_off(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Run a statement before the next one that is awaited."""
        self._put_off.append(_PutOff(sql, values, is_for_each_row=False))

    def put_off_for_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row before the next one that is awaited."""
        self._put_off.append(_PutOff(sql, rows, is_for_each_row=True))

    async def run(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run what was put off, then this statement; return its rows."""
        before, self._put_off = self._put_off, []
        try:
            rows: list[Row] = await self._execute(self._run_all, before, sql, values)  # type: ignore[no-untyped-call]  # aiosqlite's is
        except sqlite3.Error as error:
            # aiosqlite's frame holds its future, and that the error: all that was put off would stay in memory.
            clear_frames(error.__traceback__)
            raise
        return rows

    async def rollback(self) -> None:
        """Take the transaction back, with what was put off."""
        self._put_off = []
        await super().rollback()

    def _run_all(self, before: list[_PutOff], sql: str, values: Sequence[Any]) -> list[Any]:
        for statement in before:
            run = self._conn.executemany if statement.is_for_each_row else self._conn.execute
            run(statement.sql, statement.rows)
        return self._conn.execute(sql, values).fetchall()
