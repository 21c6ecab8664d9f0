"""Indexes over several columns or some rows, which Piccolo's columns can't declare."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T16:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes over several columns or some rows"

INDEXES = {
    "granted_privilege_once": 'UNIQUE INDEX {} ON granted_privilege ("user", privilege)',
    "telephony_login_once": "UNIQUE INDEX {} ON telephony_login (source, login_key)",
    "idempotency_key_once": "UNIQUE INDEX {} ON idempotency_key (source, key, position)",
    "script_version_once": "UNIQUE INDEX {} ON script_version (script, number)",
    "draft_once": "UNIQUE INDEX {} ON draft (workspace, field)",
    "call_reason_one_default": "UNIQUE INDEX {} ON call_reason (is_default) WHERE is_default",
    # With the column that is always null too, or SQLite takes the next index and reads every call of a user.
    "inbound_call_running": 'INDEX {} ON inbound_call ("user", ended_at, id) WHERE ended_at IS NULL',
    "inbound_call_of_user": 'INDEX {} ON inbound_call ("user", id)',
    "workspace_open": "INDEX {} ON workspace (\"user\") WHERE status = 'OPEN'",
}


class Raw(Table):
    """Stand in for a table, since raw SQL in Piccolo belongs to one."""


async def forwards() -> MigrationManager:
    """Make the indexes."""
    Raw._meta.refresh_db()
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)

    async def create() -> None:
        for name, definition in INDEXES.items():
            await Raw.raw("CREATE " + definition.format(name))

    async def drop() -> None:
        for name in INDEXES:
            await Raw.raw(f"DROP INDEX {name}")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
