"""The tables of imports of contacts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import Column, OnDelete, OnUpdate
from piccolo.columns.column_types import (
    UUID,
    BigInt,
    BigSerial,
    Bytea,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

from models.identifiers import new_id

ID = "2026-11-22T20:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "imports of contacts"


class User(Table, tablename="app_user", schema=None):
    id = UUID(default=new_id, null=False, primary_key=True)


class Contact(Table, tablename="contact", schema=None):
    id = UUID(default=new_id, null=False, primary_key=True)


class ContactImport(Table, tablename="contact_import", schema=None):
    id = UUID(default=new_id, null=False, primary_key=True)


NAMES = {
    "contact_import": "ContactImport",
    "contact_import_piece": "ContactImportPiece",
    "skipped_contact_row": "SkippedContactRow",
    "imported_row": "ImportedRow",
}


def add(
    manager: MigrationManager,
    table: str,
    column: str,
    column_class: type[Column],
    **params: object,
) -> None:
    manager.add_column(
        table_class_name=NAMES[table],
        tablename=table,
        column_name=column,
        db_column_name=column,
        column_class_name=column_class.__name__,
        column_class=column_class,
        params={
            "null": False,
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


def add_reference(
    manager: MigrationManager,
    table: str,
    column: str,
    to: type[Table],
    *,
    on_delete: OnDelete = OnDelete.cascade,
    index: bool = True,
) -> None:
    add(
        manager,
        table,
        column,
        ForeignKey,
        references=to,
        on_delete=on_delete,
        on_update=OnUpdate.cascade,
        target_column=None,
        default=None,
        null=True,
        index=index,
    )


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="callbeacon", description=DESCRIPTION)
    for tablename, class_name in NAMES.items():
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
    _add_import(manager)
    add(manager, "contact_import_piece", "id", BigSerial, primary_key=True)
    add_reference(manager, "contact_import_piece", "contact_import", to=ContactImport, index=False)
    add(manager, "contact_import_piece", "position", Integer, default=0)
    add(manager, "contact_import_piece", "content", Bytea, default=b"")
    add(manager, "skipped_contact_row", "id", BigSerial, primary_key=True)
    add_reference(manager, "skipped_contact_row", "contact_import", to=ContactImport)
    add(manager, "skipped_contact_row", "row", Integer, default=0)
    add(manager, "skipped_contact_row", "cause", Varchar, length=255, default="")
    add(manager, "skipped_contact_row", "content", Text, default="")
    add(
        manager,
        *("imported_row", "fingerprint", Varchar),
        length=64,
        default="",
        primary_key=True,
    )
    add_reference(manager, "imported_row", "contact", to=Contact)
    return manager


def _add_import(manager: MigrationManager) -> None:
    table = "contact_import"
    add(manager, table, "id", UUID, default=new_id, primary_key=True)
    add_reference(manager, table, "user", User, on_delete=OnDelete.set_null, index=False)
    add(manager, table, "file_name", Varchar, length=255, default="")
    add(manager, table, "status", Varchar, length=16, default="UPLOADING", index=True)
    add(manager, table, "format", Varchar, length=16, default="CSV")
    add(manager, table, "encoding", Varchar, length=16, default="")
    add(manager, table, "delimiter", Varchar, length=1, default="")
    add(manager, table, "columns", Text, default="[]")
    for column in ("rows_total", "rows_done", "added", "updated", "unchanged", "skipped"):
        add(manager, table, column, Integer, default=0)
    add(manager, table, "created_at", Timestamptz, default=TimestamptzNow(), index=True)
    add(manager, table, "leased_until", Timestamptz, default=None, null=True)
    add(manager, table, "version", BigInt, default=1)
