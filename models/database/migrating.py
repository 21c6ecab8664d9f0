"""Bring the tables of a database to the form that this version of the code expects."""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from piccolo.apps.migrations.tables import Migration

if TYPE_CHECKING:
    from models.database.interface import Database

APP = "callbeacon"
FOLDER = Path(__file__).parent.parent / "migrations"
ID = re.compile(r'^ID = "(.+)"$', re.MULTILINE)

os.environ["PICCOLO_CONF"] = "models.piccolo_conf"


async def migrate(database: Database) -> list[str]:
    """Run the migrations that have not run, all or none, and return their ids.

    Two processes that migrate at once are put in line by a lock; the second finds nothing left to do.
    """
    async with database.transaction():
        if not database.is_sqlite:
            await database.fetch("SELECT pg_advisory_xact_lock(4294967291)")
        waiting = await _waiting()
        if waiting:
            await _run_all(database)
    return waiting


async def pending_migrations(database: Database) -> list[str]:
    """Return the ids of the migrations that have not run, oldest first."""
    async with database.transaction():
        return await _waiting()


async def compare_migrations() -> tuple[list[str], list[str]]:
    """Return the ids of those that have not run, and of those that only a newer version knows; changes nothing."""
    ran: set[str] = set()
    if await Migration.table_exists():
        ran = set(await Migration.get_migrations_which_ran(app_name=APP))
    known = known_migrations()
    return sorted(known - ran), sorted(ran - known)


async def _waiting() -> list[str]:
    """Compare the ids in the files with those that have run, importing neither: a start has no time for that."""
    await Migration.create_table(if_not_exists=True)
    ran = await Migration.get_migrations_which_ran(app_name=APP)
    return sorted(known_migrations() - set(ran))


def known_migrations() -> set[str]:
    """Return the ids of the migrations that this version of the code has."""
    texts = (path.read_text(encoding="utf-8") for path in FOLDER.glob(f"{APP}_*.py"))
    return {match[1] for match in map(ID.search, texts) if match}


async def _run_all(database: Database) -> None:
    # Piccolo's machinery takes a third of a second to import, and is seldom needed.
    from piccolo.apps.migrations.commands.forwards import run_forwards  # noqa: PLC0415

    from models import piccolo_conf  # noqa: PLC0415

    piccolo_conf.DB = database
    # Piccolo reports its progress by printing; the caller decides what is said.
    with contextlib.redirect_stdout(io.StringIO()):
        result = await run_forwards(APP)
    if not result.success:
        raise RuntimeError(f"The migrations failed: {result.message}")
