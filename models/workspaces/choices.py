"""What an agent chooses in an open workspace: the reason in force, and the contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models import audit
from models.calls.tables import InboundCall, UserCallState
from models.contacts.cards import lock_contact
from models.contacts.choices import note_choice
from models.contacts.tables import Contact
from models.errors import NoSuchContact, NoSuchReason
from models.events import user_topic
from models.scripts.scripts import version_for
from models.scripts.tables import CallReason, CallReasonAlias
from models.workspaces.access import note_change_of_list, open_workspace_to_change
from models.workspaces.tables import Workspace
from models.workspaces.workspaces import workspace_topic, workspaces_topic

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer
    from models.site import Site

REASON_OF_ALIAS = """
    SELECT r.id FROM call_reason_alias a JOIN call_reason r ON r.id = a.reason
    WHERE a.alias = {} AND r.is_active
"""


class ChangedWorkspace(Struct, frozen=True, kw_only=True):
    """Say what to announce: a workspace, its agent's list, which shows it, and the versions of both."""

    id: UUID
    version: int
    user_id: UUID
    list_version: int


async def change_call_reason(
    site: Site, viewer: Viewer, workspace_id: UUID, reason_id: str
) -> None:
    """Put another reason in force, and with it its script; what was typed is kept.

    ``reason_id`` is an id of an active reason or one of its aliases. The reason that was received stays on the ledger.
    """

    async def change() -> tuple[UUID, int | None, ChangedWorkspace] | None:
        row = await open_workspace_to_change(site, viewer, workspace_id)
        reason = await active_reason(reason_id)
        call = await InboundCall.select().where(InboundCall.id == row["inbound_call"]).first()
        assert call is not None  # noqa: S101  # a foreign key says so
        if call["reason"] == reason:
            return None
        state_version = await _put_in_force(site, viewer, call, reason)
        return call["user"], state_version, await _count_change(row)

    changed = await site.writer.run(change)
    if changed is None:
        return
    agent, state_version, workspace = changed
    if state_version is not None:
        await site.bus.announce(user_topic(agent), state_version)
    await _announce(site, workspace)


async def choose_contact(
    site: Site, viewer: Viewer, workspace_id: UUID, contact_id: UUID | None
) -> None:
    """Say who the caller is; None says that it is nobody who is known, whatever the number matches.

    A contact that was chosen is offered first when the same number calls again; of a merged one, the one that was kept.
    """

    async def choose() -> ChangedWorkspace:
        row = await open_workspace_to_change(site, viewer, workspace_id)
        chosen = await lock_contact(site.database, contact_id) if contact_id is not None else None
        if chosen is not None:
            await _remember(site, viewer, row["inbound_call"], chosen)
        await Workspace.update(
            {Workspace.contact: chosen, Workspace.has_chosen_contact: True}
        ).where(Workspace.id == workspace_id)
        return await _count_change(row)

    await _announce(site, await site.writer.run(choose))


async def _remember(site: Site, viewer: Viewer, call_id: UUID, contact_id: UUID) -> None:
    call = (
        await InboundCall.select(InboundCall.phone_number, InboundCall.source.default_region)
        .where(InboundCall.id == call_id)
        .first()
    )
    if call is not None:
        region = call["source.default_region"] or site.default_region
        await note_choice(site, viewer, call["phone_number"], region=region, contact_id=contact_id)


async def check_contact(contact_id: UUID | None) -> None:
    """Raise ``NoSuchContact`` when one is named that does not exist."""
    if contact_id is not None and not await Contact.exists().where(Contact.id == contact_id):
        raise NoSuchContact


async def active_reason(reason_id: str) -> UUID:
    """Return the active reason with this id or alias; otherwise raise ``NoSuchReason``."""
    found = (
        await CallReason.select(CallReason.id)
        .where(CallReason.reason_id == reason_id, CallReason.is_active.eq(True))
        .first()
    )
    if found is None:
        (found,) = await CallReasonAlias.raw(REASON_OF_ALIAS, reason_id) or [None]
    if found is None:
        raise NoSuchReason
    reason: UUID = found["id"]
    return reason


async def _put_in_force(site: Site, viewer: Viewer, call: Row, reason: UUID) -> int | None:
    """Change the call's reason and script; return the version of the user's state if that shows it."""
    await InboundCall.update(
        {InboundCall.reason: reason, InboundCall.script_version: await version_for(reason)}
    ).where(InboundCall.id == call["id"])
    await _note_reason(site, viewer, call, reason)
    return await show_in_state(site, call, reason)


async def show_in_state(site: Site, call: Row, reason: UUID) -> int | None:
    """Show the reason in the user's state while it shows this call; return the state's new version then."""
    rows = (
        await UserCallState.update(
            {
                UserCallState.reason: reason,
                UserCallState.version: UserCallState.version + 1,
                UserCallState.changed_at: site.now(),
            }
        )
        .where(UserCallState.user == call["user"], UserCallState.inbound_call == call["id"])
        .returning(UserCallState.version)
    )
    return rows[0]["version"] if rows else None


async def _count_change(row: Row) -> ChangedWorkspace:
    rows = (
        await Workspace.update({Workspace.version: Workspace.version + 1})
        .where(Workspace.id == row["id"])
        .returning(Workspace.version)
    )
    return ChangedWorkspace(
        id=row["id"],
        version=rows[0]["version"],
        user_id=row["user"],
        list_version=await note_change_of_list(row["user"]),
    )


async def _announce(site: Site, changed: ChangedWorkspace) -> None:
    await site.bus.announce(workspace_topic(changed.id), changed.version)
    await site.bus.announce(workspaces_topic(changed.user_id), changed.list_version)


async def _note_reason(site: Site, viewer: Viewer, call: Row, reason: UUID) -> None:
    await audit.note(
        site,
        viewer,
        "call.reason_changed",
        kind="call",
        subject=call["id"],
        before={"reason": call["reason"]},
        after={"reason": reason},
    )
