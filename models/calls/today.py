"""Figures of a day: how many calls there were, how fast beacons were clicked, how long calls and wrap-ups took."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, timedelta
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.calls import CallTimes, visible_to
from models.calls.figures import handling_time, talk_time, wrap_up_time
from models.calls.filtering import CLOCKS_DIFFER
from models.calls.tables import InboundCall
from models.identifiers import first_id_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer

CALLS = """
    SELECT c."user", u.login_name, u.full_name, c.connected_at, c.clicked_at, c.opened_at, c.ended_at, c.saved_at,
        c.end_cause, c.is_by_hand
    FROM inbound_call c JOIN app_user u ON u.id = c."user"
    WHERE c.id >= {{}} AND c.connected_at >= {{}} AND NOT c.is_test AND {visible}
"""


class Figures(Struct, frozen=True, kw_only=True):
    """Count calls; ``unopened`` ones ended and nobody opened them. Of times the median, None where there are none."""

    calls: int
    unopened: int
    to_click: timedelta | None
    talk: timedelta | None
    wrap_up: timedelta | None
    handling: timedelta | None


class AgentFigures(Struct, frozen=True, kw_only=True):
    """Show the figures of one agent."""

    user_id: UUID
    login_name: str
    full_name: str
    figures: Figures


class DayFigures(Struct, frozen=True, kw_only=True):
    """Show the figures of all calls together, and of each agent who had any, by name."""

    total: Figures
    agents: tuple[AgentFigures, ...]


async def figures_since(viewer: Viewer, since: datetime) -> DayFigures:
    """Return the figures of the calls that began since then, as far as the viewer may see them.

    Test calls are left out, and so is the talk time of superseded calls, whose end was never told.
    """
    clause, values = visible_to(viewer)
    sql = CALLS.format(visible=clause)
    rows = await InboundCall.raw(
        sql, first_id_at(since - CLOCKS_DIFFER), since.astimezone(UTC), *values
    )
    by_agent: dict[tuple[str, str, UUID], list[CallTimes]] = defaultdict(list)
    for row in rows:
        by_agent[row["full_name"], row["login_name"], row["user"]].append(_call(row))
    return DayFigures(
        total=_figures([call for calls in by_agent.values() for call in calls]),
        agents=tuple(
            AgentFigures(
                user_id=user_id,
                login_name=login_name,
                full_name=full_name,
                figures=_figures(calls),
            )
            for (full_name, login_name, user_id), calls in sorted(by_agent.items())
        ),
    )


def _figures(calls: Sequence[CallTimes]) -> Figures:
    return Figures(
        calls=len(calls),
        unopened=sum(call.opened_at is None and call.ended_at is not None for call in calls),
        to_click=_median(calls, _time_to_click),
        talk=_median(calls, talk_time),
        wrap_up=_median(calls, wrap_up_time),
        handling=_median(calls, handling_time),
    )


def _time_to_click(call: CallTimes) -> timedelta | None:
    """Return how long the beacon flashed; None when nobody clicked it before the call was over."""
    if call.clicked_at is None or call.is_by_hand:
        return None
    if call.ended_at is not None and call.clicked_at > call.ended_at:
        return None
    return max(call.clicked_at - call.connected_at, timedelta())


def _median(
    calls: Iterable[CallTimes], time: Callable[[CallTimes], timedelta | None]
) -> timedelta | None:
    times = [taken.total_seconds() for taken in map(time, calls) if taken is not None]
    return timedelta(seconds=median(times)) if times else None


def _call(row: Row) -> CallTimes:
    return CallTimes(
        connected_at=row["connected_at"],
        clicked_at=row["clicked_at"],
        opened_at=row["opened_at"],
        ended_at=row["ended_at"],
        saved_at=row["saved_at"],
        end_cause=row["end_cause"],
        is_test=False,
        is_by_hand=bool(row["is_by_hand"]),
    )
