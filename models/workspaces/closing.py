"""Workspaces that end without a record, that come back, and that a supervisor takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models import audit
from models.errors import NoSuchWorkspace
from models.people.privileges import Privilege, Viewer, require
from models.workspaces.access import (
    WorkspaceStatus,
    bring_to_front,
    note_change_of_list,
    open_workspace_to_change,
    workspace_to_change,
)
from models.workspaces.tables import Workspace
from models.workspaces.workspaces import workspace_topic, workspaces_topic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

MOST_DISCARDED = 50


class ListChange(Struct, frozen=True, kw_only=True):
    """Say whose list of open workspaces changed, and the version it has now."""

    user_id: UUID
    version: int


class DiscardedWorkspace(Struct, frozen=True, kw_only=True):
    """Show a workspace that can be reopened."""

    id: UUID
    call_id: UUID
    opened_at: datetime
    discarded_at: datetime


async def discard_workspace(site: Site, viewer: Viewer, workspace_id: UUID) -> None:
    """Close a workspace without a record; its drafts are kept, so that it can be reopened.

    A second time nothing happens; one that was saved is no open workspace any more.
    """

    async def discard() -> ListChange | None:
        row = await workspace_to_change(site, viewer, workspace_id, supervised=True)
        if row["status"] == WorkspaceStatus.DISCARDED:
            return None
        if row["status"] != WorkspaceStatus.OPEN:
            raise NoSuchWorkspace
        await _note(site, viewer, "workspace.discarded", row)
        return await close(site, row, WorkspaceStatus.DISCARDED)

    change = await site.writer.run(discard)
    await announce_changes(site, workspace_id, [change] if change else [])


async def reopen_workspace(site: Site, viewer: Viewer, workspace_id: UUID) -> None:
    """Open a discarded workspace again, in front, as it was; an open one stays as it is."""

    async def reopen() -> ListChange | None:
        row = await workspace_to_change(site, viewer, workspace_id)
        if row["status"] == WorkspaceStatus.OPEN:
            return None
        if row["status"] != WorkspaceStatus.DISCARDED:
            raise NoSuchWorkspace
        await Workspace.update(
            {
                Workspace.status: WorkspaceStatus.OPEN,
                Workspace.closed_at: None,
                Workspace.version: Workspace.version + 1,
            }
        ).where(Workspace.id == workspace_id)
        await bring_to_front(row["user"], workspace_id)
        await _note(site, viewer, "workspace.reopened", row)
        return ListChange(user_id=row["user"], version=await note_change_of_list(row["user"]))

    change = await site.writer.run(reopen)
    await announce_changes(site, workspace_id, [change] if change else [])


async def take_over_workspace(site: Site, viewer: Viewer, workspace_id: UUID) -> None:
    """Make an open workspace of an agent in a supervisor's teams the supervisor's own, with its drafts."""
    require(viewer, Privilege.CALL_USER)

    async def take() -> list[ListChange]:
        row = await open_workspace_to_change(site, viewer, workspace_id, supervised=True)
        former: UUID = row["user"]
        if former == viewer.user_id:
            return []
        await Workspace.update(
            {Workspace.user: viewer.user_id, Workspace.version: Workspace.version + 1}
        ).where(Workspace.id == workspace_id)
        await bring_to_front(viewer.user_id, workspace_id)
        await bring_to_front(former, None)
        await _note(site, viewer, "workspace.taken_over", row)
        return [
            ListChange(user_id=user_id, version=await note_change_of_list(user_id))
            for user_id in (former, viewer.user_id)
        ]

    await announce_changes(site, workspace_id, await site.writer.run(take))


async def discarded_workspaces(viewer: Viewer) -> list[DiscardedWorkspace]:
    """List the viewer's workspaces that can be reopened, the last discarded first, at most 50."""
    rows = (
        await Workspace.select()
        .where(
            Workspace.user == viewer.user_id, Workspace.status == WorkspaceStatus.DISCARDED.value
        )
        .order_by(Workspace.closed_at, ascending=False)
        .limit(MOST_DISCARDED)
    )
    return [
        DiscardedWorkspace(
            id=row["id"],
            call_id=row["inbound_call"],
            opened_at=row["opened_at"],
            discarded_at=row["closed_at"],
        )
        for row in rows
    ]


async def close(site: Site, row: Row, status: WorkspaceStatus) -> ListChange:
    """Close a workspace that ``workspace_to_change`` gave; within the same job."""
    await Workspace.update(
        {
            Workspace.status: status,
            Workspace.closed_at: site.now(),
            Workspace.is_front: False,
            Workspace.version: Workspace.version + 1,
        }
    ).where(Workspace.id == row["id"])
    if row["is_front"]:
        await bring_to_front(row["user"], None)
    return ListChange(user_id=row["user"], version=await note_change_of_list(row["user"]))


async def announce_changes(site: Site, workspace_id: UUID, changes: Sequence[ListChange]) -> None:
    """Announce, after the commit, that a workspace has changed and with it these lists."""
    for change in changes:
        await site.bus.announce(workspaces_topic(change.user_id), change.version)
        await site.bus.announce(workspace_topic(workspace_id), change.version)


async def _note(site: Site, viewer: Viewer, action: str, row: Row) -> None:
    await audit.note(
        site,
        viewer,
        action,
        kind="workspace",
        subject=row["id"],
        before={"status": row["status"], "user": row["user"]},
    )
