"""Who may work on a workspace: its agent, and the supervisor of an agent who is away or disabled."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from models.calls.ledger import lock_states
from models.errors import NoSuchWorkspace
from models.people.privileges import Privilege, Viewer, may_see_calls_of, require
from models.people.tables import User
from models.workspaces.tables import Workspace

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.site import Site

OWNER = """
    SELECT w."user", u.team, c."user" AS called
    FROM workspace w
    JOIN app_user u ON u.id = w."user"
    JOIN inbound_call c ON c.id = w.inbound_call
    WHERE w.id = $1
"""
LOCKED = "SELECT * FROM workspace WHERE id = $1"


class WorkspaceStatus(StrEnum):
    """Say what has become of a workspace."""

    OPEN = "OPEN"
    SAVED = "SAVED"
    DISCARDED = "DISCARDED"


async def workspace_to_change(
    site: Site, viewer: Viewer, workspace_id: UUID, *, supervised: bool = False
) -> Row:
    """Return a workspace of the viewer's, locked; otherwise raise ``NoSuchWorkspace``.

    ``supervised`` ones of a supervisor's team are found too. Within a job. The users are locked first, as by whoever
    writes calls, so that no two wait for each other; of a workspace that was taken over also the one who was called.
    """
    owners = await site.database.fetch(OWNER, workspace_id)
    if not owners or not _may_change(viewer, owners[0], supervised=supervised):
        raise NoSuchWorkspace
    users = {owners[0]["user"], owners[0]["called"], viewer.user_id}
    await lock_states(site.database, users)
    locking = "" if site.database.is_sqlite else " FOR UPDATE"
    (row,) = await site.database.fetch(LOCKED + locking, workspace_id)
    if row["user"] != owners[0]["user"]:  # a supervisor took it over just now
        raise NoSuchWorkspace
    return row


async def open_workspace_to_change(
    site: Site, viewer: Viewer, workspace_id: UUID, *, supervised: bool = False
) -> Row:
    """Return a workspace as above that is open; otherwise raise ``NoSuchWorkspace``."""
    row = await workspace_to_change(site, viewer, workspace_id, supervised=supervised)
    if row["status"] != WorkspaceStatus.OPEN:
        raise NoSuchWorkspace
    return row


async def note_change_of_list(user_id: UUID) -> int:
    """Count one more change of which workspaces a user has open; return the new version."""
    rows = (
        await User.update({User.workspaces_version: User.workspaces_version + 1})
        .where(User.id == user_id)
        .returning(User.workspaces_version)
    )
    version: int = rows[0]["workspaces_version"]
    return version


async def bring_to_front(user_id: UUID, workspace_id: UUID | None) -> None:
    """Make this the default of tabs that name no workspace; without one, the last that was opened."""
    mine = (Workspace.user == user_id, Workspace.status == WorkspaceStatus.OPEN)
    if workspace_id is None:
        last = (
            await Workspace.select(Workspace.id)
            .where(*mine)
            .order_by(Workspace.id, ascending=False)
            .first()
        )
        workspace_id = last["id"] if last else None
    await Workspace.update({Workspace.is_front: False}).where(*mine)
    if workspace_id is not None:
        await Workspace.update({Workspace.is_front: True}).where(Workspace.id == workspace_id)


def _may_change(viewer: Viewer, owner: Row, *, supervised: bool) -> bool:
    if owner["user"] == viewer.user_id:
        require(viewer, Privilege.CALL_USER)
        return True
    return supervised and may_see_calls_of(viewer, user_id=owner["user"], team_id=owner["team"])
