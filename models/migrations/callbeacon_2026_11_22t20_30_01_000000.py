"""The index that finds a piece of the file of an import."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T20:30:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of the pieces of imported files"

NAME = "contact_import_piece_once"


class Raw(Table):
    """Stand in for a table, since raw SQL in Piccolo belongs to one."""


async def forwards() -> MigrationManager:
    """Make the index."""
    Raw._meta.refresh_db()
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)

    async def create() -> None:
        await Raw.raw(
            f"CREATE UNIQUE INDEX {NAME} ON contact_import_piece (contact_import, position)"
        )

    async def drop() -> None:
        await Raw.raw(f"DROP INDEX {NAME}")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
