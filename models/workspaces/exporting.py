"""Calls as rows of a file, with what was recorded about them; details are left out, for some are masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.calls import inbound_calls
from models.calls.figures import talk_time
from models.workspaces.caller import callers_of
from models.workspaces.timeline import records_of

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from models.calls.calls import LedgerCall
    from models.calls.filtering import CallFilter
    from models.contacts.cards import ContactCard
    from models.people.privileges import Viewer
    from models.site import Site
    from models.workspaces.timeline import SavedRecord


class ExportedCall(Struct, frozen=True, kw_only=True):
    """Hold one call and its record in plain values; ``talk_seconds`` is None where it says nothing."""

    id: UUID
    connected_at: datetime
    login_name: str
    full_name: str
    phone_number: str | None
    searchable_address: str
    contact: str | None
    reason: str
    source_name: str | None
    clicked_at: datetime | None
    ended_at: datetime | None
    end_cause: str | None
    talk_seconds: int | None
    outcome: str | None
    follow_up_on: date | None
    notes: str | None
    saved_at: datetime | None
    is_by_hand: bool
    is_test: bool


async def exported_calls(
    site: Site, viewer: Viewer, wanted: CallFilter, *, first: int, behind: UUID | None = None
) -> list[ExportedCall]:
    """Return what ``inbound_calls`` does, ready to be written to a file."""
    calls = await inbound_calls(site, viewer, wanted, first=first, behind=behind)
    records = await records_of(viewer, [call.id for call in calls])
    callers = await callers_of(site, calls)
    return [_exported(call, callers[call.id], records.get(call.id)) for call in calls]


def _exported(
    call: LedgerCall, caller: ContactCard | None, record: SavedRecord | None
) -> ExportedCall:
    talk = talk_time(call)
    outcome = record.outcome if record else None
    return ExportedCall(
        id=call.id,
        connected_at=call.connected_at,
        login_name=call.login_name,
        full_name=call.full_name,
        phone_number=call.phone_number,
        searchable_address=call.searchable_address,
        contact=caller.full_name if caller else None,
        reason=call.reason.name,
        source_name=call.source_name,
        clicked_at=call.clicked_at,
        ended_at=call.ended_at,
        end_cause=call.end_cause,
        talk_seconds=round(talk.total_seconds()) if talk is not None else None,
        outcome=outcome.name if outcome else None,
        follow_up_on=record.follow_up_on if record else None,
        notes=record.notes if record else None,
        saved_at=call.saved_at,
        is_by_hand=call.is_by_hand,
        is_test=call.is_test,
    )
