"""Calls that an agent has dealt with, as GraphQL shows them: saved or discarded, to be amended or reopened."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from uuid import UUID

import strawberry

from api.schema.calls import InboundCall
from api.schema.calls import inbound_calls as show_calls
from api.schema.context import Info
from api.schema.records import CallRecord, show_record
from models.calls import calls
from models.errors import NoSuchCall
from models.people.privileges import Viewer
from models.workspaces import finished


class FinishedBatch:
    """Hold the calls of one answer: read once for all of them, when the first one asks."""

    def __init__(self, call_ids: Sequence[UUID]) -> None:
        self._ids = call_ids
        self._known: dict[UUID, InboundCall] | None = None
        self._reading = asyncio.Lock()

    async def call(self, viewer: Viewer, call_id: UUID) -> InboundCall:
        """Return one of the calls; raise ``NoSuchCall`` when the viewer may not see it any more."""
        async with self._reading:
            if self._known is None:
                found = await calls.calls_of(viewer, self._ids)
                self._known = dict(zip(found, show_calls([*found.values()]), strict=True))
        if call_id not in self._known:
            raise NoSuchCall
        return self._known[call_id]


@strawberry.type
class FinishedCall:
    """A call whose workspace was saved or discarded."""

    workspace_id: strawberry.ID = strawberry.field(description="As in `Workspace.id`.")
    finished_at: datetime = strawberry.field(description="When it was saved or discarded.")
    record_version: int | None = strawberry.field(
        description="As in `CallRecord.version`; null for one that was discarded."
    )
    call_id: strawberry.Private[UUID]
    record_id: strawberry.Private[UUID | None]
    batch: strawberry.Private[FinishedBatch]

    @strawberry.field
    async def inbound_call(self, info: Info) -> InboundCall:
        """The call, as the ledger has it."""
        return await self.batch.call(await info.context.viewer_above(), self.call_id)

    @strawberry.field
    async def record(self, info: Info) -> CallRecord | None:
        """The record; null for a call that was discarded, whose workspace can be reopened."""
        if self.record_id is None:
            return None
        viewer = await info.context.viewer_above()
        call = await self.batch.call(viewer, self.call_id)
        saved = await call.batch.record(viewer, call.ledger)
        return show_record(*saved) if saved else None


@strawberry.type
class FinishedCallQuery:
    """Questions about calls that were dealt with."""

    @strawberry.field
    async def finished_calls(self, info: Info) -> list[FinishedCall]:
        """What the viewer saved or discarded, the last first, at most 20."""
        return _shown(await finished.finished_calls(await info.context.viewer()))


@strawberry.type
class FinishedCallSubscription:
    """What there is to follow about calls that were dealt with."""

    @strawberry.subscription
    async def finished_calls(self, info: Info) -> AsyncGenerator[list[FinishedCall], None]:
        """Follow what the viewer saved, amended, discarded or reopened: now, then after each change."""
        context = info.context
        follow = finished.follow_finished_calls(context.site, await context.viewer())
        async with aclosing(follow) as items:
            async for item in items:
                await context.viewer()
                yield _shown(item)


def _shown(items: tuple[finished.FinishedCall, ...]) -> list[FinishedCall]:
    batch = FinishedBatch([item.call_id for item in items])
    return [
        FinishedCall(
            workspace_id=strawberry.ID(str(item.workspace_id)),
            finished_at=item.finished_at,
            record_version=item.record_version,
            call_id=item.call_id,
            record_id=item.record_id,
            batch=batch,
        )
        for item in items
    ]
