"""What a batch of messages changes, collected message by message and written at once, a statement for each table."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from models.calls.messages import CallStatus
from models.identifiers import new_id

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.calls.idempotency import AcceptedKeys
    from models.calls.ledger import CallHistory, Logins, Reasons
    from models.calls.messages import CallKey, CallMessage
    from models.calls.trace import Trace
    from models.calls.user_calls import (
        EndedCall,
        KnownEnd,
        RunningCall,
        Transition,
        UserCalls,
    )
    from models.contacts.phone import PhoneNumber
    from models.database import Database

INSERT_CALL = """
    INSERT INTO inbound_call (id, "user", source, call_id, sequence, phone_number, searchable_address,
        reason_id_received, reason_resolved, reason, details, is_test, transferred_from, connected_at,
        occurred_at, last_message_at, ended_at, end_cause, end_occurred_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
"""
# A parameter that is null leaves the column as it is.
TOUCH_CALL = """
    UPDATE inbound_call SET phone_number = $2, searchable_address = $3, reason_id_received = $4,
        reason_resolved = COALESCE($5, reason_resolved), reason = COALESCE($5, reason), details = $6,
        sequence = $7, last_message_at = $8
    WHERE id = $1
"""
END_CALL = """
    UPDATE inbound_call SET ended_at = $2, end_cause = $3, end_occurred_at = $4 WHERE id = $1
"""
# Of a call with a callId: what late messages will be compared with.
KNOW_END = "UPDATE inbound_call SET end_occurred_at = $2, sequence = $3 WHERE id = $1"
REMEMBER_END = """
    INSERT INTO remembered_end (id, "user", source, call_id, sequence, ended_at, heard_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT ("user", source, call_id) DO UPDATE
    SET sequence = excluded.sequence, ended_at = excluded.ended_at, heard_at = excluded.heard_at
"""
UPDATE_STATE = """
    UPDATE user_call_state SET status = $2, has_clicked_beacon = $3, phone_number = $4, reason = $5,
        details = $6, inbound_call = $7, version = $8, changed_at = $9
    WHERE "user" = $1
"""
COUNT_UNDEFINED_REASON = """
    INSERT INTO undefined_reason (reason_id, times, first_received_at, last_received_at)
    VALUES ($1, $2, $3, $3)
    ON CONFLICT (reason_id) DO UPDATE
    SET times = undefined_reason.times + excluded.times, last_received_at = excluded.last_received_at
"""


@dataclass(slots=True, kw_only=True)
class NewCall:
    """Collect the row of a call that this batch starts, and perhaps changes or ends."""

    call: RunningCall
    user_id: UUID
    message: CallMessage
    number: PhoneNumber
    transferred_from: UUID | None
    started_at: datetime
    end: tuple[object, ...] = (None, None, None)


@dataclass(slots=True, kw_only=True)
class Batch:
    """Collect what a batch changes; ``calls`` is what the next message of each user meets."""

    logins: Logins
    calls: dict[UUID, UserCalls]
    reasons: Reasons
    history: CallHistory
    keys: AcceptedKeys
    traces: list[Trace] = field(default_factory=list)
    _new: dict[UUID, NewCall] = field(default_factory=dict)
    _touched: dict[UUID, tuple[object, ...]] = field(default_factory=dict)
    _ended: dict[UUID, tuple[object, ...]] = field(default_factory=dict)
    _known_ends: dict[UUID, KnownEnd] = field(default_factory=dict)
    _remembered: dict[tuple[UUID, CallKey], KnownEnd] = field(default_factory=dict)
    _undefined: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _changed: dict[UUID, datetime] = field(default_factory=dict)
    _have_unopened: set[UUID] = field(default_factory=set)

    def note(
        self, message: CallMessage, number: PhoneNumber, transition: Transition, now: datetime
    ) -> None:
        """Note what one message changes."""
        before = self.calls[transition.calls.user_id]
        if transition.started:
            self._start(transition.calls.user_id, transition.started, message, number, now)
            self._count_reason(transition.started.reason_id, now)
            self._have_unopened.add(transition.calls.user_id)
        if transition.touched:
            self._touch(transition.touched, number)
            if transition.touched.reason_id not in _reasons_of(before, transition.touched.id):
                self._count_reason(transition.touched.reason_id, now)
        self.note_ends(transition, now)

    def note_ends(self, transition: Transition, now: datetime) -> None:
        """Note which calls end, whether a message or a person ended them, and what the user's next message meets."""
        calls = transition.calls
        if calls.version != self.calls[calls.user_id].version:
            self._changed[calls.user_id] = now
        self.calls[calls.user_id] = calls
        for ended in transition.ended:
            self._end(ended, now)
        if transition.known_end:
            self._know_end(calls.user_id, *transition.known_end)

    def announcements(self) -> list[tuple[UUID, int]]:
        """List the users whose state or unopened calls changed, with the version each state has now.

        A call that is over when its beginning comes changes no state: it only is unopened.
        """
        users = dict.fromkeys((*self._changed, *self._have_unopened))
        return [(user_id, self.calls[user_id].version) for user_id in users]

    @property
    def arrived(self) -> list[UUID]:
        """List all calls that this batch makes, in the order of arrival."""
        return list(self._new)

    def started(self) -> list[UUID]:
        """List the calls that this batch starts and that go on."""
        return [new.call.id for new in self._new.values() if new.end[0] is None]

    async def write(self, database: Database) -> None:
        """Write everything in the current transaction; of several states of a user the last wins."""
        await database.execute_many(
            INSERT_CALL, [self._call_row(new) for new in self._new.values()]
        )
        await database.execute_many(TOUCH_CALL, list(self._touched.values()))
        await database.execute_many(END_CALL, list(self._ended.values()))
        await database.execute_many(
            KNOW_END, [(id_, end.ended_at, end.sequence) for id_, end in self._known_ends.items()]
        )
        await database.execute_many(
            REMEMBER_END, [_end_row(*key, end) for key, end in self._remembered.items()]
        )
        await self.keys.write(database)
        await database.execute_many(
            COUNT_UNDEFINED_REASON,
            # Sorted: these rows belong to no user, and two nodes that lock them crosswise would never end.
            [(id_, *seen) for id_, seen in sorted(self._undefined.items())],
        )
        await database.execute_many(
            UPDATE_STATE,
            [self._state_row(self.calls[id_], now) for id_, now in self._changed.items()],
        )

    def _start(
        self,
        user_id: UUID,
        call: RunningCall,
        message: CallMessage,
        number: PhoneNumber,
        now: datetime,
    ) -> None:
        self._new[call.id] = NewCall(
            call=call,
            user_id=user_id,
            message=message,
            number=number,
            transferred_from=self.history.predecessor(call.key, user_id) if call.key else None,
            started_at=now,
        )
        if call.key:
            self.history.note(call.key, user_id, call.id)

    def _count_reason(self, reason_id: str | None, now: datetime) -> None:
        """Count a reason that nobody defined: once for a call that brings it, not for its repeats."""
        if reason_id and self.reasons.is_undefined(reason_id):
            times, _ = self._undefined.get(reason_id, (0, now))
            self._undefined[reason_id] = (times + 1, now)

    def _touch(self, call: RunningCall, number: PhoneNumber) -> None:
        if call.id in self._new:
            self._new[call.id].call, self._new[call.id].number = call, number
            return
        self._touched[call.id] = (
            call.id,
            call.phone_number,
            number.searchable_address,
            call.reason_id,
            # The agent's own choice of a reason stays unless the source names another.
            None if call.reason else self.reasons.resolve(call.reason_id),
            json.dumps(call.details),
            call.sequence,
            call.last_message_at,
        )

    def _end(self, ended: EndedCall, now: datetime) -> None:
        end = (now, ended.cause, ended.occurred_at)
        if ended.id in self._new:
            self._new[ended.id].end = end
        else:
            self._ended[ended.id] = (ended.id, *end)

    def _know_end(self, user_id: UUID, key: CallKey, end: KnownEnd) -> None:
        if end.call is None:
            self._remembered[user_id, key] = end
        elif end.call in self._new:
            new = self._new[end.call]
            new.call = replace(new.call, sequence=end.sequence)
            new.end = (*new.end[:2], end.ended_at)
        else:
            self._known_ends[end.call] = end

    def _reason(self, call: RunningCall) -> UUID:
        return call.reason or self.reasons.resolve(call.reason_id)

    def _call_row(self, new: NewCall) -> tuple[object, ...]:
        call, reason = new.call, self._reason(new.call)
        return (
            call.id,
            new.user_id,
            new.message.source_id,
            call.key.call_id if call.key else None,
            call.sequence,
            call.phone_number,
            new.number.searchable_address,
            call.reason_id,
            reason,
            reason,
            json.dumps(call.details),
            call.is_test,
            new.transferred_from,
            new.started_at,
            call.occurred_at,
            call.last_message_at,
            *new.end,
        )

    def _state_row(self, calls: UserCalls, now: datetime) -> tuple[object, ...]:
        newest = calls.newest
        if newest is None:
            cleared = (CallStatus.DISCONNECTED, False, None, None, "{}", None)
            return (calls.user_id, *cleared, calls.version, now)
        return (
            calls.user_id,
            CallStatus.CONNECTED,
            newest.has_clicked,
            newest.phone_number,
            self._reason(newest),
            json.dumps(newest.details),
            newest.id,
            calls.version,
            now,
        )


def _reasons_of(calls: UserCalls, call_id: UUID) -> set[str | None]:
    return {call.reason_id for call in calls.running if call.id == call_id}


def _end_row(user_id: UUID, key: CallKey, end: KnownEnd) -> tuple[object, ...]:
    source_id, call_id = key.source_id, key.call_id
    return (new_id(), user_id, source_id, call_id, end.sequence, end.ended_at, end.heard_at)
