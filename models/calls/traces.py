"""Reading traces: of one call, for whoever may see the call; of every message, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.calls.calls import LARGEST_PAGE, inbound_call
from models.calls.tables import CallTraceStep, InboundCall, MessageTrace
from models.calls.tracing import Step, TraceStep
from models.errors import NoSuchCall
from models.people.privileges import Privilege, Viewer, require
from models.people.users import login_key

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

MESSAGES = """
    SELECT t.*, s.name AS source_name
    FROM message_trace t LEFT JOIN telephony_source s ON s.id = t.source
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilter:
    """Say which messages are wanted; what is None does not matter. ``login_name`` as received, in any case."""

    login_name: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedMessage:
    """Show what came, and what became of it: ``effect`` when it was accepted, ``code`` when it was refused."""

    id: UUID
    received_at: datetime
    source_name: str | None
    login_name: str | None
    status: str | None
    effect: str | None
    code: str | None
    call_id: UUID | None


async def acknowledge_beacon(site: Site, viewer: Viewer, call_id: UUID) -> None:
    """Note that a page of the viewer shows the beacon of one of the viewer's calls."""
    if not await InboundCall.exists().where(
        InboundCall.id == call_id, InboundCall.user == viewer.user_id
    ):
        raise NoSuchCall
    site.tracer.shown(call_id, site.now())


async def call_trace(viewer: Viewer, call_id: UUID) -> list[TraceStep]:
    """Return the way of a call that the viewer may see: its messages and what followed, in the order of time."""
    await inbound_call(viewer, call_id)
    messages = await MessageTrace.select().where(MessageTrace.inbound_call == call_id)
    steps = await CallTraceStep.select().where(CallTraceStep.inbound_call == call_id)
    way = [_received(row) for row in messages] + [_step(row) for row in steps]
    order = list(Step)
    return sorted(way, key=lambda step: (step.at, order.index(step.step)))


async def message_traces(
    viewer: Viewer, wanted: MessageFilter, *, first: int, before: UUID | None = None
) -> list[TracedMessage]:
    """Return up to ``first`` + 1 traced messages, newest first; the one too many tells whether there are more."""
    require(viewer, Privilege.ADMIN)
    clauses, values = _clauses(wanted, before)
    limit = max(0, min(first, LARGEST_PAGE)) + 1
    sql = f"{MESSAGES} WHERE {' AND '.join(clauses)} ORDER BY t.id DESC LIMIT {limit}"
    return [_message(row) for row in await MessageTrace.raw(sql, *values)]


def _clauses(wanted: MessageFilter, before: UUID | None) -> tuple[list[str], list[object]]:
    conditions: list[tuple[str, object]] = [
        ("t.id < {}", before),
        ("t.received_at >= {}", wanted.since),
        ("t.received_at < {}", wanted.until),
        ("LOWER(t.login_name) = {}", login_key(wanted.login_name) if wanted.login_name else None),
    ]
    asked = [(clause, value) for clause, value in conditions if value is not None]
    return ["TRUE", *(clause for clause, _ in asked)], [value for _, value in asked]


def _received(row: Row) -> TraceStep:
    return TraceStep(
        call_id=row["inbound_call"],
        at=row["received_at"],
        step=Step.RECEIVED,
        detail=row["effect"] or row["code"],
    )


def _step(row: Row) -> TraceStep:
    return TraceStep(
        call_id=row["inbound_call"],
        at=row["at"],
        step=Step(row["step"]),
        times=row["times"],
        detail=row["detail"],
    )


def _message(row: Row) -> TracedMessage:
    return TracedMessage(
        id=row["id"],
        received_at=row["received_at"],
        source_name=row["source_name"],
        login_name=row["login_name"],
        status=row["status"],
        effect=row["effect"],
        code=row["code"],
        call_id=row["inbound_call"],
    )
