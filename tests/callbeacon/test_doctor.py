"""What `callbeacon doctor` finds, and what it says to do."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from piccolo.apps.migrations.tables import Migration

from callbeacon.doctor import (
    ENOUGH_SPACE,
    TOO_LITTLE_SPACE,
    Finding,
    Grade,
    check_bus,
    check_data_dir,
    check_database,
    check_settings,
    examine,
)
from callbeacon.settings import Settings, read_settings
from models.site import Site
from tests.callbeacon.test_cli import Operator
from tests.servers import free_port


def found(findings: list[Finding], subject: str) -> Finding:
    """Return what was found about a subject."""
    (finding,) = [each for each in findings if each.subject == subject]
    return finding


def settings_of(data_dir: Path, **settings: str) -> Settings:
    given = {f"CALLBEACON_{name}": value for name, value in settings.items()}
    return read_settings({"CALLBEACON_DATA_DIR": str(data_dir), **given})


def test_a_sound_installation_is_found_sound_while_no_server_runs(data_dir: Path) -> None:
    ran = Operator(data_dir).runs("doctor")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "PROBLEM" not in ran.stdout
    assert "ok       migrations: All have run." in ran.stdout


def test_a_problem_is_the_exit_status_and_no_secret_is_printed(data_dir: Path) -> None:
    url = f"postgresql://callbeacon:open-sesame@127.0.0.1:{free_port()}/calls"

    ran = Operator(data_dir).runs("doctor", DATABASE_URL=url)

    assert ran.returncode == 1
    assert "PROBLEM  database: It can't be used: ConnectionRefusedError" in ran.stdout
    assert "Start it, and compare" in ran.stdout
    assert "open-sesame" not in ran.stdout + ran.stderr


async def test_a_wrong_setting_is_named() -> None:
    (finding,) = await examine({"CALLBEACON_PORT": "http"})

    assert (finding.subject, finding.grade) == ("settings", Grade.PROBLEM)
    assert "CALLBEACON_PORT" in finding.says


def test_sessions_over_plain_http_are_pointed_out(tmp_path: Path) -> None:
    (exposed,) = check_settings(settings_of(tmp_path, HOST="192.0.2.1"))
    (guarded,) = check_settings(settings_of(tmp_path, HOST="192.0.2.1", SECURE_COOKIES="yes"))

    assert (exposed.grade, guarded.grade) == (Grade.NOTE, Grade.OK)


@pytest.mark.parametrize(
    ("free", "grade"),
    [
        (ENOUGH_SPACE, Grade.OK),
        (ENOUGH_SPACE - 1, Grade.NOTE),
        (TOO_LITTLE_SPACE - 1, Grade.PROBLEM),
    ],
)
def test_a_disk_that_is_nearly_full_is_a_problem(tmp_path: Path, free: int, grade: Grade) -> None:
    findings = check_data_dir(tmp_path, free=free)

    assert found(findings, "disk").grade is grade


def test_a_key_that_others_may_read_is_a_problem(tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    key.write_text("k" * 32)
    key.chmod(0o644)

    finding = found(check_data_dir(tmp_path, free=ENOUGH_SPACE), "secret key")

    assert finding.grade is Grade.PROBLEM
    assert finding.advice == f"chmod 600 {key}"


def test_a_data_directory_that_is_a_file_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "var"
    file.touch()

    finding = found(check_data_dir(file, free=ENOUGH_SPACE), "data directory")

    assert finding.grade is Grade.PROBLEM


async def test_looking_for_a_database_makes_none(tmp_path: Path) -> None:
    findings = await check_database(settings_of(tmp_path))

    assert found(findings, "database").grade is Grade.NOTE
    assert os.listdir(tmp_path) == []


async def test_a_file_that_is_no_database_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "callbeacon.sqlite").write_text("This is a letter, and a long one. " * 100)

    finding = found(await check_database(settings_of(tmp_path)), "database")

    assert finding.grade is Grade.PROBLEM
    assert "file is not a database" in finding.says


async def test_an_empty_database_needs_its_migrations(tmp_path: Path) -> None:
    (tmp_path / "callbeacon.sqlite").touch()

    finding = found(await check_database(settings_of(tmp_path)), "migrations")

    assert finding.grade is Grade.PROBLEM
    assert "callbeacon migrate" in finding.advice


async def test_a_database_that_a_newer_version_has_upgraded_is_noted(site: Site) -> None:
    newer = Migration(name="2999-01-01T00:00:00:000000", app_name="callbeacon")
    await site.writer.run(lambda: Migration.insert(newer).run())

    finding = found(
        await check_database(settings_of(Path(site.database.path).parent)),  # type: ignore[attr-defined]  # SQLite's
        "migrations",
    )

    assert finding.grade is Grade.NOTE
    assert "newer version" in finding.says


@pytest.mark.parametrize(
    ("minutes", "grade", "says"),
    [
        (0, Grade.OK, "the database's"),
        (2, Grade.PROBLEM, "ahead of"),
        (-2, Grade.PROBLEM, "behind"),
    ],
)
async def test_a_clock_that_is_not_the_databases_is_a_problem(
    tmp_path: Path, postgres_url: str, minutes: int, grade: Grade, says: str
) -> None:
    settings = settings_of(tmp_path, DATABASE_URL=postgres_url)

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(minutes=minutes)

    finding = found(await check_database(settings, now=now), "clock")

    assert finding.grade is grade
    assert says in finding.says


async def test_an_announcement_makes_its_round(valkey_url: str) -> None:
    finding = await check_bus(valkey_url)

    assert finding.grade is Grade.OK
    assert "came back" in finding.says


async def test_a_bus_that_is_not_there_is_a_problem() -> None:
    finding = await check_bus(f"redis://127.0.0.1:{free_port()}")

    assert finding.grade is Grade.PROBLEM
    assert "Nothing comes through" in finding.says
