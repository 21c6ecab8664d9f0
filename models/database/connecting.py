"""From the address in the settings to an open database that every table uses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from models.database.addresses import DatabaseAddressError
from models.database.postgres import PostgresDatabase
from models.database.sqlite import SQLiteDatabase

if TYPE_CHECKING:
    from models.database.interface import Database


def open_database(url: str) -> Database:
    """Make the database for the address and give it to every table; it still has to be opened.

    ``sqlite:///relative/path`` and ``sqlite:////absolute/path`` are files, ``postgresql://`` and ``postgres://``
    servers. Tables know one database at a time, so the last call in a process holds.
    """
    # Imported late: the tables stand in rooms that this package must not know of.
    from models import piccolo_conf  # noqa: PLC0415
    from models.tables import ALL_TABLES  # noqa: PLC0415

    database = _database_for(url)
    piccolo_conf.DB = database
    for table in ALL_TABLES:
        table._meta.db = database
    return database


def _database_for(url: str) -> SQLiteDatabase | PostgresDatabase:
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        path = url.removeprefix("sqlite:///")
        if path in {url, "", ":memory:"}:
            raise DatabaseAddressError("A SQLite address reads sqlite:///path/to/file.sqlite.")
        return SQLiteDatabase(path)
    if scheme in {"postgres", "postgresql"}:
        return PostgresDatabase(url)
    raise DatabaseAddressError(
        "A database address begins with sqlite:///, postgresql:// or postgres://."
    )
