"""Backups made under load, and restored elsewhere."""

import asyncio
import sqlite3
import subprocess
from contextlib import closing
from itertools import count
from pathlib import Path

import httpx
import pytest

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.database.backup import BackupRefused, check
from models.site import Site
from tests.builders import a_source, a_user, an_rpc
from tests.callbeacon.test_cli import Operator, assert_refused
from tests.running import running_server
from tests.servers import Postgres
from tests.waiting import eventually


def numbers_in(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        return {number for (number,) in database.execute("SELECT phone_number FROM inbound_call")}


async def test_a_backup_under_load_holds_every_call_acknowledged_before_it_and_none_that_was_not_sent(
    data_dir: Path, tmp_path: Path
) -> None:
    async with site_for(read_settings({"CALLBEACON_DATA_DIR": str(data_dir)})) as site:
        auth = await a_source(site)
        await a_user(site, "ann")
    operator, numbers, sent, acknowledged = Operator(data_dir), count(), set[str](), set[str]()
    backup, elsewhere = tmp_path / "backup", Operator(tmp_path / "elsewhere")

    async def post(client: httpx.AsyncClient, url: str) -> None:
        while True:
            number = f"+1416{next(numbers):07}"
            sent.add(number)
            answer = await client.post(url, json=an_rpc("ann", "CONNECTED", number))
            assert answer.json()["result"] is None
            acknowledged.add(number)

    with running_server(data_dir) as server:
        async with httpx.AsyncClient(auth=auth, timeout=30) as client:
            posting = [asyncio.create_task(post(client, server.rpc_url)) for _ in range(4)]
            await eventually(lambda: len(acknowledged) >= 50, within=30)
            before = set(acknowledged)
            ran = await asyncio.to_thread(operator.runs, "backup", str(backup))
            during = set(sent)
            for each in posting:
                each.cancel()
            await asyncio.gather(*posting, return_exceptions=True)
        refused = await asyncio.to_thread(operator.runs, "restore", str(backup))
    restored = elsewhere.runs("restore", str(backup))

    assert (ran.returncode, restored.returncode) == (0, 0), ran.stderr + restored.stderr
    assert before <= numbers_in(backup) <= during
    assert numbers_in(elsewhere.data_dir / "callbeacon.sqlite") == numbers_in(backup)
    assert_refused(refused, "stop the server first")


def test_a_backup_overwrites_nothing_and_a_restore_keeps_the_former_database(
    data_dir: Path, tmp_path: Path
) -> None:
    operator, backup = Operator(data_dir), tmp_path / "backup"

    first, second = operator.runs("backup", str(backup)), operator.runs("backup", str(backup))
    restored = operator.runs("restore", str(backup))

    assert first.stdout == f"Backup {backup} made and checked.\n"
    assert_refused(second, "overwrites nothing")
    assert restored.returncode == 0, restored.stderr
    assert len(list(data_dir.glob("callbeacon.sqlite.before-*"))) == 1


def test_what_is_no_backup_of_ours_is_refused(tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    backup.write_bytes(b"no database at all" * 100)

    with pytest.raises(BackupRefused, match="no backup"):
        check(backup)


def test_a_backup_of_a_newer_version_is_refused(data_dir: Path) -> None:
    file = data_dir / "callbeacon.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "INSERT INTO migration (name, app_name, ran_on) VALUES ('2999', 'callbeacon', '2999-01-01')"
        )
        database.commit()

    with pytest.raises(BackupRefused, match="newer version"):
        check(file)


async def test_postgresql_is_backed_up_and_restored_by_its_own_tools(
    postgres: Postgres, postgres_site: Site, postgres_url: str, tmp_path: Path
) -> None:
    await a_user(postgres_site, "ann")
    source = str(postgres_site.database.config["dsn"])  # type: ignore[attr-defined]  # Piccolo's
    tools, dump = postgres.tools, tmp_path / "dump"

    refused = Operator(tmp_path / "var").runs("backup", str(dump), DATABASE_URL=source)
    _run(tools / "pg_dump", "--format=custom", f"--file={dump}", source)
    _run(
        *(tools / "pg_restore", "--no-owner", "--exit-on-error"),
        *(f"--dbname={postgres_url}", str(dump)),
    )
    listed = Operator(tmp_path / "var").runs("user", "list", DATABASE_URL=postgres_url)

    assert_refused(refused, "pg_dump")
    assert "ann" in listed.stdout


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
