"""Reading the ledger: one inbound call, or a page of them, as far as the viewer may see them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.filtering import EVERY_CALL, CallFilter, conditions
from models.calls.messages import JSON
from models.calls.states import ReasonName
from models.calls.tables import InboundCall
from models.errors import NoSuchCall
from models.ordering import TimeOrder
from models.people.privileges import Privilege, Viewer, may_see_calls_of, require
from models.sharing import read_together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

LARGEST_PAGE = 100

COLUMNS = """
    SELECT c.*, u.login_name, u.full_name, u.team, s.name AS source_name, s.default_region AS source_region,
        r.reason_id, r.name AS reason_name
"""
JOINED = """
    JOIN app_user u ON u.id = c."user"
    JOIN call_reason r ON r.id = c.reason
    LEFT JOIN telephony_source s ON s.id = c.source
"""
CALLS = f"{COLUMNS} FROM inbound_call c {JOINED}"
# Whoever took a workspace over holds it still when its agent has another team, and works on its call.
HELD = f'{COLUMNS}, w."user" AS holder FROM inbound_call c {JOINED} LEFT JOIN workspace w ON w.inbound_call = c.id'
HELD_BY = 'EXISTS (SELECT 1 FROM workspace w WHERE w.inbound_call = c.id AND w."user" = {})'
ARRIVED = f"{COLUMNS}, a.position FROM call_arrival a JOIN inbound_call c ON c.id = a.inbound_call {JOINED}"


class CallTimes(Struct, frozen=True, kw_only=True):
    """Hold the times of one inbound call, and what they are worth."""

    connected_at: datetime
    clicked_at: datetime | None
    opened_at: datetime | None
    ended_at: datetime | None
    saved_at: datetime | None
    end_cause: str | None
    is_test: bool
    is_by_hand: bool


class LedgerCall(CallTimes, frozen=True, kw_only=True):
    """Show one inbound call as the ledger has it."""

    id: UUID
    user_id: UUID
    login_name: str
    full_name: str
    source_name: str | None
    source_region: str | None
    phone_number: str | None
    searchable_address: str
    reason: ReasonName
    reason_id_received: str | None
    details: Mapping[str, JSON]
    transferred_from: UUID | None
    continued_in: UUID | None

    def __hash__(self) -> int:
        return hash(self.id)  # the details are a mapping, and have none


class _Found(Struct, frozen=True, kw_only=True):
    """Hold a call, the team of its user, and who has its workspace."""

    call: LedgerCall
    team_id: UUID | None
    holder: UUID | None


async def overseen_call(viewer: Viewer, call_id: UUID) -> LedgerCall:
    """Return a call of the viewer's own or of a supervisor's team; otherwise raise ``NoSuchCall``."""
    found = await _call_of_team(call_id)
    if found is None or not _oversees(viewer, found):
        raise NoSuchCall
    return found.call


async def inbound_call(viewer: Viewer, call_id: UUID) -> LedgerCall:
    """Return a call that the viewer may see, or whose workspace is the viewer's; otherwise raise ``NoSuchCall``."""
    return _visible_call(viewer, await _call_of_team(call_id))


async def shared_call(site: Site, viewer: Viewer, call_id: UUID) -> LedgerCall:
    """Return the same, read once for all who ask at the same moment."""
    return _visible_call(viewer, await read_together(site, _call_of_team, call_id))


async def shared_calls(
    site: Site, viewer: Viewer, call_ids: Sequence[UUID]
) -> dict[UUID, LedgerCall]:
    """Return those of several calls that the viewer may see in the same way, in one statement."""
    found = await read_together(site, _calls_of_teams, tuple(call_ids))
    return {call_id: each.call for call_id, each in found.items() if _may_see(viewer, each)}


async def inbound_calls(
    site: Site,
    viewer: Viewer,
    wanted: CallFilter = EVERY_CALL,
    *,
    first: int,
    behind: UUID | None = None,
    order: TimeOrder = TimeOrder.NEWEST_FIRST,
) -> list[LedgerCall]:
    """Return up to ``first`` + 1 calls that the viewer may see, those behind a call when one is named.

    The one too many tells whether there is a next page.
    """
    clause, values = visible_to(viewer)
    for condition, given in conditions(wanted, region=site.default_region):
        clause, values = f"{clause} AND {condition}", [*values, *given]
    if behind is not None:
        clause, values = f"{clause} AND {order.behind('c.id')}", [*values, behind]
    limit = max(0, min(first, LARGEST_PAGE)) + 1
    sql = f"{CALLS} WHERE {clause} {order.by('c.id')} LIMIT {limit}"
    return [_ledger_call(row) for row in await InboundCall.raw(sql, *values)]


