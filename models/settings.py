"""Site settings: what an administrator may change while it runs. What the table does not hold has its default."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import structlog
from msgspec import Struct
from phonenumbers import SUPPORTED_REGIONS
from piccolo.columns import BigInt, Text, Varchar
from piccolo.table import Table

from models import audit
from models.errors import ChangedMeanwhile, InvalidValue
from models.people.changing import announce_administration
from models.people.privileges import Privilege, Viewer, require

if TYPE_CHECKING:
    from models.events import Bus
    from models.site import Site

log = structlog.get_logger(__name__)

SettingValue: TypeAlias = "int | bool | str | None"

SETTINGS_TOPIC = "settings"
READ_EVERY = 5.0  # seconds; the most that a lost announcement delays a change

STORE = """
    INSERT INTO site_setting (name, value, version) VALUES ($1, $2, 1)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = site_setting.version + 1
    WHERE site_setting.version = $3
    RETURNING version
"""


class SiteSetting(Table, tablename="site_setting"):
    """One setting that was changed from its default."""

    name = Varchar(length=64, primary_key=True)
    value = Text(
        help_text="As JSON; a column of that type would turn SQLite's numbers into no text."
    )
    version = BigInt(default=1)


class SiteSettings(Struct, frozen=True, kw_only=True):
    """Hold every setting.

    ``repeat_window_seconds``: how long the same CONNECTED again is a repeat (rule 2). ``long_call_hours``: after how
    many hours a call is pointed out as running too long. ``trace_days``: how long traces are kept. ``default_region``:
    two letters of ISO 3166; None: as the installation was started with. ``opens_automatically``: whether calls open
    without a click, for users who have not said otherwise. ``messages_a_second``: how many each source may send to each
    process. ``requests_a_minute``, ``cost_a_minute``: what each API token may ask for in each process.
    ``session_idle_minutes``: when a session without an open page ends. ``session_hours``: when every session ends,
    those that began before a change too. ``failed_sign_ins_a_minute``: for an account at an address.
    """

    repeat_window_seconds: int = 60
    long_call_hours: int = 4
    trace_days: int = 30
    default_region: str | None = None
    opens_automatically: bool = False
    messages_a_second: int = 2000
    requests_a_minute: int = 1200
    cost_a_minute: int = 100_000
    session_idle_minutes: int = 120
    session_hours: int = 16
    failed_sign_ins_a_minute: int = 10

    @property
    def repeat_window(self) -> timedelta:
        """Return how long a CONNECTED counts as a repeat."""
        return timedelta(seconds=self.repeat_window_seconds)

    @property
    def session_idle(self) -> timedelta:
        """Return how long a session lasts without a request and without an open page."""
        return timedelta(minutes=self.session_idle_minutes)

    @property
    def session_lasts(self) -> timedelta:
        """Return how long a session lasts in any case."""
        return timedelta(hours=self.session_hours)


LIMITS = {
    "repeat_window_seconds": range(24 * 60 * 60 + 1),
    "long_call_hours": range(1, 1000),
    "trace_days": range(1, 3651),
    "messages_a_second": range(1, 1_000_001),
    "requests_a_minute": range(1, 1_000_001),
    "cost_a_minute": range(1, 1_000_000_001),
    # Well above the five minutes between two notes of when a session was last in use.
    "session_idle_minutes": range(15, 24 * 60 + 1),
    "session_hours": range(1, 7 * 24 + 1),
    # An account from everywhere has 30: more at one address would mean nothing.
    "failed_sign_ins_a_minute": range(3, 31),
}
NAMES = SiteSettings.__struct_fields__


class OneSetting(Struct, frozen=True, kw_only=True):
    """Show one setting; ``version`` is 0 while it has its default."""

    name: str
    value: SettingValue
    version: int


class SettingsCache:
    """Hold the settings of this process, so that a message costs no query; ``changed`` is set with each change."""

    __slots__ = ("changed", "current")

    def __init__(self) -> None:
        self.current = SiteSettings()
        self.changed = asyncio.Event()

    async def open(self) -> None:
        """Read for the first time; a database without tables has the defaults."""
        if await SiteSetting.table_exists():
            await self.read()

    async def read(self) -> None:
        """Read again."""
        before = self.current
        self.current = SiteSettings(**{each.name: each.value for each in await read_settings()})  # type: ignore[arg-type]  # checked when stored
        if self.current != before:
            self.changed.set()

    async def keep_fresh(self, bus: Bus) -> None:
        """Read again when a change is announced, and every five seconds; ends with the bus."""
        async with bus.listen(SETTINGS_TOPIC) as announcements:
            while True:
                try:
                    # Not wait_for, which in Python 3.11 may swallow the end of this task.
                    with suppress(TimeoutError):
                        async with asyncio.timeout(READ_EVERY):
                            await anext(announcements)
                    await self.open()
                except StopAsyncIteration:
                    return
                except Exception:
                    log.exception("settings.not_read")


async def read_settings() -> list[OneSetting]:
    """Read every setting as it is in the database now."""
    rows = {row["name"]: row for row in await SiteSetting.select()}
    defaults = SiteSettings()
    return [
        OneSetting(name=name, value=json.loads(rows[name]["value"]), version=rows[name]["version"])
        if name in rows
        else OneSetting(name=name, value=getattr(defaults, name), version=0)
        for name in NAMES
    ]


async def change_setting(
    site: Site, viewer: Viewer, name: str, value: SettingValue, *, version: int
) -> None:
    """Change one setting, in every process within seconds.

    ``version`` is the one that was on screen; raises ``ChangedMeanwhile`` when it is not the newest any more.
    """
    require(viewer, Privilege.ADMIN)
    checked = _checked(name, value)

    async def change() -> int:
        before = next(each for each in await read_settings() if each.name == name)
        stored = await site.database.fetch(STORE, name, json.dumps(checked), version)
        if before.version != version or not stored:
            raise ChangedMeanwhile
        await _note(site, viewer, before, checked)
        newest: int = stored[0]["version"]
        return newest

    newest = await site.writer.run(change)
    await site.settings.read()
    await site.bus.announce(SETTINGS_TOPIC, newest)
    await announce_administration(site)


async def _note(site: Site, viewer: Viewer, before: OneSetting, value: SettingValue) -> None:
    await audit.note(
        site,
        viewer,
        "setting.changed",
        kind="setting",
        subject=before.name,
        before={"value": before.value},
        after={"value": value},
    )


def _checked(name: str, value: SettingValue) -> SettingValue:
    if name not in NAMES:
        raise InvalidValue("name", "is no site setting.")
    if name in LIMITS:
        return _checked_number(name, value)
    if name == "default_region":
        return _checked_region(value)
    if not isinstance(value, bool):
        raise InvalidValue("value", "is true or false.")
    return value


def _checked_number(name: str, value: SettingValue) -> int:
    limits = LIMITS[name]
    if isinstance(value, bool) or not isinstance(value, int) or value not in limits:
        raise InvalidValue("value", f"is a whole number from {limits[0]} to {limits[-1]}.")
    return value


def _checked_region(value: SettingValue) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or value.upper() not in SUPPORTED_REGIONS:
        raise InvalidValue("value", "is a country as two letters, such as CA.")
    return value.upper()
