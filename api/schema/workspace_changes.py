"""What can be done with an open workspace beside saving it, and with a discarded one."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from api.schema.workspaces import Workspace, show_workspace
from models.people.privileges import Viewer
from models.site import Site
from models.workspaces import by_hand, choices, closing, continuing, workspaces


@strawberry.type
class DiscardedWorkspace:
    """A workspace that was closed without a record; its drafts are kept."""

    id: strawberry.ID = strawberry.field(description="As in `Workspace.id`.")
    call_id: strawberry.ID = strawberry.field(description="As in `InboundCall.id`.")
    opened_at: datetime = strawberry.field(description="When the call was opened.")
    discarded_at: datetime = strawberry.field(description="When it was discarded.")


@strawberry.type
class ClosedWorkspace:
    """Name a workspace that is not open any more."""

    id: strawberry.ID = strawberry.field(description="As in `Workspace.id`.")


WorkspaceResult = Annotated[
    Workspace | Refusal,
    strawberry.union("WorkspaceResult", description="The workspace now, or why it is as before."),
]
DiscardWorkspaceResult = Annotated[
    ClosedWorkspace | Refusal,
    strawberry.union(
        "DiscardWorkspaceResult", description="The workspace's id, or why it is still there."
    ),
]


@strawberry.type
class WorkspaceChangesQuery:
    """Questions about workspaces that were closed."""

    @strawberry.field
    async def discarded_workspaces(self, info: Info) -> list[DiscardedWorkspace]:
        """The viewer's workspaces that can be reopened, the last discarded first, at most 50."""
        found = await closing.discarded_workspaces(await info.context.viewer())
        return [
            DiscardedWorkspace(
                id=strawberry.ID(str(each.id)),
                call_id=strawberry.ID(str(each.call_id)),
                opened_at=each.opened_at,
                discarded_at=each.discarded_at,
            )
            for each in found
        ]


@strawberry.type
class WorkspaceChangesMutation:
    """What can be done with workspaces. A supervisor may do it in the place of an agent of the own teams."""

    @strawberry.mutation
    async def discard_workspace(self, info: Info, id: strawberry.ID) -> DiscardWorkspaceResult:
        """Close a workspace without a record; it can be reopened. A second time changes nothing."""
        return await or_refusal(_discard(info, id))

    @strawberry.mutation
    async def reopen_workspace(self, info: Info, id: strawberry.ID) -> WorkspaceResult:
        """Open a discarded workspace of the viewer's again, with its drafts."""
        return await or_refusal(_changed(info, id, closing.reopen_workspace))

    @strawberry.mutation
    async def take_over_workspace(self, info: Info, id: strawberry.ID) -> WorkspaceResult:
        """Make an open workspace of an absent agent the supervisor's own, with its drafts."""
        return await or_refusal(_changed(info, id, closing.take_over_workspace))

    @strawberry.mutation
    async def change_call_reason(
        self, info: Info, workspace: strawberry.ID, reason: strawberry.ID
    ) -> WorkspaceResult:
        """Put another reason (its id or an alias) in force, and its script with it; drafts are kept."""

        async def change(site: Site, viewer: Viewer, workspace_id: UUID) -> None:
            await choices.change_call_reason(site, viewer, workspace_id, reason)

        return await or_refusal(_changed(info, workspace, change))

    @strawberry.mutation
    async def choose_contact(
        self, info: Info, workspace: strawberry.ID, contact: strawberry.ID | None = None
    ) -> WorkspaceResult:
        """Say which contact the caller is; null says that it is none, whatever the number matches."""

        async def choose(site: Site, viewer: Viewer, workspace_id: UUID) -> None:
            contact_id = read_id(contact) if contact is not None else None
            await choices.choose_contact(site, viewer, workspace_id, contact_id)

        return await or_refusal(_changed(info, workspace, choose))

    @strawberry.mutation
    async def continue_workspace(
        self, info: Info, workspace: strawberry.ID, call: strawberry.ID
    ) -> WorkspaceResult:
        """Go on in the workspace of a call that broke off, now that the caller rings back; counts as the click.

        `InboundCall.workspaceToContinue` names the workspace. What was typed for either call stays; there will be one
        record, the later call's.
        """

        async def go_on(site: Site, viewer: Viewer, workspace_id: UUID) -> None:
            await continuing.continue_workspace(site, viewer, workspace_id, read_id(call))

        return await or_refusal(_changed(info, workspace, go_on))

    @strawberry.mutation
    async def open_call_by_hand(
        self, info: Info, phone_number: str | None = None, reason: strawberry.ID | None = None
    ) -> WorkspaceResult:
        """Open a workspace for a call that never popped; without a reason (its id or an alias) the default applies."""
        return await or_refusal(_open_by_hand(info, phone_number, reason))


async def _discard(info: Info, id: strawberry.ID) -> ClosedWorkspace:
    viewer = await info.context.viewer()
    await closing.discard_workspace(info.context.site, viewer, read_id(id))
    return ClosedWorkspace(id=id)


async def _changed(
    info: Info, id: str, change: Callable[[Site, Viewer, UUID], Awaitable[None]]
) -> Workspace:
    viewer, workspace_id = await info.context.viewer(), read_id(id)
    await change(info.context.site, viewer, workspace_id)
    return show_workspace(await workspaces.open_workspace(viewer, workspace_id))


async def _open_by_hand(info: Info, phone_number: str | None, reason: str | None) -> Workspace:
    viewer = await info.context.viewer()
    workspace_id = await by_hand.open_call_by_hand(
        info.context.site, viewer, phone_number, reason_id=reason
    )
    return show_workspace(await workspaces.open_workspace(viewer, workspace_id))
