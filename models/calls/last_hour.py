"""Figures of the last hour in parts of five minutes: one statement adds them up, however many calls there were.

The rules of what a time is worth are those of ``figures.py``, written in SQL; a test compares the two. Times are means,
which contact centres know as average handling time and so on, since means of parts can be put together again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.filtering import CLOCKS_DIFFER
from models.calls.tables import InboundCall
from models.identifiers import first_id_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.database import Row
    from models.site import Site

HOUR = timedelta(hours=1)
PART = timedelta(minutes=5)
# CROSS JOIN: SQLite then looks up each user's own calls by index, and not everybody's calls of the hour.
ADDED_UP = """
    WITH timed AS (
        SELECT {part} AS part, c.opened_at IS NULL AND c.ended_at IS NOT NULL AS is_unopened,
            CASE WHEN NOT c.is_by_hand AND (c.ended_at IS NULL OR c.clicked_at <= c.ended_at)
                THEN {to_click} END AS to_click,
            CASE WHEN NOT c.is_by_hand AND c.end_cause <> 'SUPERSEDED' THEN {talk} END AS talk,
            {wrap_up} AS wrap_up
        FROM app_user u CROSS JOIN inbound_call c
        WHERE c."user" = u.id AND c.id >= {{}} AND c.connected_at > {{}} AND NOT c.is_test AND {teams})
    SELECT part, COUNT(*) AS calls, COUNT(CASE WHEN is_unopened THEN 1 END) AS unopened,
        COUNT(to_click) AS clicked, SUM(to_click) AS to_click,
        COUNT(talk + wrap_up) AS handled, SUM(CASE WHEN talk IS NOT NULL THEN wrap_up END) AS wrap_up,
        SUM(talk + wrap_up) AS handling
    FROM timed GROUP BY part
"""


class Sums(Struct, frozen=True, kw_only=True):
    """Add calls up. ``clicked`` beacons took ``to_click`` together, ``handled`` calls ``wrap_up`` and ``handling``.

    ``unopened`` ones ended and nobody opened them.
    """

    calls: int = 0
    unopened: int = 0
    clicked: int = 0
    to_click: timedelta = timedelta()
    handled: int = 0
    wrap_up: timedelta = timedelta()
    handling: timedelta = timedelta()

    @property
    def mean_to_click(self) -> timedelta | None:
        """How long a beacon flashed; None when nobody clicked one."""
        return self.to_click / self.clicked if self.clicked else None

    @property
    def mean_wrap_up(self) -> timedelta | None:
        """How long it took from the end of a call to its record; None without a record."""
        return self.wrap_up / self.handled if self.handled else None

    @property
    def mean_handling(self) -> timedelta | None:
        """How long talk and wrap-up took together; None without a record."""
        return self.handling / self.handled if self.handled else None


class Part(Struct, frozen=True, kw_only=True):
    """Hold the calls that began within five minutes from a time on."""

    begins: datetime
    sums: Sums


class LastHour(Struct, frozen=True, kw_only=True):
    """Hold the calls that began within the last hour; the first part has what is left of it, the last is going on."""

    parts: tuple[Part, ...]

    @property
    def total(self) -> Sums:
        """All parts together."""
        return _together(part.sums for part in self.parts)


async def last_hour(site: Site, teams: tuple[UUID | None, ...]) -> LastHour:
    """Return the figures of these teams, None being those who are in none; the caller checks who may see them.

    Test calls are left out, and so is the talk time of superseded calls, whose end was never told.
    """
    now = site.now().astimezone(UTC)
    begin = now - HOUR
    known = [team for team in teams if team is not None]
    sql = _statement(teams=len(known), is_sqlite=site.database.is_sqlite)
    values = (first_id_at(begin - CLOCKS_DIFFER), begin, *known, None in teams)
    found = {int(row["part"]): _sums(row) for row in await InboundCall.raw(sql, *values)}
    first, last = (int(at.timestamp() // PART.total_seconds()) for at in (begin, now))
    return LastHour(
        parts=tuple(
            Part(
                begins=datetime.fromtimestamp(number * PART.total_seconds(), UTC),
                sums=found.get(number, Sums()),
            )
            for number in range(first, last + 1)
        )
    )


def _statement(*, teams: int, is_sqlite: bool) -> str:
    listed = f"u.team IN ({', '.join(['{}'] * teams)})" if teams else "FALSE"
    epoch = "strftime('%s', c.connected_at)" if is_sqlite else "EXTRACT(EPOCH FROM c.connected_at)"
    return ADDED_UP.format(
        part=f"FLOOR({epoch} / 300)" if not is_sqlite else f"{epoch} / 300",
        to_click=_seconds("c.clicked_at", "c.connected_at", is_sqlite=is_sqlite),
        talk=_seconds("c.ended_at", "c.connected_at", is_sqlite=is_sqlite),
        wrap_up=_seconds("c.saved_at", "c.ended_at", is_sqlite=is_sqlite),
        teams=f"({listed} OR u.team IS NULL AND {{}})",
    )


def _seconds(later: str, earlier: str, *, is_sqlite: bool) -> str:
    """Write how many seconds lie between, not less than none; null without one of the times."""
    days = f"(julianday({later}) - julianday({earlier})) * 86400.0"
    between = days if is_sqlite else f"EXTRACT(EPOCH FROM {later} - {earlier})"
    return f"CASE WHEN {later} < {earlier} THEN 0 ELSE {between} END"


def _sums(row: Row) -> Sums:
    def time(name: str) -> timedelta:
        return timedelta(milliseconds=round(float(row[name] or 0) * 1000))

    return Sums(
        calls=row["calls"],
        unopened=row["unopened"],
        clicked=row["clicked"],
        to_click=time("to_click"),
        handled=row["handled"],
        wrap_up=time("wrap_up"),
        handling=time("handling"),
    )


def _together(parts: Iterable[Sums]) -> Sums:
    each = tuple(parts)
    return Sums(
        calls=sum(part.calls for part in each),
        unopened=sum(part.unopened for part in each),
        clicked=sum(part.clicked for part in each),
        to_click=sum((part.to_click for part in each), timedelta()),
        handled=sum(part.handled for part in each),
        wrap_up=sum((part.wrap_up for part in each), timedelta()),
        handling=sum((part.handling for part in each), timedelta()),
    )
