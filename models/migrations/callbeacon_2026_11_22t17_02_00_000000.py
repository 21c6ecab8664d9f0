"""Indexes for several calls at once, for the unopened ones, and those that find contacts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T17:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes for every rule of the call"

# A range of a prefix is a range of the index only where letters are compared byte by byte: always on SQLite, on
# PostgreSQL with the collation C. The code has to name the collation too.
INDEXES = {
    "inbound_call_of_source": "INDEX {name} ON inbound_call (call_id) WHERE call_id IS NOT NULL",
    "remembered_end_once": 'UNIQUE INDEX {name} ON remembered_end (call_id, "user", source)',
    "inbound_call_unopened": 'INDEX {name} ON inbound_call ("user") WHERE opened_at IS NULL',
    "inbound_call_of_contact": "INDEX {name} ON inbound_call (contact) WHERE contact IS NOT NULL",
    "telephony_login_of_all_once": "UNIQUE INDEX {name} ON telephony_login (login_key) WHERE source IS NULL",
    "workspace_closed": 'INDEX {name} ON workspace ("user", closed_at)',
    "workspace_of_contact": "INDEX {name} ON workspace (contact) WHERE contact IS NOT NULL",
    "call_record_follow_up": "INDEX {name} ON call_record (follow_up_on) WHERE follow_up_on IS NOT NULL",
    "contact_number_last_digits": "INDEX {name} ON contact_number (substr(reversed_digits, 1, 7))",
    "contact_number_first_digits": "INDEX {name} ON contact_number (national_number{c})",
    "contact_number_extension": "INDEX {name} ON contact_number (extension) WHERE extension IS NOT NULL",
    "contact_word_begins": "INDEX {name} ON contact_word (word{c}, contact)",
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
            await Raw.raw("CREATE " + definition.format(name=name, c=collation))

    async def drop() -> None:
        for name in INDEXES:
            await Raw.raw(f"DROP INDEX {name}")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
