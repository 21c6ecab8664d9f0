"""Workspaces: opening one for a call, and what a user has open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.ledger import lock_user
from models.calls.tables import InboundCall
from models.calls.tracing import Step, TraceStep, write_steps
from models.errors import NoSuchCall, NoSuchWorkspace
from models.events import user_topic
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, require
from models.people.tables import User
from models.people.users import call_user
from models.scripts.scripts import version_for
from models.workspaces.tables import Draft, Workspace
from models.workspaces.transfers import Transfer, transfers_before

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

# Read for every page after each change, so without Piccolo's building of queries. What an agent sees of the call is in
# it, so that a change of that is one of the workspace. No row is shown to a user who has lost gCallUser.
OPEN = """
    SELECT w.id, w.inbound_call, w.contact, w.has_chosen_contact, w.is_front, w.opened_at, w.version, c.phone_number,
        c.reason, c.script_version, c.details, c.ended_at, c.transferred_from
    FROM workspace w
    JOIN inbound_call c ON c.id = w.inbound_call
    JOIN app_user u ON u.id = w."user"
    WHERE w."user" = {} AND w.status = 'OPEN' AND u.is_enabled AND EXISTS (
        SELECT 1 FROM granted_privilege g WHERE g."user" = u.id AND g.privilege = {})
"""
OF_CALL = ("phone_number", "reason", "script_version", "details", "transferred_from")
DRAFTS = "SELECT field, value, version, saved_at FROM draft WHERE workspace = {} ORDER BY field"
CLICK = """
    UPDATE user_call_state
    SET has_clicked_beacon = has_clicked_beacon OR inbound_call = $2, version = version + 1, changed_at = $3
    WHERE "user" = $1
    RETURNING version
"""


class DraftText(Struct, frozen=True, kw_only=True):
    """Show the newest text of one field; ``version`` grows with each change of it."""

    field: str
    value: str
    version: int
    saved_at: datetime


class OpenWorkspace(Struct, frozen=True, kw_only=True):
    """Show one open workspace; while its call runs, ``call_ended_at`` is None.

    ``drafts``, and ``transfers`` (who had the caller before, the last one first), are empty in a list of workspaces.
    A contact that was chosen may be none: the caller is nobody who is known. ``version`` grows with each change, those
    of drafts that are left out too, and when the same contact is chosen again, as happens when it has a new number.
    """

    id: UUID
    call_id: UUID
    call_ended_at: datetime | None
    contact_id: UUID | None
    has_chosen_contact: bool
    is_front: bool
    opened_at: datetime
    version: int
    of_call: tuple[object, ...]
    drafts: tuple[DraftText, ...] = ()
    transfers: tuple[Transfer, ...] = ()


def workspaces_topic(user_id: UUID) -> str:
    """Name the topic of which workspaces a user has open."""
    return f"workspaces:{user_id.hex}"


def workspace_topic(workspace_id: UUID) -> str:
    """Name the topic of what is in one workspace, but for its drafts."""
    return f"workspace:{workspace_id.hex}"


def drafts_topic(workspace_id: UUID) -> str:
    """Name the topic of what is typed in one workspace."""
    return f"drafts:{workspace_id.hex}"


async def open_inbound_call(site: Site, viewer: Viewer, call_id: UUID) -> UUID:
    """Open the workspace of one of the viewer's calls, which is what a click on the beacon does.

    The call's beacon stops flashing. A second time, in whatever tab, nothing changes and the same workspace comes back.
    """
    require(viewer, Privilege.CALL_USER)

    async def open_it() -> _Opened:
        await lock_user(site.database, viewer.user_id)
        call = await _own_call(viewer, call_id)
        held_by = call["continued_in"] or call_id
        existing = await Workspace.select().where(Workspace.inbound_call == held_by).first()
        if existing:
            return _Opened(workspace_id=existing["id"])
        return await _open(site, viewer, call)

    opened = await site.writer.run(open_it)
    if opened.state_version:
        await site.bus.announce(user_topic(viewer.user_id), opened.state_version)
    if opened.workspaces_version:
        await site.bus.announce(workspaces_topic(viewer.user_id), opened.workspaces_version)
    return opened.workspace_id


async def open_workspaces(viewer: Viewer) -> tuple[OpenWorkspace, ...]:
    """List the viewer's open workspaces in the order of opening, without their drafts; none without gCallUser."""
    if not viewer.has(Privilege.CALL_USER):
        return ()
    return await open_workspaces_of(viewer.user_id)


