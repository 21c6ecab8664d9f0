"""Copies of an SQLite database: made while calls are written, checked, and put in the place of another."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from models.database.addresses import DatabaseAddressError
from models.database.migrating import APP, known_migrations

if TYPE_CHECKING:
    from datetime import datetime

SCHEME = "sqlite:///"
IN_USE = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))
BESIDE = ("-wal", "-shm")


class BackupRefused(ValueError):  # a fact, as all our errors are named
    """Say why there is no backup, or why it is not restored."""


def sqlite_file(url: str) -> Path:
    """Return the file of an SQLite address; PostgreSQL has tools of its own for this."""
    if not url.startswith(SCHEME):
        raise DatabaseAddressError(
            "This database is PostgreSQL, which pg_dump and pg_restore back up and restore; see docs/operations.md."
        )
    return Path(url.removeprefix(SCHEME))


def back_up(database: Path, target: Path) -> None:
    """Copy the database as it is at one moment, check the copy, and only then give it its name.

    Nobody has to wait for it: SQLite's readers and its writer don't hold each other up.
    """
    if not database.is_file():
        raise BackupRefused(f"There is no database {database}.")
    if target.exists():
        raise BackupRefused(f"{target} is there already, and a backup overwrites nothing.")
    partial = _copy(database, target)
    try:
        check(partial)
        os.link(partial, target)
    except FileExistsError as error:
        raise BackupRefused(
            f"{target} is there already, and a backup overwrites nothing."
        ) from error
    finally:
        partial.unlink()
    _keep_names(target.parent)


def check(backup: Path) -> None:
    """Raise ``BackupRefused`` unless the file is whole, ours, and no newer than this version of the code."""
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            found = [row[0] for row in opened.execute("PRAGMA integrity_check")]
            ran = opened.execute("SELECT name FROM migration WHERE app_name = ?", (APP,)).fetchall()
    except sqlite3.Error as error:
        raise BackupRefused(f"{backup} is no backup of Callbeacon ({error}).") from error
    if found != ["ok"]:
        raise BackupRefused(f"{backup} is damaged: {found[0]}.")
    if {name for (name,) in ran} - known_migrations():
        raise BackupRefused(f"{backup} comes from a newer version of Callbeacon; upgrade first.")


def restore(backup: Path, database: Path, *, now: datetime) -> Path | None:
    """Put the backup in the database's place; return where the former one is kept, if there was one.

    Raises ``BackupRefused`` while anybody has the database open.
    """
    check(backup)
    database.parent.mkdir(parents=True, exist_ok=True)
    partial = _copy(backup, database)
    try:
        aside = _put_aside(database, now) if database.exists() else None
        partial.replace(database)
    finally:
        partial.unlink(missing_ok=True)
    _keep_names(database.parent)
    return aside


def _copy(source: Path, target: Path) -> Path:
    """Copy into a file of our own beside the target, for our eyes only, in one read and on disk."""
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(partial)) as written:
            read.backup(written)
            # One file, without a log beside it.
            written.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        partial.unlink()
        raise BackupRefused(f"{source} can't be copied: {error}.") from error
    except BaseException:
        partial.unlink()
        raise
    return partial


def _put_aside(database: Path, now: datetime) -> Path:
    """Leaving WAL needs the file for oneself, and brings what is in the log into it."""
    try:
        with closing(sqlite3.connect(database, timeout=0)) as opened:
            opened.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        # A damaged file is no reason to keep the backup out.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in IN_USE:
            raise BackupRefused(f"{database} is in use: stop the server first.") from error
    aside = database.with_name(f"{database.name}.before-{now:%Y%m%dT%H%M%S}")
    if aside.exists():
        raise BackupRefused(f"{aside} is there already.")
    database.rename(aside)
    for suffix in BESIDE:
        # A log left behind would be taken for the restored database's own.
        with suppress(FileNotFoundError):
            Path(f"{database}{suffix}").rename(f"{aside}{suffix}")
    return aside


def _keep_names(directory: Path) -> None:
    """Bring a directory's names to disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
