"""Messages for the database to keep, told to the writer in order or together."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from models.calls.messages import JSON, CallMessage, CallStatus, Effect
from models.calls.tables import InboundCall
from models.calls.writer import update_call_state
from models.database import Row
from models.people.privileges import Viewer
from models.site import Site

MARIA, JOHN = "4165550100", "4165550199"


Send = Callable[..., Awaitable[list[Effect]]]


def connected(
    agent: Viewer,
    source_id: UUID,
    phone_number: str = MARIA,
    *,
    reason_id: str | None = None,
    details: Mapping[str, JSON] | None = None,
    call_id: str | None = None,
    idempotency_key: str | None = None,
) -> CallMessage:
    return CallMessage(
        source_id=source_id,
        login_name=agent.login_name,
        status=CallStatus.CONNECTED,
        phone_number=phone_number,
        reason_id=reason_id,
        details=details or {},
        received_at=datetime.now(UTC),
        call_id=call_id,
        idempotency_key=idempotency_key,
    )


def disconnected(agent: Viewer, source_id: UUID, *, call_id: str | None = None) -> CallMessage:
    return CallMessage(
        source_id=source_id,
        login_name=agent.login_name,
        status=CallStatus.DISCONNECTED,
        received_at=datetime.now(UTC),
        call_id=call_id,
    )


def later_by(message: CallMessage, *, hours: int) -> CallMessage:
    """Say that it came about so many hours from now."""
    return replace(message, occurred_at=datetime.now(UTC) + timedelta(hours=hours))


async def tell(site: Site, *messages: CallMessage) -> list[Effect]:
    """Apply messages one by one."""
    return [await update_call_state(site, message) for message in messages]


async def tell_together(site: Site, *messages: CallMessage) -> list[Effect]:
    """Apply messages in one batch."""
    return await asyncio.gather(*(update_call_state(site, message) for message in messages))


async def calls() -> list[Row]:
    rows: list[Row] = await InboundCall.select().order_by(InboundCall.id)
    return rows
