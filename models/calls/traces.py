"""Reading traces: of one call, for whoever may see the call. The log of all messages is in ``message_log.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calls.calls import inbound_call
from models.calls.tables import CallTraceStep, InboundCall, MessageTrace
from models.calls.tracing import Step, TraceStep
from models.errors import NoSuchCall

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    return (await traces_of([call_id]))[call_id]


async def traces_of(call_ids: Sequence[UUID]) -> dict[UUID, list[TraceStep]]:
    """Return the ways of several calls in two statements; whoever asks has seen to it that the viewer may."""
    ids = list(call_ids)
    messages = await MessageTrace.select().where(MessageTrace.inbound_call.is_in(ids))
    steps = await CallTraceStep.select().where(CallTraceStep.inbound_call.is_in(ids))
    order = list(Step)
    ways: dict[UUID, list[TraceStep]] = {call_id: [] for call_id in ids}
    for step in sorted(
        [_received(row) for row in messages] + [_step(row) for row in steps],
        key=lambda step: (step.at, order.index(step.step)),
    ):
        ways[step.call_id].append(step)
    return ways


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
