"""The open workspaces of a supervisor's teams, of which those of absent agents may be taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.calls import calls_of
from models.people.privileges import Privilege, Viewer, require
from models.workspaces.tables import SCRIPT_PAGE, Workspace

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.calls.calls import LedgerCall

MOST = 100
# What was typed last, found by the draft's own row: only columns come out of SQLite as the times that they are.
OPEN = """
    SELECT w.id, w.inbound_call, w.opened_at, w."user", u.login_name, u.full_name, u.is_enabled,
        typed.saved_at AS last_typed_at
    FROM workspace w
    JOIN app_user u ON u.id = w."user"
    LEFT JOIN draft typed ON typed.id = (
        SELECT d.id FROM draft d WHERE d.workspace = w.id AND d.value <> '' AND d.field NOT LIKE {{}}
        ORDER BY d.saved_at DESC LIMIT 1)
    WHERE w.status = 'OPEN' AND w."user" <> {{}} AND (u.team = {{}} OR {{}}){of_agent}
    ORDER BY u.is_enabled, w.id LIMIT {most}
"""


class LeftOpen(Struct, frozen=True, kw_only=True):
    """Show an agent's open workspace: its call, and when something was typed into it last; None for nothing."""

    id: UUID
    user_id: UUID
    login_name: str
    full_name: str
    is_agent_enabled: bool
    opened_at: datetime
    last_typed_at: datetime | None
    call: LedgerCall


async def open_workspaces_of_teams(
    viewer: Viewer, *, agent_id: UUID | None = None
) -> list[LeftOpen]:
    """List the open workspaces of a supervisor's agents, those of disabled ones first, then the oldest; at most 100.

    With ``agent_id`` of that agent alone, who may belong to somebody else's team: then there are none.
    """
    require(viewer, Privilege.CALL_SUPERVISOR)
    of_agent = ' AND w."user" = {}' if agent_id else ""
    rows = await Workspace.raw(
        OPEN.format(of_agent=of_agent, most=MOST),
        f"{SCRIPT_PAGE}%",
        viewer.user_id,
        viewer.team_id,
        viewer.team_id is None,
        *([agent_id] if agent_id else []),
    )
    calls = await calls_of(viewer, [row["inbound_call"] for row in rows])
    return [
        LeftOpen(
            id=row["id"],
            user_id=row["user"],
            login_name=row["login_name"],
            full_name=row["full_name"],
            is_agent_enabled=bool(row["is_enabled"]),
            opened_at=row["opened_at"],
            last_typed_at=row["last_typed_at"],
            call=calls[row["inbound_call"]],
        )
        for row in rows
        if row["inbound_call"] in calls
    ]
