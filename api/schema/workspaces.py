"""Inbound Call workspaces, as GraphQL shows them."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

import strawberry

from api.schema.calls import InboundCall
from api.schema.calls import inbound_calls as show_calls
from api.schema.contacts import Contact
from api.schema.contacts import contact as show_contact
from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from api.schema.scripts import CallScript, call_script
from api.schema.selections import asked_fields
from api.schema.transfers import Transfer, transfer
from api.schema.workspace_batches import WorkspaceBatch
from models.workspaces import workspaces
from models.workspaces.card_numbers import holds_card_number
from models.workspaces.drafts import DraftConflict as Conflict
from models.workspaces.drafts import DraftEdit
from models.workspaces.drafts import save_draft as save
from models.workspaces.following import follow_open_workspaces, follow_workspace
from models.workspaces.unopened import follow_unopened_calls
from models.workspaces.workspaces import DraftText, OpenWorkspace

# No call that changes makes these change; and these alone change with what is typed.
UNCHANGING = {"__typename", "id", "isFront", "openedAt"}
OF_DRAFTS = {"drafts", "version"}


@strawberry.type
class Draft:
    """The newest text of one field of a workspace."""

    field: str = strawberry.field(description="The name that clients gave the field.")
    value: str = strawberry.field(description="The text.")
    version: int = strawberry.field(description="Grows with each change of this field.")
    saved_at: datetime = strawberry.field(description="When this text was stored.")

    @strawberry.field
    def holds_card_number(self) -> bool:
        """Whether digits in it could be the number of a payment card, which nobody should keep."""
        return holds_card_number(self.value)


@strawberry.type
class DraftConflict:
    """Another tab changed the field since: nothing was stored."""

    current: Draft = strawberry.field(description="What the field holds now.")


@strawberry.type
class Workspace:
    """One call that the viewer has opened and neither saved nor discarded."""

    id: strawberry.ID = strawberry.field(description="Ours, in the order of opening.")
    is_front: bool = strawberry.field(description="The last one opened, for a tab that names none.")
    opened_at: datetime = strawberry.field(description="When the call was opened.")
    version: int = strawberry.field(description="Grows with each change of a draft.")
    has_chosen_contact: bool = strawberry.field(
        description="Whether `contact` is what the agent chose, even if it is none."
    )
    drafts: list[Draft] = strawberry.field(description="By field; empty in the list of workspaces.")
    transfers: list[Transfer] = strawberry.field(
        description="Who had the caller before, the last one first; empty in the list of workspaces."
    )
    call_id: strawberry.Private[UUID]
    batch: strawberry.Private[WorkspaceBatch]

    @strawberry.field
    async def inbound_call(self, info: Info) -> InboundCall:
        """The call, as the ledger has it."""
        context = info.context
        viewer = await context.viewer_above()
        return await self.batch.shown_call(context.site, viewer, self.call_id)

    @strawberry.field
    async def contact(self, info: Info) -> Contact | None:
        """Who the caller is taken to be: the contact chosen in this workspace, else the match that is selected."""
        context = info.context
        card = await self.batch.caller(context.site, await context.viewer_above(), self.call_id)
        return show_contact(card) if card else None

    @strawberry.field
    async def requires_outcome(self) -> bool:
        """Whether the reason in force asks for an outcome before the call is saved."""
        return await self.batch.requires_outcome(self.call_id)

    @strawberry.field
    async def script(self, info: Info) -> CallScript | None:
        """The call script in the version that was in force when the workspace opened; null without one."""
        context = info.context
        script = await self.batch.script(context.site, await context.viewer_above(), self.call_id)
        return call_script(script) if script else None


OpenInboundCallResult = Annotated[
    Workspace | Refusal,
    strawberry.union(
        "OpenInboundCallResult", description="The workspace, or why it was not opened."
    ),
]
SaveDraftResult = Annotated[
    Draft | DraftConflict | Refusal,
    strawberry.union("SaveDraftResult", description="What is stored now, or why this was not."),
]


@strawberry.type
class WorkspaceQuery:
    """Questions about workspaces."""

    @strawberry.field
    async def workspaces(self, info: Info) -> list[Workspace]:
        """The viewer's open workspaces in the order of opening; drafts only in ``workspace``."""
        return _shown(await workspaces.open_workspaces(await info.context.viewer()))

    @strawberry.field
    async def workspace(self, info: Info, id: strawberry.ID) -> Workspace:
        """One of the viewer's open workspaces, with its drafts."""
        viewer = await info.context.viewer()
        return show_workspace(await workspaces.open_workspace(viewer, read_id(id)))


