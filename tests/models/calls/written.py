"""What the writer has written, and messages that go to it at once."""

import asyncio
from collections.abc import Awaitable
from uuid import UUID

from models.calls.messages import CallMessage, CallStatus, Effect
from models.calls.tables import InboundCall, MessageTrace
from models.calls.writer import update_call_state
from models.database import Row
from models.site import Site

DISCONNECTED = CallStatus.DISCONNECTED


async def ledger_of(user_id: UUID) -> list[Row]:
    rows: list[Row] = (
        await InboundCall.select().where(InboundCall.user == user_id).order_by(InboundCall.id)
    )
    return rows


async def traces() -> list[Row]:
    rows: list[Row] = await MessageTrace.select().order_by(MessageTrace.id)
    return rows


async def the_call(site: Site, message: CallMessage) -> Row:
    """Apply a message that starts a call and return the call's row."""
    assert await update_call_state(site, message) is Effect.STARTED
    (row,) = await InboundCall.select()
    return dict(row)


async def together(*awaitables: Awaitable[Effect]) -> list[Effect | BaseException]:
    return await asyncio.gather(*awaitables, return_exceptions=True)
