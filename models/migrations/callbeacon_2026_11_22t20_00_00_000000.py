"""Indexes that find calls by their number, unopened ones in their order, and records by outcome and follow-up."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T20:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes for the filters of calls"

INDEXES = {
    "inbound_call_of_number": "INDEX {name} ON inbound_call (searchable_address, id)",
    "inbound_call_unopened_newest": 'INDEX {name} ON inbound_call ("user", id) WHERE opened_at IS NULL',
    "call_record_outcome": "INDEX {name} ON call_record (outcome) WHERE outcome IS NOT NULL",
    "call_record_own_follow_up": 'INDEX {name} ON call_record ("user", follow_up_on) WHERE follow_up_on IS NOT NULL',
}
# The same without the order, which had all calls of a user read for the newest ones.
FORMER = 'INDEX inbound_call_unopened ON inbound_call ("user") WHERE opened_at IS NULL'


class Raw(Table):
    """Stand in for a table, since raw SQL in Piccolo belongs to one."""


async def forwards() -> MigrationManager:
    """Make the indexes."""
    Raw._meta.refresh_db()
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)

    async def create() -> None:
        for name, definition in INDEXES.items():
            await Raw.raw("CREATE " + definition.format(name=name))
        await Raw.raw("DROP INDEX inbound_call_unopened")

    async def drop() -> None:
        for name in INDEXES:
            await Raw.raw(f"DROP INDEX {name}")
        await Raw.raw("CREATE " + FORMER)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
