"""A caller who was cut off and rings back: the new call goes on in the workspace of the broken one.

The workspace moves to the new call, with what was typed for either, the reason and the script of the broken one. The
broken call stays in the ledger with its own times and leads to the new one; there is one record, the new call's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models import audit
from models.calls.calls import inbound_call
from models.calls.tables import InboundCall
from models.errors import InvalidValue, NoSuchCall
from models.events import user_topic
from models.people.privileges import Privilege, Viewer, require
from models.workspaces.access import (
    WorkspaceStatus,
    bring_to_front,
    note_change_of_list,
    open_workspace_to_change,
)
from models.workspaces.choices import show_in_state
from models.workspaces.closing import ListChange, announce_changes
from models.workspaces.tables import NOTES, Draft, Workspace
from models.workspaces.workspaces import mark_opened, note_click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from models.calls.calls import LedgerCall
    from models.database import Row
    from models.site import Site

# A number that says nothing, such as a withheld one, has no searchable form and means nobody.
BROKEN = """
    SELECT c.id AS "call", w.id FROM workspace w JOIN inbound_call broken ON broken.id = w.inbound_call
    JOIN inbound_call c ON c.searchable_address = broken.searchable_address AND broken.id < c.id
    WHERE w."user" = {} AND w.status = 'OPEN' AND broken.ended_at IS NOT NULL AND NOT broken.is_by_hand
        AND c.id IN (:calls)
    ORDER BY w.id
"""
LEAD_ON = "UPDATE inbound_call SET continued_in = $2 WHERE id = $1 OR continued_in = $1"


class _Continued(Struct, frozen=True, kw_only=True):
    change: ListChange
    state_version: int | None


async def workspace_to_continue(viewer: Viewer, call: LedgerCall) -> UUID | None:
    """Return the viewer's open workspace whose call from the same number broke off before this one came, if any.

    Nothing is offered for the call of somebody else, nor once it is saved.
    """
    return (await workspaces_to_continue(viewer, [call])).get(call.id)


async def workspaces_to_continue(viewer: Viewer, calls: Sequence[LedgerCall]) -> dict[UUID, UUID]:
    """Return the same for several calls in one statement; nothing for those without one."""
    asked = [
        call.id
        for call in calls
        if call.user_id == viewer.user_id and not call.saved_at and call.searchable_address
    ]
    if not asked or not viewer.has(Privilege.CALL_USER):
        return {}
    sql = BROKEN.replace(":calls", ", ".join(["{}"] * len(asked)))
    # The newest of several comes last, and counts.
    return {row["call"]: row["id"] for row in await Workspace.raw(sql, viewer.user_id, *asked)}


async def continue_workspace(site: Site, viewer: Viewer, workspace_id: UUID, call_id: UUID) -> None:
    """Take up the workspace of a broken call for the call of the same caller who rings back.

    It counts as the click on the new call. What was typed in a workspace that the new call has already is added. A
    second time nothing changes. Raises ``InvalidValue`` when the workspace is not the one that is offered.
    """
    require(viewer, Privilege.CALL_USER)
    call = await inbound_call(viewer, call_id)
    if call.user_id != viewer.user_id:
        raise NoSuchCall

    async def go_on() -> _Continued | None:
        row = await open_workspace_to_change(site, viewer, workspace_id)
        if row["inbound_call"] == call_id:
            return None
        if await workspace_to_continue(viewer, call) != workspace_id:
            raise InvalidValue("workspace", "is not of a call from this number that broke off.")
        return await _move(site, viewer, row, call_id)

    if done := await site.writer.run(go_on):
        if done.state_version is not None:
            await site.bus.announce(user_topic(viewer.user_id), done.state_version)
        await announce_changes(site, workspace_id, [done.change])


async def _move(site: Site, viewer: Viewer, row: Row, call_id: UUID) -> _Continued:
    broken = await _ledger_row(row["inbound_call"])
    call = await _ledger_row(call_id)
    await _join_workspace_of(site, row, call_id)
    await Workspace.update(
        {Workspace.inbound_call: call_id, Workspace.version: Workspace.version + 1}
    ).where(Workspace.id == row["id"])
    await site.database.fetch(LEAD_ON, broken["id"], call_id)
    if not call["opened_at"]:
        await mark_opened(site, call, site.now())
    clicked = await note_click(site, call)
    await InboundCall.update(
        {
            InboundCall.reason: broken["reason"],
            InboundCall.script_version: broken["script_version"],
        }
    ).where(InboundCall.id == call_id)
    shown = await show_in_state(site, call, broken["reason"])
    await bring_to_front(row["user"], row["id"])
    await _note(site, viewer, row, call_id)
    change = ListChange(user_id=row["user"], version=await note_change_of_list(row["user"]))
    return _Continued(change=change, state_version=shown or clicked)


async def _join_workspace_of(site: Site, row: Row, call_id: UUID) -> None:
    """Add what was typed in the new call's own workspace, if it has one, which then is gone."""
    own = await Workspace.select().where(Workspace.inbound_call == call_id).first()
    if own is None:
        return
    if own["status"] != WorkspaceStatus.OPEN:
        raise InvalidValue("call", "has a workspace that was closed.")
    await _join_drafts(site, row["id"], own["id"])
    if own["has_chosen_contact"]:
        await Workspace.update(
            {Workspace.contact: own["contact"], Workspace.has_chosen_contact: True}
        ).where(Workspace.id == row["id"])
    await Workspace.delete().where(Workspace.id == own["id"])


async def _join_drafts(site: Site, kept: UUID, own: UUID) -> None:
    """Put notes behind notes; of other fields that both workspaces have, the one typed last stays."""
    rows = await Draft.select().where(Draft.workspace.is_in([kept, own])).order_by(Draft.id)
    before = {row["field"]: row for row in rows if row["workspace"] == kept}
    for row in rows:
        if row["workspace"] == kept or not row["value"].strip():
            continue
        former = before.get(row["field"])
        if former is None:
            await Draft.update({Draft.workspace: kept}).where(Draft.id == row["id"])
            continue
        await Draft.update(
            {
                Draft.value: _joined(former, row),
                Draft.version: Draft.version + 1,
                Draft.editor: "",
                Draft.saved_at: site.now(),
            }
        ).where(Draft.id == former["id"])


def _joined(former: Row, row: Row) -> str:
    text: str = row["value"]
    is_appended = row["field"] == NOTES and former["value"].strip()
    return f"{former['value'].rstrip()}\n{text}" if is_appended else text


async def _ledger_row(call_id: UUID) -> Row:
    row: Row | None = await InboundCall.select().where(InboundCall.id == call_id).first()
    assert row is not None  # noqa: S101  # a foreign key says so
    return row


async def _note(site: Site, viewer: Viewer, row: Row, call_id: UUID) -> None:
    await audit.note(
        site,
        viewer,
        "workspace.continued",
        kind="workspace",
        subject=row["id"],
        before={"call": row["inbound_call"]},
        after={"call": call_id},
    )
