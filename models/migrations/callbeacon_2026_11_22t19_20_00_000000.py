"""Versions of teams and sources, telephony logins that agents chose, numbers of refused messages."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import BigInt, Boolean, Varchar
from piccolo.columns.base import Column
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T19:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what administration needs"


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
    """Add the columns."""
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)
    add(manager, "Team", "team", "version", BigInt, default=0, null=False)
    add(manager, "TelephonySource", "telephony_source", "version", BigInt, default=0, null=False)
    add(manager, "TelephonyLogin", "telephony_login", "is_desk", Boolean, default=False, null=False)
    for name, length in (("phone_number", 255), ("searchable_address", 64)):
        add(
            manager,
            *("MessageTrace", "message_trace", name, Varchar),
            default=None,
            null=True,
            length=length,
        )
    return manager
