"""The trace of messages: what came, and what became of it. "Why did I not get a pop?" is answered from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from msgspec import Struct

from models.calls.messages import cut
from models.errors import TooManyMessages
from models.identifiers import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from models.calls.messages import CallMessage, Effect
    from models.database import Database
    from models.site import Site

log = structlog.get_logger(__name__)

INSERT = """
    INSERT INTO message_trace (id, received_at, source, login_name, status, effect, code, inbound_call,
        phone_number, searchable_address)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
STRANGERS_A_MINUTE = 60


class Trace(Struct, frozen=True, kw_only=True):
    """Say what became of one message: ``effect`` when it was accepted, ``code`` when it was refused.

    A message that has a call needs no number of its own. ``request_id`` stands in the logs alone.
    """

    received_at: datetime
    source_id: UUID | None
    login_name: str | None
    status: str | None
    effect: str | None = None
    code: str | None = None
    call_id: UUID | None = None
    phone_number: str | None = None
    searchable_address: str | None = None
    request_id: str | None = None


def accepted(message: CallMessage, effect: Effect, *, call_id: UUID | None = None) -> Trace:
    """Trace a message that was applied."""
    return Trace(
        received_at=message.received_at,
        source_id=message.source_id,
        login_name=message.login_name,
        status=message.status,
        effect=effect,
        call_id=call_id,
        request_id=message.request_id,
    )


def refused(message: CallMessage, *, code: str, searchable_address: str) -> Trace:
    """Trace a message whose types were right and that was refused all the same, so that its caller can be found."""
    return Trace(
        received_at=message.received_at,
        source_id=message.source_id,
        login_name=message.login_name,
        status=message.status,
        code=code,
        phone_number=message.phone_number,
        searchable_address=searchable_address or None,
        request_id=message.request_id,
    )


def log_all(traces: Sequence[Trace]) -> None:
    """Log what became of messages, once it is on disk: their request, and the call that all later lines name."""
    for entry in traces:
        log.debug(
            "call.received",
            call=str(entry.call_id) if entry.call_id else None,
            request=entry.request_id,
            outcome=entry.effect or entry.code,
        )


async def write(database: Database, traces: Sequence[Trace]) -> None:
    """Write traces in the current transaction."""
    await database.execute_many(INSERT, [_row(entry) for entry in traces])


async def record_refusal(
    site: Site, *, source_id: UUID | None, login_name: str | None, status: str | None, code: str
) -> None:
    """Trace a message that never came as far as the rules.

    Of strangers, and of sources that send too fast, only so many a minute are kept.
    """
    site.outcomes[code] += 1
    if source_id is None and not site.strangers.may_pass(site.now()):
        return
    if code == TooManyMessages.code and not site.limited.may_pass(site.now()):
        return
    entry = Trace(
        received_at=site.now(),
        source_id=source_id,
        login_name=login_name,
        status=status,
        code=code,
    )
    await site.writer.run(lambda: write(site.database, [entry]))


class StrangerLimit:
    """Let so many traces through each minute, so that those who sent for them can't fill the disk."""

    __slots__ = ("_minute", "_passed")

    def __init__(self) -> None:
        self._minute = -1
        self._passed = 0

    def may_pass(self, now: datetime) -> bool:
        """Count one more sender; tell whether it is still within the limit."""
        minute = int(now.timestamp() // 60)
        if minute != self._minute:
            self._minute, self._passed = minute, 0
        self._passed += 1
        return self._passed <= STRANGERS_A_MINUTE


def _row(entry: Trace) -> tuple[object, ...]:
    return (
        new_id(),
        entry.received_at,
        entry.source_id,
        cut(entry.login_name),
        (cut(entry.status) or "")[:32] or None,
        entry.effect,
        entry.code,
        entry.call_id,
        entry.phone_number,
        entry.searchable_address,
    )