async def open_workspace(viewer: Viewer, workspace_id: UUID) -> OpenWorkspace:
    """Return one of the viewer's open workspaces with its drafts; otherwise raise ``NoSuchWorkspace``."""
    require(viewer, Privilege.CALL_USER)
    return await open_workspace_of(viewer.user_id, workspace_id)


async def open_workspaces_of(user_id: UUID) -> tuple[OpenWorkspace, ...]:
    """List the open workspaces of a user as ``open_workspaces`` does, with the privileges of this moment."""
    rows = await Workspace.raw(OPEN + " ORDER BY w.id", user_id, Privilege.CALL_USER.value)
    return tuple(_workspace(row) for row in rows)


async def open_workspace_of(
    user_id: UUID, workspace_id: UUID, with_drafts: bool = True, with_transfers: bool = True
) -> OpenWorkspace:
    """Return a workspace of a user as ``open_workspace`` does, with the privileges of this moment.

    Without drafts or transfers there are none in it.
    """
    one = OPEN + " AND w.id = {}"
    rows = await Workspace.raw(one, user_id, Privilege.CALL_USER.value, workspace_id)
    if not rows:
        await call_user(user_id)
        raise NoSuchWorkspace
    drafts = await Draft.raw(DRAFTS, workspace_id) if with_drafts else []
    return _workspace(
        rows[0],
        drafts=tuple(draft_text(draft) for draft in drafts),
        transfers=await transfers_before(rows[0]["transferred_from"]) if with_transfers else (),
    )


def draft_text(row: Row) -> DraftText:
    """Make a value of a row of ``draft``."""
    return DraftText(
        field=row["field"], value=row["value"], version=row["version"], saved_at=row["saved_at"]
    )


class _Opened(Struct, frozen=True, kw_only=True):
    workspace_id: UUID
    state_version: int | None = None
    workspaces_version: int | None = None


async def _own_call(viewer: Viewer, call_id: UUID) -> Row:
    call: Row | None = (
        await InboundCall.select()
        .where(InboundCall.id == call_id, InboundCall.user == viewer.user_id)
        .first()
    )
    if call is None:
        raise NoSuchCall
    return call


async def _open(site: Site, viewer: Viewer, call: Row) -> _Opened:
    now, workspace_id = site.now(), new_id()
    await Workspace.update({Workspace.is_front: False}).where(
        Workspace.user == viewer.user_id, Workspace.status == "OPEN"
    )
    await Workspace.insert(
        Workspace(
            id=workspace_id,
            user=viewer.user_id,
            inbound_call=call["id"],
            is_front=True,
            opened_at=now,
        )
    )
    await mark_opened(site, call, now)
    return _Opened(
        workspace_id=workspace_id,
        state_version=await note_click(site, call),
        workspaces_version=await _note_opening(viewer),
    )


async def mark_opened(site: Site, call: Row, now: datetime) -> None:
    """Note on the ledger that a call is opened, with the script that it begins with; within a job."""
    await InboundCall.update(
        {
            InboundCall.clicked_at: call["clicked_at"] or now,
            InboundCall.opened_at: now,
            InboundCall.script_version: await version_for(call["reason"]),
        }
    ).where(InboundCall.id == call["id"])
    if not call["is_by_hand"]:
        await write_steps(site.database, [TraceStep(call_id=call["id"], at=now, step=Step.CLICKED)])


async def note_click(site: Site, call: Row) -> int | None:
    """Quieten the beacon of a running call, the newest or one that waits behind it; return the state's new version."""
    if call["ended_at"] or call["clicked_at"]:
        return None
    rows = await site.database.fetch(CLICK, call["user"], call["id"], site.now())
    version: int = rows[0]["version"]
    return version


async def _note_opening(viewer: Viewer) -> int:
    rows = (
        await User.update({User.workspaces_version: User.workspaces_version + 1})
        .where(User.id == viewer.user_id)
        .returning(User.workspaces_version)
    )
    version: int = rows[0]["workspaces_version"]
    return version


def _workspace(
    row: Row, *, drafts: tuple[DraftText, ...] = (), transfers: tuple[Transfer, ...] = ()
) -> OpenWorkspace:
    return OpenWorkspace(
        id=row["id"],
        call_id=row["inbound_call"],
        call_ended_at=row["ended_at"],
        contact_id=row["contact"],
        has_chosen_contact=row["has_chosen_contact"],
        is_front=row["is_front"],
        opened_at=row["opened_at"],
        version=row["version"],
        of_call=tuple(row[name] for name in OF_CALL),
        drafts=drafts,
        transfers=transfers,
    )
