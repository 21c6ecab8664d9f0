"""Read from the database what the specification speaks of, in its words."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from models.calls.states import CallState, read_state
from models.calls.tables import InboundCall, MessageTrace, UndefinedReason
from tests.models.calls.values import (
    DEFAULT_REASON,
    KNOWN_REASON,
    Call,
    Shown,
    Traced,
)

FIRST = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One call of the ledger, as far as the rules speak of it."""

    agent: str
    source: str
    call_id: str | None
    phone_number: str | None
    reason_id: str | None
    reason: str
    account: str | None
    sequence: int | None
    has_clicked: bool
    end_cause: str | None
    ended_at: datetime | None
    transferred_from: int | None


@dataclass(kw_only=True)
class Reader:
    """Read what has come since ``begin``; calls are numbered in the order of the ledger."""

    agents: Mapping[str, UUID]
    sources: Mapping[str, UUID]
    numbers: dict[UUID, int] = field(default_factory=dict)
    _last_call: UUID = FIRST
    _last_trace: UUID = FIRST

    async def begin(self) -> None:
        """Forget what came so far."""
        calls = await InboundCall.select(InboundCall.id).order_by(InboundCall.id, ascending=False)
        traces = await MessageTrace.select(MessageTrace.id).order_by(
            MessageTrace.id, ascending=False
        )
        self.numbers = {}
        self._last_call = calls[0]["id"] if calls else FIRST
        self._last_trace = traces[0]["id"] if traces else FIRST

    async def ledger(self) -> list[Entry]:
        """Read the calls, oldest first."""
        names = {id_: name for name, id_ in (*self.agents.items(), *self.sources.items())}
        rows = (
            await InboundCall.select(*InboundCall.all_columns(), InboundCall.reason.reason_id)
            .where(InboundCall.id > self._last_call)
            .order_by(InboundCall.id)
        )
        self.numbers = {row["id"]: number for number, row in enumerate(rows)}
        return [
            Entry(
                agent=names[row["user"]],
                source=names[row["source"]],
                call_id=row["call_id"],
                phone_number=row["phone_number"],
                reason_id=row["reason_id_received"],
                reason=reason_name(row["reason.reason_id"]),
                account=json.loads(row["details"]).get("account"),
                sequence=row["sequence"] if row["call_id"] else None,
                has_clicked=row["clicked_at"] is not None,
                end_cause=row["end_cause"],
                ended_at=row["end_occurred_at"],
                transferred_from=self._number(row["transferred_from"]),
            )
            for row in rows
        ]

    async def trace(self) -> list[Traced]:
        """Read the trace in the order written."""
        rows = (
            await MessageTrace.select()
            .where(MessageTrace.id > self._last_trace)
            .order_by(MessageTrace.id)
        )
        return [
            Traced(
                agent=row["login_name"],
                outcome=row["effect"] or row["code"],
                call=self._number(row["inbound_call"]),
            )
            for row in rows
        ]

    async def state(self, agent: str) -> Shown:
        """Read an agent's state."""
        return self.shown(await read_state(self.agents[agent]))

    def shown(self, state: CallState) -> Shown:
        """Say a state in the words of the specification."""
        return Shown(
            version=state.version,
            status=state.status,
            is_flashing=state.is_beacon_flashing,
            has_clicked=state.has_clicked_beacon,
            call=self._number(state.call_id),
            phone_number=state.phone_number,
            reason=reason_name(state.reason.id) if state.reason else None,
            account=str(account) if (account := state.details.get("account")) else None,
            waiting=tuple(self.numbers[call] for call in state.waiting_calls),
        )

    def _number(self, call_id: UUID | None) -> int | None:
        return None if call_id is None else self.numbers[call_id]


def as_entry(call: Call) -> Entry:
    """Say what the ledger should hold of a call."""
    return Entry(
        agent=call.agent,
        source=call.source,
        call_id=call.call_id,
        phone_number=call.content.phone_number,
        reason_id=call.content.reason_id,
        reason=call.content.reason,
        account=call.content.account,
        sequence=call.sequence if call.call_id else None,  # without a callId it means nothing
        has_clicked=call.has_clicked,
        end_cause=call.end_cause,
        ended_at=call.ended_at,
        transferred_from=call.transferred_from,
    )


async def undefined_reasons() -> Counter[str]:
    """Read how often each reason that nobody defined was received."""
    rows = await UndefinedReason.select()
    return Counter({row["reason_id"]: row["times"] for row in rows})


def reason_name(reason_id: str) -> str:
    """Name a reason as the specification does."""
    return KNOWN_REASON if reason_id == KNOWN_REASON else DEFAULT_REASON
