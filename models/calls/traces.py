"""Reading traces: of one call, for whoever may see the call. The log of all messages is in ``message_log.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calls.calls import inbound_call
from models.calls.tables import CallTraceStep, InboundCall, MessageTrace
from models.calls.tracing import Step, TraceStep
from models.errors import NoSuchCall

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer
    from models.site import Site


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
