"""Times: of one call, and since when an agent waits, talks or wraps up."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.tables import UserCallState
from models.calls.user_calls import EndCause
from models.people.privileges import Privilege, Viewer, require

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.calls.calls import CallTimes, LedgerCall
    from models.database import Row
    from models.site import Site

# Each join takes one row by its key, so that a team is read at the cost of its size. Test calls are nobody's business.
AGENTS = """
    SELECT u.id, u.login_name, u.full_name, t.id AS team, t.name AS team_name, u.is_enabled, s.changed_at,
        running.id AS running_call, running.connected_at AS running_since, over.ended_at AS last_ended_at,
        opened.opened_at AS wrap_up_opened_at, closed.closed_at AS last_closed_at
    FROM app_user u
    JOIN user_call_state s ON s."user" = u.id
    LEFT JOIN team t ON t.id = u.team
    LEFT JOIN inbound_call running ON running.id = (
        SELECT c.id FROM inbound_call c
        WHERE c."user" = u.id AND c.ended_at IS NULL AND NOT c.is_test
        ORDER BY c.id LIMIT 1)
    LEFT JOIN inbound_call over ON over.id = (
        SELECT c.id FROM inbound_call c
        WHERE c."user" = u.id AND c.ended_at IS NOT NULL AND NOT c.is_test
        ORDER BY c.connected_at DESC LIMIT 1)
    LEFT JOIN workspace opened ON opened.id = (
        SELECT w.id FROM workspace w JOIN inbound_call c ON c.id = w.inbound_call
        WHERE w."user" = u.id AND w.status = 'OPEN' AND c.ended_at IS NOT NULL AND NOT c.is_test
        ORDER BY w.id LIMIT 1)
    LEFT JOIN workspace closed ON closed.id = (
        SELECT w.id FROM workspace w WHERE w."user" = u.id AND w.closed_at IS NOT NULL
        ORDER BY w.closed_at DESC LIMIT 1)
"""

SUPERVISED = """
    WHERE u.is_enabled AND (u.team = {} OR {}) AND EXISTS (
        SELECT 1 FROM granted_privilege g WHERE g."user" = u.id AND g.privilege = {})
    ORDER BY u.full_name, u.id
"""


OF_TEAM = """
    WHERE u.is_enabled AND (u.team = {} OR u.team IS NULL AND {}) AND EXISTS (
        SELECT 1 FROM granted_privilege g WHERE g."user" = u.id AND g.privilege = {})
    ORDER BY u.full_name, u.id
"""


class AgentStatus(StrEnum):
    """Say what an agent is doing, as far as messages and workspaces tell."""

    WAITING = "WAITING"
    ON_CALL = "ON_CALL"
    WRAP_UP = "WRAP_UP"


class Agent(Struct, frozen=True, kw_only=True):
    """Show an agent, since when the status has been what it is, and the oldest call that runs."""

    user_id: UUID
    login_name: str
    full_name: str
    team_name: str | None
    status: AgentStatus
    since: datetime
    call_id: UUID | None
    call_since: datetime | None = None


async def agents(viewer: Viewer) -> list[Agent]:
    """Return the enabled agents that a supervisor may see: the own team's, or everyone for one without a team."""
    require(viewer, Privilege.CALL_SUPERVISOR)
    rows = await UserCallState.raw(
        AGENTS + SUPERVISED, viewer.team_id, viewer.team_id is None, Privilege.CALL_USER.value
    )
    return [_agent(row) for row in rows]


async def agents_of_team(team_id: UUID | None) -> tuple[Agent, ...]:
    """Return a team's enabled agents, or with None those who are in no team; the caller checks who may see them."""
    rows = await UserCallState.raw(
        AGENTS + OF_TEAM, team_id, team_id is None, Privilege.CALL_USER.value
    )
    return tuple(_agent(row) for row in rows)


async def agent(user_id: UUID) -> Agent:
    """Return one user's status, whoever the user is; the caller checks who may see it."""
    (row,) = await UserCallState.raw(f"{AGENTS} WHERE u.id = {{}}", user_id)
    return _agent(row)


def is_running_too_long(site: Site, call: LedgerCall) -> bool:
    """Tell whether a call has run for longer than the site setting; it is pointed out, and never ended by itself."""
    return call.ended_at is None and site.now() > too_long_from(site, call.connected_at)


def too_long_from(site: Site, connected_at: datetime) -> datetime:
    """Return the time from which a call that began then runs too long."""
    return connected_at + timedelta(hours=site.settings.current.long_call_hours)


def talk_time(call: CallTimes) -> timedelta | None:
    """Return the time from the call's beginning to its end; None where that says nothing about talking.

    A superseded call's end was never told, a call entered by hand has no times, and a test is no call.
    """
    if call.ended_at is None or call.is_test or call.is_by_hand:
        return None
    if call.end_cause == EndCause.SUPERSEDED:
        return None
    return max(call.ended_at - call.connected_at, timedelta())


def wrap_up_time(call: CallTimes) -> timedelta | None:
    """Return the time from the end of a call to the saving of its record; none passes when it is saved before."""
    if talk_time(call) is None or call.ended_at is None or call.saved_at is None:
        return None
    return max(call.saved_at - call.ended_at, timedelta())


def handling_time(call: CallTimes) -> timedelta | None:
    """Return the talk time and the wrap-up time together."""
    talk, wrap_up = talk_time(call), wrap_up_time(call)
    return None if talk is None or wrap_up is None else talk + wrap_up


def _agent(row: Row) -> Agent:
    status, since = _status(row)
    return Agent(
        user_id=row["id"],
        login_name=row["login_name"],
        full_name=row["full_name"],
        team_name=row["team_name"],
        status=status,
        since=since,
        call_id=row["running_call"],
        call_since=row["running_since"],
    )


def _status(row: Row) -> tuple[AgentStatus, datetime]:
    if row["running_since"]:
        return AgentStatus.ON_CALL, row["running_since"]
    ended, opened = row["last_ended_at"], row["wrap_up_opened_at"]
    if opened:
        return AgentStatus.WRAP_UP, max(ended or opened, opened)
    ends = [at for at in (ended, row["last_closed_at"]) if at]
    return AgentStatus.WAITING, max(ends, default=row["changed_at"])
