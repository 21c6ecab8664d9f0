"""Call records: what is saved about a call, and amending it later."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from models import audit
from models.calls.messages import JSON
from models.calls.tables import InboundCall
from models.contacts.changing import announce_contacts
from models.errors import (
    ChangedMeanwhile,
    NoSuchRecord,
    NoSuchWorkspace,
    OutcomeRequired,
)
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, may_see_calls_of, require
from models.scripts.tables import CallReason
from models.unchanged import UNCHANGED, Unchanged, either
from models.workspaces import access, closing
from models.workspaces.calls_to_save import CallToSave, call_to_save
from models.workspaces.contents import RecordContent, check_content, drafted
from models.workspaces.tables import CallRecord
from models.workspaces.timeline import timeline_topic
from models.workspaces.workspaces import workspaces_topic
from models.workspaces.writing_back import write_to_contact, writes_back

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from models.database import Row
    from models.site import Site
    from models.workspaces.closing import ListChange

RECORD = """
    SELECT r.*, u.team FROM call_record r JOIN app_user u ON u.id = r."user" WHERE r.id = $1
"""


class RecordEdit(Struct, frozen=True, kw_only=True):
    """Say what a record is to hold; what is ``UNCHANGED`` stays as drafted, or as recorded.

    ``answers`` maps the id of each question to its answer. None means that there is none.
    """

    contact_id: UUID | Unchanged | None = UNCHANGED
    outcome_id: UUID | Unchanged | None = UNCHANGED
    follow_up_on: date | Unchanged | None = UNCHANGED
    notes: str | Unchanged = UNCHANGED
    answers: Mapping[str, JSON] | Unchanged = UNCHANGED

    def applied_to(self, content: RecordContent) -> RecordContent:
        """Return the content with this edit made."""
        return RecordContent(
            contact_id=either(self.contact_id, content.contact_id),
            outcome_id=either(self.outcome_id, content.outcome_id),
            follow_up_on=either(self.follow_up_on, content.follow_up_on),
            notes=either(self.notes, content.notes),
            answers=either(self.answers, content.answers),
        )


class _Saved(Struct, frozen=True, kw_only=True):
    record_id: UUID
    change: ListChange | None = None
    contact_id: UUID | None = None


async def save_call_record(
    site: Site,
    viewer: Viewer,
    workspace_id: UUID,
    edit: RecordEdit,
    *,
    shown: Mapping[str, str] | None = None,
) -> UUID:
    """Make the call record of a workspace, close it, and return the record's id.

    What the edit leaves open comes from the drafts, the contact from the workspace, else from the match that is
    selected. A workspace that was saved already gives its record once more. A call that still runs goes on.
    Answers go to the contact's fields where the script says so; ``shown`` is what these fields held when the agent was
    told of it, as in ``writing_back.write_to_contact``.
    Raises ``OutcomeRequired`` when the call's reason asks for an outcome and none is chosen.
    """

    async def save(call: CallToSave) -> _Saved | None:
        row = await access.workspace_to_change(site, viewer, workspace_id, supervised=True)
        if row["status"] == access.WorkspaceStatus.SAVED:
            return _Saved(record_id=await _record_of(row["inbound_call"]))
        if row["status"] != access.WorkspaceStatus.OPEN:
            raise NoSuchWorkspace
        if not await call.still_has_its_script(row["inbound_call"]):
            return None
        chosen = row["contact"] if row["has_chosen_contact"] else call.contact_id
        contact = either(edit.contact_id, chosen)
        unasked = call.unasked(contact)
        content = edit.applied_to(await drafted(workspace_id, contact_id=contact, answers=unasked))
        record_id = await _insert(site, row, content)
        await _write_back(site, viewer, call, content, shown=shown)
        await _note_saving(site, viewer, row, record_id)
        closed = await closing.close(site, row, access.WorkspaceStatus.SAVED)
        return _Saved(record_id=record_id, change=closed, contact_id=content.contact_id)

    saved = None
    while saved is None:
        saved = await site.writer.run(partial(save, await call_to_save(site, viewer, workspace_id)))
    changes = [saved.change] if saved.change else []
    await closing.announce_changes(site, workspace_id, changes)
    await _announce_records(site, {saved.contact_id})
    return saved.record_id


async def amend_call_record(
    site: Site, viewer: Viewer, record_id: UUID, *, version: int, edit: RecordEdit
) -> None:
    """Change a saved record of the viewer's own or of a supervisor's team, with what it was in the audit trail.

    ``version`` is the one that was on screen; raises ``ChangedMeanwhile`` when it is not the newest any more.
    """

    async def amend() -> tuple[ListChange | None, set[UUID | None]]:
        row = await _record_to_change(site, viewer, record_id)
        if row["version"] != version:
            raise ChangedMeanwhile
        before = _content(row)
        after = edit.applied_to(before)
        if after == before:
            return None, set()
        await check_content(after, before=before)
        await _check_outcome(row["reason"], after)
        await CallRecord.update(**_values(after), version=CallRecord.version + 1).where(
            CallRecord.id == record_id
        )
        await _note_amending(site, viewer, record_id, before, after)
        agent: UUID = row["user"]
        version_of_list = await access.note_change_of_list(agent)
        change = closing.ListChange(user_id=agent, version=version_of_list)
        return change, {before.contact_id, after.contact_id}

    change, contact_ids = await site.writer.run(amend)
    if change:
        await site.bus.announce(workspaces_topic(change.user_id), change.version)
    await _announce_records(site, contact_ids)


async def _announce_records(site: Site, contact_ids: set[UUID | None]) -> None:
    """Say that the timelines of these contacts changed; their records have versions, they themselves have none."""
    for contact_id in contact_ids:
        if contact_id is not None:
            await site.bus.announce(timeline_topic(contact_id), 0)
            await announce_contacts(site, contact_id)  # an answer may have gone back to it


async def requiring_outcome(call_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Return those of several calls whose reason in force asks for an outcome."""
    rows = await InboundCall.select(InboundCall.id, InboundCall.reason.requires_outcome).where(
        InboundCall.id.is_in(list(call_ids))
    )
    return frozenset(row["id"] for row in rows if row["reason.requires_outcome"])


