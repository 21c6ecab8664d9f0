"""A place in the order of arrival for the calls that are there already."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T22:30:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "a place in the order of arrival for older calls"

# Of the calls so far, identifiers are the best that is known.
FILL = """
    INSERT INTO call_arrival (position, inbound_call)
    SELECT ROW_NUMBER() OVER (ORDER BY id), id FROM inbound_call WHERE NOT is_by_hand
"""


class Raw(Table):
    """Stand in for a table, since raw SQL in Piccolo belongs to one."""


async def forwards() -> MigrationManager:
    """Fill the table that the migration before has made."""
    Raw._meta.refresh_db()
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)

    async def fill() -> None:
        await Raw.raw(FILL)

    async def clear() -> None:
        await Raw.raw("DELETE FROM call_arrival")

    manager.add_raw(fill)
    manager.add_raw_backwards(clear)
    return manager
