"""Migrations: the same on SQLite and PostgreSQL, run once, and never behind the tables."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from models.calls.tables import InboundCall
from models.database import Database, migrate, open_database, pending_migrations
from models.piccolo_app import APP_CONFIG
from models.preparing import prepare
from models.scripts.tables import CallField, CallReason
from tests.running import CHECKOUT

SQLITE_COLUMNS = """
    SELECT m.name AS "table", c.name AS "column", c."notnull" OR c.pk AS required
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
"""
POSTGRES_COLUMNS = """
    SELECT table_name AS "table", column_name AS "column", is_nullable = 'NO' AS required
    FROM information_schema.columns WHERE table_schema = 'public'
"""
ALL = len(list(Path(APP_CONFIG.resolved_migrations_folder_path).glob("callbeacon_*.py")))

SQLITE_INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
# PostgreSQL makes an index for each primary key and UNIQUE column too.
POSTGRES_INDEXES = """
    SELECT indexname AS name FROM pg_indexes
    WHERE schemaname = 'public' AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


@asynccontextmanager
async def an_open_database(url: str) -> AsyncIterator[Database]:
    database = open_database(url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "SQLite":
        return f"sqlite:///{tmp_path}/calls.sqlite"
    url: str = request.getfixturevalue("postgres_url")
    return url


async def the_columns(sql: str) -> set[tuple[str, str, bool]]:
    rows = await InboundCall.raw(sql)
    columns = {(row["table"], row["column"], bool(row["required"])) for row in rows}
    return {column for column in columns if column[0] != "migration"}  # Piccolo's own table


async def test_both_databases_have_the_same_tables_columns_and_indexes(
    tmp_path: Path, postgres_url: str
) -> None:
    async with an_open_database(f"sqlite:///{tmp_path}/calls.sqlite") as database:
        await prepare(database)
        sqlite_columns = await the_columns(SQLITE_COLUMNS)
        sqlite_indexes = {row["name"] for row in await InboundCall.raw(SQLITE_INDEXES)}

    async with an_open_database(postgres_url) as database:
        await prepare(database)
        postgres_columns = await the_columns(POSTGRES_COLUMNS)
        postgres_indexes = {row["name"] for row in await InboundCall.raw(POSTGRES_INDEXES)}

    assert sqlite_columns == postgres_columns
    assert ("inbound_call", "end_cause", False) in sqlite_columns
    assert sqlite_indexes == postgres_indexes
    assert "call_reason_one_default" in sqlite_indexes


async def test_no_table_was_changed_without_a_migration() -> None:
    pending = await AutoMigrationManager(auto_input="y").get_alter_statements(APP_CONFIG)

    assert [statement for kind in pending for statement in kind.statements] == []


async def test_what_has_not_run_is_pending_and_then_no_more(empty_url: str) -> None:
    async with an_open_database(empty_url) as database:
        pending = await pending_migrations(database)

        ran = await migrate(database)

        assert len(pending) == ALL
        assert ran == pending
        assert await pending_migrations(database) == []


async def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    async with an_open_database(empty_url) as database:
        await prepare(database)
        await rename_the_default_reason(database)

        ran = await prepare(database)

        assert ran == []
        assert await CallReason.select(CallReason.name) == [{"name": "Anything else"}]
        assert await CallField.count() == 3


async def test_two_tasks_prepare_one_database_at_once(empty_url: str) -> None:
    async with an_open_database(empty_url) as database:
        ran = await asyncio.gather(prepare(database), prepare(database))

        assert sorted(len(ids) for ids in ran) == [0, ALL]
        assert await CallReason.count() == 1
        assert await CallField.count() == 3


def test_two_processes_prepare_one_database_at_once(empty_url: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "CALLBEACON_DATA_DIR": str(tmp_path / "var"),
        "CALLBEACON_DATABASE_URL": empty_url,
    }
    command = [sys.executable, "-m", "callbeacon", "migrate"]

    processes = [
        subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for _ in range(3)
    ]
    said = sorted(process.communicate(timeout=60)[0].decode().strip() for process in processes)

    assert [process.returncode for process in processes] == [0, 0, 0], said
    assert said == [f"{ALL} migrations ran.", *2 * ["The database is up to date."]]


async def rename_the_default_reason(database: Database) -> None:
    async with database.transaction():
        await CallReason.update({CallReason.name: "Anything else"}, force=True)
