"""Bring the tables of a database to the form that this version of the code expects."""

from __future__ import annotations

import contextlib
import io
import os
from typing import TYPE_CHECKING

from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration

from models.piccolo_app import APP_CONFIG

if TYPE_CHECKING:
    from models.database.interface import Database

os.environ["PICCOLO_CONF"] = "models.piccolo_conf"


async def migrate(database: Database) -> list[str]:
    """Run the migrations that have not run, all or none, and return their ids.

    Two processes that migrate at once are put in line by a lock; the second finds nothing left to do.
    """
    async with database.transaction():
        if not database.is_sqlite:
            await database.fetch("SELECT pg_advisory_xact_lock(4294967291)")
        waiting = await _waiting()
        # Piccolo reports its progress by printing; the caller decides what is said.
        with contextlib.redirect_stdout(io.StringIO()):
            result = await run_forwards(APP_CONFIG.app_name)
    if not result.success:
        raise RuntimeError(f"The migrations failed: {result.message}")
    return waiting


async def pending_migrations(database: Database) -> list[str]:
    """Return the ids of the migrations that have not run, oldest first."""
    async with database.transaction():
        return await _waiting()


async def _waiting() -> list[str]:
    manager = BaseMigrationManager()
    await manager.create_migration_table()
    known = manager.get_migration_ids(
        manager.get_migration_modules(APP_CONFIG.resolved_migrations_folder_path)
    )
    ran = await Migration.get_migrations_which_ran(app_name=APP_CONFIG.app_name)
    return sorted(set(known) - set(ran))
