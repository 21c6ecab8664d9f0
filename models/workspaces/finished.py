"""The calls that a user has dealt with: saved or discarded, and still at hand to be amended or reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.following import follow
from models.people.privileges import Privilege, Viewer, require
from models.people.sessions import sessions_topic
from models.people.users import call_user
from models.workspaces.tables import Workspace
from models.workspaces.workspaces import workspaces_topic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

FINISHED = """
    SELECT w.id, w.inbound_call, w.closed_at, r.id AS record, r.version AS record_version
    FROM workspace w LEFT JOIN call_record r ON r.inbound_call = w.inbound_call
    WHERE w."user" = {} AND w.closed_at IS NOT NULL
    ORDER BY w.closed_at DESC, w.id DESC LIMIT 20
"""


class FinishedCall(Struct, frozen=True, kw_only=True):
    """Name a closed workspace, its call, and its record; one that was discarded has no record."""

    workspace_id: UUID
    call_id: UUID
    finished_at: datetime
    record_id: UUID | None
    record_version: int | None


async def finished_calls(viewer: Viewer) -> tuple[FinishedCall, ...]:
    """List what the viewer saved or discarded, the last first, at most 20."""
    require(viewer, Privilege.CALL_USER)
    return tuple(_finished(row) for row in await Workspace.raw(FINISHED, viewer.user_id))


def follow_finished_calls(
    site: Site, viewer: Viewer
) -> AsyncGenerator[tuple[FinishedCall, ...], None]:
    """Yield the list, then again when a call is saved, amended, discarded or reopened.

    Raises ``NotACallUser`` for a viewer without gCallUser, now or later.
    """
    return follow(
        site,
        workspaces_topic(viewer.user_id),
        sessions_topic(viewer.user_id),
        read=_finished_calls_of,
        of=(viewer.user_id,),
    )


async def _finished_calls_of(user_id: UUID) -> tuple[FinishedCall, ...]:
    return await finished_calls(await call_user(user_id))


def _finished(row: Row) -> FinishedCall:
    return FinishedCall(
        workspace_id=row["id"],
        call_id=row["inbound_call"],
        finished_at=row["closed_at"],
        record_id=row["record"],
        record_version=row["record_version"],
    )
