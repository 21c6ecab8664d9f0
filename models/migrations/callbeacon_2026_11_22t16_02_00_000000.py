"""Indexes that find contacts: by the last digits, the first digits, an extension, a word."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T16:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes that find contacts"

# A range of a prefix is a range of the index only where letters are compared byte by byte: always on SQLite, on
# PostgreSQL with the collation C. The code has to name the collation too.
INDEXES = {
    "contact_number_last_digits": "contact_number (substr(reversed_digits, 1, 7))",
    "contact_number_first_digits": "contact_number (national_number{c})",
    "contact_number_extension": "contact_number (extension) WHERE extension IS NOT NULL",
    "contact_word_begins": "contact_word (word{c}, contact)",
    "inbound_call_of_contact": "inbound_call (contact) WHERE contact IS NOT NULL",
    "workspace_of_contact": "workspace (contact) WHERE contact IS NOT NULL",
}


class Raw(Table):
    """Stand in for a table, since raw SQL in Piccolo belongs to one."""


async def forwards() -> MigrationManager:
    """Make the indexes."""
    Raw._meta.refresh_db()
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)
    collation = "" if Raw._meta.db.engine_type == "sqlite" else ' COLLATE "C"'

    async def create() -> None:
        for name, definition in INDEXES.items():
            await Raw.raw(f"CREATE INDEX {name} ON {definition.format(c=collation)}")

    async def drop() -> None:
        for name in INDEXES:
            await Raw.raw(f"DROP INDEX {name}")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
