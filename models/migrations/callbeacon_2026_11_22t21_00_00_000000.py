"""What keeps the entrances: failed sign-ins, cookies that are renewed, passwords that have to be changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import Column
from piccolo.columns.column_types import BigInt, Boolean, Timestamptz, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T21:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what keeps the entrances"


def add(
    manager: MigrationManager,
    table: str,
    tablename: str,
    column: str,
    column_class: type[Column],
    **params: object,
) -> None:
    manager.add_column(
        table_class_name=table,
        tablename=tablename,
        column_name=column,
        db_column_name=column,
        column_class_name=column_class.__name__,
        column_class=column_class,
        params={
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
            **params,
        },
        schema=None,
    )


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)
    add(manager, "User", "app_user", "must_change_password", Boolean, default=False, null=False)
    session = ("Session", "session")
    add(manager, *session, "is_renewal_due", Boolean, default=False, null=False)
    add(manager, *session, "renewed_at", Timestamptz, default=None, null=True)
    add(manager, *session, "former_hash", Varchar, default=None, null=True, length=64, index=True)
    manager.add_table(
        class_name="FailedSignIns", tablename="failed_sign_ins", schema=None, columns=None
    )
    failed = ("FailedSignIns", "failed_sign_ins")
    add(manager, *failed, "key", Varchar, default="", null=False, length=64, primary_key=True)
    add(manager, *failed, "drained_at", BigInt, default=0, null=False, index=True)
    return manager
