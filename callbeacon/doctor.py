"""Look an installation over: what is wrong or odd, and what to do about it. Changes nothing, and prints no secret.

Each check stands alone, so that one which fails keeps no other from being made.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct

from callbeacon.logs import mask
from callbeacon.settings import Settings, WrongSetting, read_settings
from models.database import DatabaseAddressError, compare_migrations, open_database
from models.errors import DatabaseDown
from models.events import Bus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from models.database import Database

SECONDS_TO_CONNECT = 10.0
SECONDS_TO_COME_BACK = 5.0
CLOCKS_APART = 2.0  # seconds; repeats and sessions are judged by the clock
ENOUGH_SPACE = 1024**3  # bytes
TOO_LITTLE_SPACE = 256 * 1024**2
OPEN_TO_OTHERS = 0o077
HERE_ONLY = frozenset(("127.0.0.1", "::1", "localhost"))


class Grade(StrEnum):
    """Grade a finding: only a ``PROBLEM`` needs something to be done."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "PROBLEM"


class Finding(Struct, frozen=True, kw_only=True):
    """Say what was found about a subject, and what to do about it where anything is to be done."""

    subject: str
    grade: Grade
    says: str
    advice: str = ""


async def examine(environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """Make every check that the settings allow."""
    try:
        settings = read_settings(environment)
    except WrongSetting as error:
        return [_problem("settings", str(error), "Correct it; .env.example explains each setting.")]
    return [
        *check_settings(settings),
        *check_data_dir(settings.data_dir, free=_free_space(settings.data_dir)),
        *await check_database(settings),
        await check_bus(settings.broadcast_url),
    ]


def check_settings(settings: Settings) -> list[Finding]:
    """Say what is allowed and yet seldom meant."""
    if settings.host in HERE_ONLY or settings.secure_cookies:
        return [_ok("settings", "They can be read and fit together.")]
    return [
        _note(
            "settings",
            f"Sessions go over plain HTTP, and {settings.host} is open to the network.",
            "Put a proxy that speaks TLS before it and set CALLBEACON_SECURE_COOKIES=true.",
        )
    ]


def check_data_dir(directory: Path, *, free: int) -> list[Finding]:
    """Check who may write in it, who may read the key, and whether there is room (``free`` in bytes)."""
    return [_writable(directory), *_key_kept_close(directory / "secret.key"), _room(free)]


def _writable(directory: Path) -> Finding:
    subject = "data directory"
    if not directory.exists():
        return _note(subject, f"There is no {directory} yet.", "A start makes it.")
    if not directory.is_dir() or not os.access(directory, os.R_OK | os.W_OK | os.X_OK):
        return _problem(
            subject,
            f"{directory} can't be written by this user.",
            "Give it to the user that runs the server: chown -R USER, then chmod 700.",
        )
    return _ok(subject, f"{directory} can be written.")


def _key_kept_close(key: Path) -> list[Finding]:
    if not key.exists() or not stat.S_IMODE(key.stat().st_mode) & OPEN_TO_OTHERS:
        return []
    says = f"Others on this machine may read {key}, which keys the hashes of sessions."
    return [_problem("secret key", says, f"chmod 600 {key}")]


def _room(free: int) -> Finding:
    says = f"{free / 1024**3:.1f} GiB are free."
    advice = "Make room: calls can't be recorded on a full disk. Keep backups elsewhere."
    if free < TOO_LITTLE_SPACE:
        return _problem("disk", says, advice)
    return _note("disk", says, advice) if free < ENOUGH_SPACE else _ok("disk", says)


def _free_space(directory: Path) -> int:
    """Count the free bytes where the directory is, or will be."""
    existing = directory.absolute()
    while not existing.exists():
        existing = existing.parent
    return shutil.disk_usage(existing).free


async def check_database(
    settings: Settings, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> list[Finding]:
    """Check that it answers, that its tables fit this version, and that its clock is ours."""
    if _is_still_to_be_made(settings.database_url):
        return [_note("database", "There is no file yet.", "A start or `migrate` makes it.")]
    try:
        async with _opened(settings.database_url) as database:
            return [
                _ok("database", "It answers."),
                await check_migrations(),
                *await check_clock(database, now=now),
            ]
    except DatabaseAddressError as error:
        return [_problem("database", str(error), "Correct CALLBEACON_DATABASE_URL.")]
    except (DatabaseDown, TimeoutError) as error:
        return [_problem("database", _why_down(error), _start_it(settings))]


def _is_still_to_be_made(database_url: str) -> bool:
    """Tell whether it is a file that is not there; to open it would make it."""
    path = database_url.removeprefix("sqlite:///")
    return path != database_url and not Path(path).exists()


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = open_database(url)
    try:
        async with asyncio.timeout(SECONDS_TO_CONNECT):
            await database.open()
            await database.ping()
        yield database
    finally:
        await database.close()


def _why_down(error: DatabaseDown | TimeoutError) -> str:
    cause = error.__cause__ or error
    return f"It can't be used: {type(cause).__name__} {mask(str(cause))}".strip()


def _start_it(settings: Settings) -> str:
    if settings.database_url.startswith("sqlite"):
        return "Look at the file's owner and mode and at the disk; `callbeacon restore` puts a backup back."
    return "Start it, and compare address, name and password with CALLBEACON_DATABASE_URL."


async def check_migrations() -> Finding:
    """Check that the tables are those that this version expects."""
    missing, unknown = await compare_migrations()
    if missing:
        says = f"{len(missing)} have not run; the first is {missing[0]}."
        return _problem("migrations", says, "Run `callbeacon migrate`; a start does so too.")
    if unknown:
        says = f"A newer version has run {len(unknown)} that this one does not know."
        return _note("migrations", says, "Finish the upgrade: restart this node as that version.")
    return _ok("migrations", "All have run.")


async def check_clock(database: Database, *, now: Callable[[], datetime]) -> list[Finding]:
    """Compare our clock with the database server's; a file has none of its own."""
    if database.is_sqlite:
        return []
    async with database.transaction():
        before = now()
        (row,) = await database.fetch("SELECT clock_timestamp() AS now")
        apart = (before + (now() - before) / 2 - row["now"]).total_seconds()
    says = f"It is {abs(apart):.1f} s {'ahead of' if apart > 0 else 'behind'} the database's."
    if abs(apart) > CLOCKS_APART:
        return [_problem("clock", says, "Let both machines keep time by NTP (chrony).")]
    return [_ok("clock", says)]


async def check_bus(url: str) -> Finding:
    """Announce something and listen for it."""
    if url.startswith("memory://"):
        return _ok("bus", "It is this process's memory, so one process must be all there is.")
    advice = "Start it, and compare its address and password with CALLBEACON_BROADCAST_URL."
    async with Bus(url) as bus:
        try:
            async with asyncio.timeout(SECONDS_TO_COME_BACK):
                took = await _round_trip(bus)
        except TimeoutError:
            says = f"Nothing comes through ({bus.down_because or 'no answer'})."
            return _problem("bus", says, advice)
    return _ok("bus", f"An announcement came back after {1000 * took:.0f} ms.")


async def _round_trip(bus: Bus) -> float:
    """Return the seconds until our own announcement came back."""
    topic = f"doctor:{uuid4().hex}"
    async with bus.listen(topic) as listener:
        began = time.perf_counter()
        await bus.announce(topic, 1)
        async for announcement in listener:
            if announcement.version == 1:
                break
        return time.perf_counter() - began


def _ok(subject: str, says: str) -> Finding:
    return Finding(subject=subject, grade=Grade.OK, says=says)


def _note(subject: str, says: str, advice: str) -> Finding:
    return Finding(subject=subject, grade=Grade.NOTE, says=says, advice=advice)


def _problem(subject: str, says: str, advice: str) -> Finding:
    return Finding(subject=subject, grade=Grade.PROBLEM, says=says, advice=advice)