@strawberry.type
class WorkspaceMutation:
    """What can be done with workspaces."""

    @strawberry.mutation
    async def open_inbound_call(self, info: Info, id: strawberry.ID) -> OpenInboundCallResult:
        """Open the workspace of one of the viewer's calls, as a click on the beacon does.

        A second time, in whatever tab, nothing changes and the same workspace comes back.
        """
        return await or_refusal(_open_call(info, id))

    @strawberry.mutation
    async def save_draft(
        self,
        info: Info,
        *,
        workspace: strawberry.ID,
        field: str,
        value: str,
        version: int,
        editor: str = "",
        edit: int = 0,
    ) -> SaveDraftResult:
        """Store what was typed into a field, over the version that was on screen (0: none).

        ``editor`` tells one browser tab from another: a tab may overtake its own older edits. ``edit`` grows with each
        edit of that tab (0: not counted): an older one that comes late changes nothing.
        """
        typed = partial(
            DraftEdit, field=field, value=value, version=version, editor=editor, edit=edit
        )
        return await or_refusal(_save_draft(info, workspace, typed))


@strawberry.type
class WorkspaceSubscription:
    """What there is to follow about workspaces."""

    @strawberry.subscription
    async def workspaces(self, info: Info) -> AsyncGenerator[list[Workspace], None]:
        """Follow which workspaces the viewer has open: now, then after each change."""
        context = info.context
        follow = follow_open_workspaces(
            context.site,
            await context.viewer(),
            with_calls=bool(asked_fields(info) - UNCHANGING),
        )
        async with aclosing(follow) as items:
            async for item in items:
                await context.viewer()
                yield _shown(item)

    @strawberry.subscription
    async def unopened_calls(self, info: Info) -> AsyncGenerator[list[InboundCall], None]:
        """Follow the viewer's calls without a workspace, newest first, at most 100: now, then after each change."""
        context = info.context
        follow = follow_unopened_calls(context.site, await context.viewer())
        async with aclosing(follow) as items:
            async for item in items:
                await context.viewer()
                yield show_calls(item)

    @strawberry.subscription
    async def workspace(self, info: Info, id: strawberry.ID) -> AsyncGenerator[Workspace, None]:
        """Follow one workspace and its drafts: now, then after each change.

        Whoever asks for neither `drafts` nor `version` is told nothing of what is typed.
        """
        context, asked = info.context, asked_fields(info)
        follow = follow_workspace(
            context.site,
            await context.viewer(),
            read_id(id),
            with_call=bool(asked - UNCHANGING - OF_DRAFTS),
            with_drafts=bool(asked & OF_DRAFTS),
            with_transfers="transfers" in asked,
        )
        async with aclosing(follow) as items:
            async for item in items:
                await context.viewer()
                yield show_workspace(item)


async def _open_call(info: Info, id: strawberry.ID) -> Workspace:
    viewer = await info.context.viewer()
    workspace_id = await workspaces.open_inbound_call(info.context.site, viewer, read_id(id))
    return show_workspace(await workspaces.open_workspace(viewer, workspace_id))


async def _save_draft(
    info: Info, workspace: str, edit: Callable[..., DraftEdit]
) -> Draft | DraftConflict:
    saved = await save(
        info.context.site, await info.context.viewer(), edit(workspace_id=read_id(workspace))
    )
    if isinstance(saved, Conflict):
        return DraftConflict(current=_draft(saved.current))
    return _draft(saved)


def _shown(items: tuple[OpenWorkspace, ...]) -> list[Workspace]:
    batch = WorkspaceBatch([item.call_id for item in items])
    return [show_workspace(item, batch) for item in items]


def show_workspace(item: OpenWorkspace, batch: WorkspaceBatch | None = None) -> Workspace:
    """Show an open workspace."""
    return Workspace(
        id=strawberry.ID(str(item.id)),
        is_front=item.is_front,
        opened_at=item.opened_at,
        version=item.version,
        has_chosen_contact=item.has_chosen_contact,
        drafts=[_draft(text) for text in item.drafts],
        transfers=[transfer(each) for each in item.transfers],
        call_id=item.call_id,
        batch=batch or WorkspaceBatch([item.call_id]),
    )


def _draft(text: DraftText) -> Draft:
    return Draft(field=text.field, value=text.value, version=text.version, saved_at=text.saved_at)
