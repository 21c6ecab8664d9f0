"""An upgrade: what an earlier version has stored is there and found afterwards."""

import contextlib
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from piccolo.apps.migrations.commands.forwards import run_forwards

from models import piccolo_conf
from models.contacts.tables import ContactWord
from models.database import Database, migrate, open_database

FIRST_VERSION = "2026-11-22T16:01:00:000000"
CONTACT = """
    INSERT INTO contact (id, first_name, last_name, company, email, external_id)
    VALUES ($1, 'María', 'Silva', 'Acme', '', NULL)
"""
CONTACT_ID = "0199c1d4-0000-7000-8000-000000000001"


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "SQLite":
        return f"sqlite:///{tmp_path}/calls.sqlite"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def first_version(empty_url: str) -> AsyncIterator[Database]:
    database = open_database(empty_url)
    await database.open()
    await migrate_to(database, FIRST_VERSION)
    yield database
    await database.close()


async def migrate_to(database: Database, migration_id: str) -> None:
    piccolo_conf.DB = database
    async with database.transaction():
        with contextlib.redirect_stdout(io.StringIO()):
            result = await run_forwards("callbeacon", migration_id)
    assert result.success, result.message


async def test_contacts_of_the_first_version_are_found_by_their_words(
    first_version: Database,
) -> None:
    async with first_version.transaction():
        await first_version.execute_many(CONTACT, [[CONTACT_ID]])

    await migrate(first_version)

    words = {row["word"] for row in await ContactWord.select(ContactWord.word)}
    assert {"maria", "silva", "maria silva", "silva maria", "acme"} <= words
