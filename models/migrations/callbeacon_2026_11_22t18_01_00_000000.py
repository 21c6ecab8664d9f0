"""An index that finds the calls that went on in another one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T18:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of calls that go on in another"

NAME = "inbound_call_continued"


class Raw(Table):
    """Stand in for a table, since raw SQL in Piccolo belongs to one."""


async def forwards() -> MigrationManager:
    """Make the index, of the few calls that it concerns."""
    Raw._meta.refresh_db()
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)

    async def create() -> None:
        await Raw.raw(
            f"CREATE INDEX {NAME} ON inbound_call (continued_in) WHERE continued_in IS NOT NULL"
        )

    async def drop() -> None:
        await Raw.raw(f"DROP INDEX {NAME}")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
