"""What has become of the viewer's own workspaces of calls that a list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.workspaces.access import WorkspaceStatus
from models.workspaces.tables import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from models.calls.calls import LedgerCall
    from models.people.privileges import Viewer


class HeldWorkspace(Struct, frozen=True, kw_only=True):
    """Name a workspace and say whether it is open, saved or discarded."""

    id: UUID
    status: WorkspaceStatus


async def held_workspaces(viewer: Viewer, calls: Sequence[LedgerCall]) -> dict[UUID, HeldWorkspace]:
    """Return the workspaces of these calls that are the viewer's, by call, in one statement.

    A call that goes on in another has the other's.
    """
    held_by = {call.id: call.continued_in or call.id for call in calls}
    if not held_by:
        return {}
    rows = await Workspace.select(Workspace.id, Workspace.inbound_call, Workspace.status).where(
        Workspace.inbound_call.is_in(list(held_by.values())), Workspace.user == viewer.user_id
    )
    found = {
        row["inbound_call"]: HeldWorkspace(id=row["id"], status=WorkspaceStatus(row["status"]))
        for row in rows
    }
    return {call: found[holder] for call, holder in held_by.items() if holder in found}
