"""The SQLite database: one connection that writes, a few that read, all closed at the end."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from models.database import open_database
from models.errors import DatabaseDown
from models.people.tables import Team, User
from models.site import Site
from tests.waiting import eventually


async def test_a_write_outside_the_queue_is_refused(site: Site) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await Team.insert(Team(name="Support"))


async def test_what_is_acknowledged_is_on_disk(site: Site) -> None:
    async with site.database.transaction():
        (journal,) = await site.database.fetch("PRAGMA journal_mode")
        (synchronous,) = await site.database.fetch("PRAGMA synchronous")
        (foreign_keys,) = await site.database.fetch("PRAGMA foreign_keys")

    assert journal == {"journal_mode": "wal"}
    assert synchronous == {"synchronous": 2}  # FULL
    assert foreign_keys == {"foreign_keys": 1}


async def test_what_is_committed_goes_from_the_log_into_the_file_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "calls.sqlite"
    database = open_database(f"sqlite:///{path}")
    await database.open()

    async with database.transaction():
        await database.fetch("CREATE TABLE note (text TEXT)")

    # Read like that the log is left out.
    await eventually(lambda: "note" in _tables(f"file:{path}?immutable=1"))
    await database.close()


def _tables(uri: str) -> list[str]:
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]


async def test_rows_by_the_thousand_are_inserted_all(site: Site) -> None:
    rows = [(f"Note {place}", "1") for place in range(5_003)]

    async with site.database.transaction():
        await site.database.fetch("CREATE TEMPORARY TABLE note (text TEXT, kind TEXT)")
        await site.database.insert("note", ("text", "kind"), rows)
        await site.database.insert("note", ("text", "kind"), [])
        stored = await site.database.fetch("SELECT text, kind FROM note ORDER BY rowid")

    assert [tuple(row.values()) for row in stored] == rows


async def test_many_readers_share_a_few_connections(site: Site) -> None:
    threads = threading.active_count()

    counts = await asyncio.gather(*[_count_users() for _ in range(50)])

    assert counts == 50 * [0]
    assert threading.active_count() <= threads


async def _count_users() -> int:
    count: int = await User.count()
    return count


async def test_closing_leaves_no_thread_and_closing_again_does_nothing(tmp_path: Path) -> None:
    threads = threading.active_count()
    database = open_database(f"sqlite:///{tmp_path}/calls.sqlite")
    await database.open()
    await database.open()

    await database.close()
    await database.close()

    await eventually(lambda: threading.active_count() <= threads)
    with pytest.raises(DatabaseDown):
        await database.ping()
    with pytest.raises(DatabaseDown):
        async with database.transaction():
            raise AssertionError("a transaction began")


@pytest.mark.parametrize("content", [b"This is no database. " * 99, b"\x00" * 9999])
async def test_a_file_that_is_no_database_is_refused_and_leaves_no_thread(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "calls.sqlite").write_bytes(content)
    threads = threading.active_count()
    database = open_database(f"sqlite:///{tmp_path}/calls.sqlite")

    with pytest.raises(DatabaseDown):
        await database.open()

    await eventually(lambda: threading.active_count() <= threads)


async def test_a_path_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, not a directory")

    with pytest.raises(DatabaseDown):
        await open_database(f"sqlite:///{tmp_path}/var/calls.sqlite").open()


async def test_while_another_process_writes_it_waits_and_then_says_that_it_is_down(
    site: Site,
) -> None:
    async with site.database.transaction():
        await site.database.fetch("PRAGMA busy_timeout = 50")  # of the writing connection
    async with aiosqlite.connect(site.database.path, isolation_level=None) as other:  # type: ignore[attr-defined]
        await other.execute("BEGIN IMMEDIATE")

        with pytest.raises(DatabaseDown):
            await _add_team(site)
        await site.database.ping()  # reading goes on
        await other.execute("ROLLBACK")

    await _add_team(site)
    assert await Team.count() == 1


async def _add_team(site: Site) -> None:
    async with site.database.transaction():
        await Team.insert(Team(name="Support"))


async def test_a_write_that_fails_takes_its_transaction_back_and_no_other(site: Site) -> None:
    async with site.database.transaction():
        await site.database.fetch("CREATE TABLE note (text TEXT UNIQUE)")

    async def write_twice() -> None:
        async with site.database.transaction():
            await site.database.insert("note", ("text",), [("first",)])
            await site.database.execute_many("INSERT INTO note VALUES ($1)", [("first",)])

    with pytest.raises(sqlite3.IntegrityError):
        await write_twice()
    async with site.database.transaction():
        await site.database.insert("note", ("text",), [("second",)])

    async with site.database.transaction():
        assert await site.database.fetch("SELECT text FROM note") == [{"text": "second"}]


async def test_what_a_transaction_wrote_it_reads(site: Site) -> None:
    team = Team(name="Support")

    async with site.database.transaction():
        await site.database.insert("team", ("id", "name"), [(team.id, "Billing")])
        await site.database.execute_many(
            "UPDATE team SET name = $2 WHERE id = $1", [(team.id, "B")]
        )

        assert await Team.select(Team.name).where(Team.id == team.id) == [{"name": "B"}]


async def test_a_block_that_fails_before_anything_was_awaited_writes_nothing(site: Site) -> None:
    team = Team(name="Support")

    async def write_and_fail() -> None:
        async with site.database.transaction():
            await site.database.insert("team", ("id", "name"), [(team.id, "Support")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_fail()
    async with site.database.transaction():
        pass

    assert not await Team.exists().where(Team.id == team.id)
