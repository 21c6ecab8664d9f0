"""Migrations leave an older node at work, which runs beside the newer one until its turn comes (docs/operations.md)."""

import re
from importlib import import_module

import pytest
from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from models.database.migrating import FOLDER

# What a node of the version before may still read or write stays as it is.
TAKING_AWAY = ("drop_tables", "drop_columns", "rename_tables", "rename_columns", "alter_columns")
# These ran before the first release, when no older node could be at work.
BEFORE_THE_FIRST_RELEASE = "2026-11-22T18:00"
MIGRATIONS = sorted(file.stem for file in FOLDER.glob("callbeacon_*.py"))


async def manager_of(migration: str) -> MigrationManager:
    manager: MigrationManager = await import_module(f"models.migrations.{migration}").forwards()
    return manager


@pytest.mark.parametrize("migration", MIGRATIONS)
async def test_a_migration_takes_nothing_away_from_an_older_node(migration: str) -> None:
    manager = await manager_of(migration)
    if manager.migration_id < BEFORE_THE_FIRST_RELEASE:
        return

    taken = [name for name in TAKING_AWAY if has_any(getattr(manager, name))]
    statements = (FOLDER / f"{migration}.py").read_text(encoding="utf-8").upper()

    assert taken == []
    assert not re.search(r"\b(DROP|RENAME|ALTER) (TABLE|COLUMN)\b|SET NOT NULL", statements)


@pytest.mark.parametrize("migration", MIGRATIONS)
async def test_an_older_node_may_leave_out_each_column_that_is_added(migration: str) -> None:
    manager = await manager_of(migration)
    new_tables = {table.class_name for table in manager.add_tables}

    demanding = [
        f"{added.table_class_name}.{added.column._meta.name}"
        for added in manager.add_columns.add_columns
        if added.table_class_name not in new_tables
        and not added.column._meta.null
        and added.column.get_default_value() is None
    ]

    assert demanding == []


def has_any(changes: object) -> bool:
    """Tell whether a list of changes, or a collection that holds one, has any."""
    held = changes if isinstance(changes, list) else next(iter(vars(changes).values()))
    return bool(held)
