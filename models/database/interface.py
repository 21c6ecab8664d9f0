"""What the rest of the code may ask of a database beyond Piccolo's queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractAsyncContextManager

Row: TypeAlias = "dict[str, Any]"


class LocksCrossed(Exception):
    """Say that two transactions waited for each other, and that this one was rolled back to end that."""


class Transaction(Struct, frozen=True):
    """Name the connection of the current transaction, where Piccolo looks for it."""

    connection: Any


class Database(Protocol):
    """Run statements in the writing transaction, and Piccolo's queries anywhere.

    Whatever is asked raises ``DatabaseDown`` when the database is the trouble and not the question.

    Piccolo's own queries find this database by themselves: outside a transaction they read, inside one they take part
    in it. Statements are written once, in PostgreSQL's form with ``$1``; a list goes in through ``any_of``.
    """

    is_sqlite: bool

    async def open(self) -> None:
        """Connect, or raise ``DatabaseDown``; a second call does nothing."""

    async def close(self) -> None:
        """Close every connection; a second call does nothing."""

    async def ping(self) -> None:
        """Raise ``DatabaseDown`` unless a trivial query is answered, and written if a write failed lately."""

    def transaction_exists(self) -> bool:
        """Tell whether a transaction is the current one."""

    def transaction(self) -> AbstractAsyncContextManager[Any]:
        """Begin a transaction that may write; commit at the end, roll back on an exception.

        On SQLite there is one writer, so a second one waits for the first. Nested ones join the outer. On PostgreSQL
        one that others wait for crosswise may be rolled back, and raises ``LocksCrossed``.
        """

    async def fetch(self, sql: str, *values: object) -> list[Row]:
        """Run one statement in the current transaction and return its rows."""

    async def execute_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each row, in the current transaction."""

    async def insert(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
    ) -> None:
        """Add rows to a table, in the current transaction and as few steps as this database knows."""

    def any_of(self, column: str, position: int) -> str:
        """Write "column is one of the values of parameter ``position``" in this database's words."""

    def values(self, values: Iterable[object]) -> object:
        """Pack the values for a parameter that ``any_of`` reads."""