async def _write_back(
    site: Site,
    viewer: Viewer,
    call: CallToSave,
    content: RecordContent,
    *,
    shown: Mapping[str, str] | None,
) -> None:
    if content.contact_id is None or call.script is None or not writes_back(call.script):
        return
    begun = call.unasked(content.contact_id).items()
    unasked = {name: text for name, text in begun if content.answers.get(name) == text}
    contact_id, answers = content.contact_id, content.answers
    await write_to_contact(
        site, viewer, contact_id, call.script, answers, unasked=unasked, shown=shown
    )


async def _record_of(call_id: UUID) -> UUID:
    row = await CallRecord.select(CallRecord.id).where(CallRecord.inbound_call == call_id).first()
    if row is None:
        raise NoSuchWorkspace
    record_id: UUID = row["id"]
    return record_id


async def _insert(site: Site, workspace: Row, content: RecordContent) -> UUID:
    call = await InboundCall.select().where(InboundCall.id == workspace["inbound_call"]).first()
    assert call is not None  # noqa: S101  # a foreign key says so
    await check_content(content)
    await _check_outcome(call["reason"], content)
    record_id, now = new_id(), site.now()
    await CallRecord.insert(
        CallRecord(
            id=record_id,
            inbound_call=call["id"],
            user=workspace["user"],
            reason=call["reason"],
            script_version=call["script_version"],
            saved_at=now,
            **_values(content),
        )
    )
    await InboundCall.update({InboundCall.saved_at: now}).where(InboundCall.id == call["id"])
    return record_id


async def _check_outcome(reason: UUID, content: RecordContent) -> None:
    if content.outcome_id is None and await CallReason.exists().where(
        CallReason.id == reason, CallReason.requires_outcome.eq(True)
    ):
        raise OutcomeRequired


async def _record_to_change(site: Site, viewer: Viewer, record_id: UUID) -> Row:
    locking = "" if site.database.is_sqlite else " FOR UPDATE OF r"
    rows = await site.database.fetch(RECORD + locking, record_id)
    if not rows or not may_see_calls_of(viewer, user_id=rows[0]["user"], team_id=rows[0]["team"]):
        raise NoSuchRecord
    if rows[0]["user"] == viewer.user_id:
        require(viewer, Privilege.CALL_USER)
    return rows[0]


def _content(row: Row) -> RecordContent:
    return RecordContent(
        contact_id=row["contact"],
        outcome_id=row["outcome"],
        follow_up_on=row["follow_up_on"],
        notes=row["notes"],
        answers=json.loads(row["answers"]),
    )


def _values(content: RecordContent) -> dict[str, Any]:
    return {
        "contact": content.contact_id,
        "outcome": content.outcome_id,
        "follow_up_on": content.follow_up_on,
        "notes": content.notes,
        "answers": json.dumps(dict(content.answers)),
    }


async def _note_saving(site: Site, viewer: Viewer, workspace: Row, record_id: UUID) -> None:
    """Note it when a supervisor saves in the agent's place; what agents save themselves is the record."""
    if workspace["user"] != viewer.user_id:
        await audit.note(
            site,
            viewer,
            "record.saved",
            kind="record",
            subject=record_id,
            after={"user": workspace["user"]},
        )


async def _note_amending(
    site: Site, viewer: Viewer, record_id: UUID, before: RecordContent, after: RecordContent
) -> None:
    old, new = before.as_written(), after.as_written()
    changed = [name for name in old if old[name] != new[name]]
    await audit.note(
        site,
        viewer,
        "record.amended",
        kind="record",
        subject=record_id,
        before={name: old[name] for name in changed},
        after={name: new[name] for name in changed},
    )