async def calls_after(viewer: Viewer, position: int) -> list[tuple[int, LedgerCall]]:
    """Return up to 100 calls behind a position that the viewer may see, by arrival, with their positions."""
    clause, values = visible_to(viewer)
    sql = f"{ARRIVED} WHERE a.position > {{}} AND {clause} ORDER BY a.position LIMIT {LARGEST_PAGE}"
    rows = await InboundCall.raw(sql, position, *values)
    return [(row["position"], _ledger_call(row)) for row in rows]


async def unopened_calls(viewer: Viewer) -> list[LedgerCall]:
    """Return the viewer's calls that have no workspace yet, waiting or ended, newest first, at most 100."""
    require(viewer, Privilege.CALL_USER)
    sql = f'{CALLS} WHERE c."user" = {{}} AND c.opened_at IS NULL ORDER BY c.id DESC LIMIT {LARGEST_PAGE}'
    return [_ledger_call(row) for row in await InboundCall.raw(sql, viewer.user_id)]


async def calls_of(viewer: Viewer, call_ids: Sequence[UUID]) -> dict[UUID, LedgerCall]:
    """Return those of several calls that ``inbound_call`` returns too, in one statement."""
    if not call_ids:
        return {}
    clause, values = visible_to(viewer)
    ids = ", ".join(["{}"] * len(call_ids))
    sql = f"{CALLS} WHERE ({clause} OR {HELD_BY}) AND c.id IN ({ids})"
    rows = await InboundCall.raw(sql, *values, viewer.user_id, *call_ids)
    return {row["id"]: _ledger_call(row) for row in rows}


async def _call_of_team(call_id: UUID) -> _Found | None:
    """Read a call and the team of its user, whoever may see it."""
    return (await _calls_of_teams((call_id,))).get(call_id)


async def _calls_of_teams(call_ids: tuple[UUID, ...]) -> dict[UUID, _Found]:
    if not call_ids:
        return {}
    sql = f"{HELD} WHERE c.id IN ({', '.join(['{}'] * len(call_ids))})"
    return {
        row["id"]: _Found(call=_ledger_call(row), team_id=row["team"], holder=row["holder"])
        for row in await InboundCall.raw(sql, *call_ids)
    }


def _visible_call(viewer: Viewer, found: _Found | None) -> LedgerCall:
    if found is None or not _may_see(viewer, found):
        raise NoSuchCall
    return found.call


def _may_see(viewer: Viewer, found: _Found) -> bool:
    return _oversees(viewer, found) or found.holder == viewer.user_id


def _oversees(viewer: Viewer, found: _Found) -> bool:
    return may_see_calls_of(viewer, user_id=found.call.user_id, team_id=found.team_id)


def visible_to(viewer: Viewer) -> tuple[str, list[object]]:
    """Say in SQL, of a call ``c`` and its user ``u``, what ``may_see_calls_of`` says."""
    if not viewer.has(Privilege.CALL_SUPERVISOR):
        return 'c."user" = {}', [viewer.user_id]
    if viewer.team_id is None:
        return "TRUE", []
    return '(c."user" = {} OR u.team = {})', [viewer.user_id, viewer.team_id]


def _ledger_call(row: Row) -> LedgerCall:
    return LedgerCall(
        id=row["id"],
        user_id=row["user"],
        login_name=row["login_name"],
        full_name=row["full_name"],
        source_name=row["source_name"],
        source_region=row["source_region"],
        phone_number=row["phone_number"],
        searchable_address=row["searchable_address"],
        reason=ReasonName(id=row["reason_id"], name=row["reason_name"]),
        reason_id_received=row["reason_id_received"],
        details=json.loads(row["details"]),
        connected_at=row["connected_at"],
        clicked_at=row["clicked_at"],
        opened_at=row["opened_at"],
        ended_at=row["ended_at"],
        saved_at=row["saved_at"],
        end_cause=row["end_cause"],
        transferred_from=row["transferred_from"],
        continued_in=row["continued_in"],
        is_test=row["is_test"],
        is_by_hand=row["is_by_hand"],
    )
