"""Reading call records: one, the timeline of a contact, the follow-ups that are due."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.calls import LARGEST_PAGE
from models.calls.messages import JSON
from models.calls.states import ReasonName
from models.errors import NoSuchRecord, NotACallUser
from models.following import follow
from models.ordering import TimeOrder
from models.people.privileges import Privilege, Viewer
from models.people.sessions import sessions_topic
from models.people.users import viewer_for
from models.scripts.outcomes import OutcomeName
from models.workspaces.tables import CallRecord

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

RECORDS = """
    SELECT v.*, u.login_name, u.full_name, r.reason_id, r.name AS reason_name, o.name AS outcome_name,
        c.phone_number, c.searchable_address, c.connected_at, c.ended_at
    FROM call_record v
    JOIN app_user u ON u.id = v."user"
    JOIN call_reason r ON r.id = v.reason
    JOIN inbound_call c ON c.id = v.inbound_call
    LEFT JOIN outcome o ON o.id = v.outcome
"""
OF_CONTACT = "v.contact = COALESCE((SELECT merged_into FROM contact WHERE id = {}), {})"


class SavedRecord(Struct, frozen=True, kw_only=True):
    """Show what was saved about a call, with the call's number and times; ``version`` grows with each amendment."""

    id: UUID
    call_id: UUID
    user_id: UUID
    login_name: str
    full_name: str
    contact_id: UUID | None
    reason: ReasonName
    outcome: OutcomeName | None
    follow_up_on: date | None
    notes: str
    answers: Mapping[str, JSON]
    script_version: UUID | None
    phone_number: str | None
    searchable_address: str
    connected_at: datetime
    ended_at: datetime | None
    saved_at: datetime
    version: int


async def call_record(viewer: Viewer, record_id: UUID) -> SavedRecord:
    """Return one record; raise ``NoSuchRecord`` when there is none."""
    _require_reading(viewer)
    rows = await CallRecord.raw(RECORDS + " WHERE v.id = {}", record_id)
    if not rows:
        raise NoSuchRecord
    return _record(rows[0])


async def timeline(
    viewer: Viewer,
    contact_id: UUID,
    *,
    first: int,
    behind: UUID | None = None,
    order: TimeOrder = TimeOrder.NEWEST_FIRST,
) -> list[SavedRecord]:
    """Return up to ``first`` + 1 records of a contact, whoever saved them, those behind a record when one is named.

    The one too many tells whether there is a next page. A merged contact leads to the one that was kept.
    """
    _require_reading(viewer)
    clause, values = OF_CONTACT, [contact_id, contact_id]
    if behind is not None:
        clause, values = f"{clause} AND {order.behind('v.id')}", [*values, behind]
    limit = max(0, min(first, LARGEST_PAGE)) + 1
    sql = f"{RECORDS} WHERE {clause} {order.by('v.id')} LIMIT {limit}"
    return [_record(row) for row in await CallRecord.raw(sql, *values)]


def follow_timeline(
    site: Site, viewer: Viewer, contact_id: UUID, *, first: int
) -> AsyncGenerator[list[SavedRecord], None]:
    """Yield what ``timeline`` returns, then again when a record of the contact is saved or amended.

    Raises ``NotACallUser`` as soon as the viewer may read no records any more.
    """
    return follow(
        site,
        timeline_topic(contact_id),
        sessions_topic(viewer.user_id),
        read=_timeline_of,
        of=(viewer.user_id, contact_id, first),
    )


async def _timeline_of(user_id: UUID, contact_id: UUID, first: int) -> list[SavedRecord]:
    viewer = await viewer_for(user_id)
    if viewer is None:
        raise NotACallUser
    return await timeline(viewer, contact_id, first=first)


def timeline_topic(contact_id: UUID) -> str:
    """Name the topic of which records a contact has."""
    return f"timeline:{contact_id.hex}"


async def follow_ups(viewer: Viewer, *, until: date, mine: bool = False) -> list[SavedRecord]:
    """Return the records to be followed up until a day, the oldest first, at most 100.

    They are the viewer's own, and unless only ``mine`` are asked for, a supervisor's teams'. A follow-up that is done
    loses its day.
    """
    _require_reading(viewer)
    clause, values = ('v."user" = {}', [viewer.user_id]) if mine else _of_viewer(viewer)
    sql = (
        f"{RECORDS} WHERE v.follow_up_on <= {{}} AND {clause}"
        f" ORDER BY v.follow_up_on, v.id LIMIT {LARGEST_PAGE}"
    )
    return [_record(row) for row in await CallRecord.raw(sql, until, *values)]


async def records_of(viewer: Viewer, call_ids: Sequence[UUID]) -> dict[UUID, SavedRecord]:
    """Return the records of these calls by call, in one statement; none to who may read no records."""
    if not call_ids or not _may_read(viewer):
        return {}
    sql = f"{RECORDS} WHERE v.inbound_call IN ({', '.join(['{}'] * len(call_ids))})"
    return {row["inbound_call"]: _record(row) for row in await CallRecord.raw(sql, *call_ids)}


def _require_reading(viewer: Viewer) -> None:
    if not _may_read(viewer):
        raise NotACallUser


def _may_read(viewer: Viewer) -> bool:
    """Records are shared among call users; supervisors see them too."""
    return viewer.has(Privilege.CALL_USER) or viewer.has(Privilege.CALL_SUPERVISOR)


def _of_viewer(viewer: Viewer) -> tuple[str, list[UUID]]:
    if not viewer.has(Privilege.CALL_SUPERVISOR):
        return 'v."user" = {}', [viewer.user_id]
    if viewer.team_id is None:
        return "TRUE", []
    return '(v."user" = {} OR u.team = {})', [viewer.user_id, viewer.team_id]


def _record(row: Row) -> SavedRecord:
    return SavedRecord(
        id=row["id"],
        call_id=row["inbound_call"],
        user_id=row["user"],
        login_name=row["login_name"],
        full_name=row["full_name"],
        contact_id=row["contact"],
        reason=ReasonName(id=row["reason_id"], name=row["reason_name"]),
        outcome=OutcomeName(id=row["outcome"], name=row["outcome_name"])
        if row["outcome"]
        else None,
        follow_up_on=row["follow_up_on"],
        notes=row["notes"],
        answers=json.loads(row["answers"]),
        script_version=row["script_version"],
        phone_number=row["phone_number"],
        searchable_address=row["searchable_address"],
        connected_at=row["connected_at"],
        ended_at=row["ended_at"],
        saved_at=row["saved_at"],
        version=row["version"],
    )
