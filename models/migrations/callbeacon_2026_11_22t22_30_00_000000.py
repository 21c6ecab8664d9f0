"""The order in which calls arrived."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import Column
from piccolo.columns.column_types import UUID, BigInt
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T22:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the order in which calls arrived"


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
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)
    manager.add_table(class_name="CallArrival", tablename="call_arrival", schema=None, columns=None)
    arrival = ("CallArrival", "call_arrival")
    add(manager, *arrival, "position", BigInt, default=0, null=False, primary_key=True)
    add(manager, *arrival, "inbound_call", UUID, default=UUID4(), null=False, unique=True)
    return manager
