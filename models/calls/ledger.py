"""The ledger of inbound calls and the state of each user, as the call writer reads and writes them.

One statement for each table and batch; nothing here decides, it only carries out what ``rules.decide`` said.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.calls.messages import CallStatus, Effect
from models.calls.rules import RunningCall, UserCalls

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from models.calls.messages import CallMessage
    from models.calls.rules import Transition
    from models.calls.trace import Trace
    from models.contacts.phone import PhoneNumber
    from models.database import Database, Row

# The order of the rows is the order of the locks: two nodes never wait for each other in a ring.
LOCK_USERS = """
    SELECT u.id, u.login_key, s.version
    FROM app_user u JOIN user_call_state s ON s."user" = u.id
    WHERE {logins} AND u.is_enabled
    ORDER BY u.id
"""
RUNNING_CALLS = """
    SELECT id, "user", phone_number, reason_id_received, details, last_message_at
    FROM inbound_call WHERE {users} AND ended_at IS NULL
    ORDER BY id
"""
REASONS = """
    SELECT r.id, r.reason_id AS received, r.is_default FROM call_reason r
    WHERE (r.is_active AND {ids}) OR r.is_default
    UNION ALL
    SELECT r.id, a.alias AS received, r.is_default
    FROM call_reason_alias a JOIN call_reason r ON r.id = a.reason
    WHERE r.is_active AND {aliases}
"""
INSERT_CALL = """
    INSERT INTO inbound_call (id, "user", source, phone_number, searchable_address, reason_id_received,
        reason_resolved, reason, details, is_test, connected_at, last_message_at, ended_at, end_cause)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
END_CALL = "UPDATE inbound_call SET ended_at = $2, end_cause = $3 WHERE id = $1"
REPEAT_CALL = "UPDATE inbound_call SET last_message_at = $2 WHERE id = $1"
UPDATE_STATE = """
    UPDATE user_call_state SET status = $2, has_clicked_beacon = $3, phone_number = $4, reason = $5,
        details = $6, inbound_call = $7, version = $8, changed_at = $9
    WHERE "user" = $1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Map the reason ids of a batch to reasons; an unknown one means the default."""

    by_id_received: dict[str, UUID]
    default: UUID

    def resolve(self, reason_id: str | None) -> UUID:
        """Return the reason for an id as received."""
        return self.by_id_received.get(reason_id or "", self.default)


@dataclass(slots=True, kw_only=True)
class NewCall:
    """Collect the row of a call that this batch starts, and perhaps ends."""

    started: RunningCall
    user_id: UUID
    message: CallMessage
    number: PhoneNumber
    reason: UUID
    is_test: bool = False
    ended_at: datetime | None = None
    end_cause: str | None = None


@dataclass(slots=True, kw_only=True)
class Changes:
    """Collect what a batch changes, message by message, until it is written at once."""

    users: dict[str, UserCalls]
    reasons: Reasons
    traces: list[Trace] = field(default_factory=list)
    _new: dict[UUID, NewCall] = field(default_factory=dict)
    _ended: list[tuple[object, ...]] = field(default_factory=list)
    _repeated: dict[UUID, datetime] = field(default_factory=dict)
    _states: dict[UUID, tuple[object, ...]] = field(default_factory=dict)

    def note(
        self,
        login: str,
        message: CallMessage,
        number: PhoneNumber,
        transition: Transition,
        now: datetime,
    ) -> None:
        """Note one transition, so that the user's next message in this batch meets what it left."""
        self.users[login] = calls = transition.calls
        if transition.started:
            self._new[transition.started.id] = NewCall(
                started=transition.started,
                user_id=calls.user_id,
                message=message,
                number=number,
                reason=self.reasons.resolve(message.reason_id),
            )
        for ended in transition.ended:
            if ended.id in self._new:
                self._new[ended.id].ended_at, self._new[ended.id].end_cause = now, ended.cause
            else:
                self._ended.append((ended.id, now, ended.cause))
        if transition.repeated:
            self._repeated[transition.repeated.id] = now
        if transition.effect in {Effect.STARTED, Effect.ENDED}:
            self._states[calls.user_id] = self._state_row(calls, now)

    def announcements(self) -> list[tuple[UUID, int]]:
        """List the users that changed, with the version each has now."""
        versions = {calls.user_id: calls.version for calls in self.users.values()}
        return [(user_id, versions[user_id]) for user_id in self._states]

    def _state_row(self, calls: UserCalls, now: datetime) -> tuple[object, ...]:
        newest = calls.running[-1] if calls.running else None
        if newest is None:
            cleared = (CallStatus.DISCONNECTED, False, None, None, "{}", None)
            return (calls.user_id, *cleared, calls.version, now)
        return (
            calls.user_id,
            CallStatus.CONNECTED,
            False,
            newest.phone_number,
            self.reasons.resolve(newest.reason_id),
            json.dumps(newest.details),
            newest.id,
            calls.version,
            now,
        )


async def lock_users(database: Database, logins: Iterable[str]) -> dict[str, UserCalls]:
    """Read the enabled users with these login keys and their running calls, and keep others from changing them."""
    locking = "" if database.is_sqlite else " FOR UPDATE OF s"
    users = await database.fetch(
        LOCK_USERS.format(logins=database.any_of("u.login_key", 1)) + locking,
        database.values(logins),
    )
    if not users:
        return {}
    rows = await database.fetch(
        RUNNING_CALLS.format(users=database.any_of('"user"', 1)),
        database.values(row["id"] for row in users),
    )
    running: dict[UUID, list[RunningCall]] = {row["id"]: [] for row in users}
    for row in rows:
        running[row["user"]].append(_running_call(row))
    return {
        row["login_key"]: UserCalls(
            user_id=row["id"], version=row["version"], running=tuple(running[row["id"]])
        )
        for row in users
    }


async def lock_user(database: Database, user_id: UUID) -> None:
    """Keep others from changing this user's calls until the transaction ends.

    Whoever changes a call locks its user first: two who locked calls and users the other way round would wait for each
    other. On SQLite one transaction writes at a time anyway.
    """
    if not database.is_sqlite:
        await database.fetch('SELECT 1 FROM user_call_state WHERE "user" = $1 FOR UPDATE', user_id)


async def reasons_received(database: Database, reason_ids: Iterable[str]) -> Reasons:
    """Read what the reason ids of a batch mean, and which reason is the default."""
    sql = REASONS.format(
        ids=database.any_of("r.reason_id", 1), aliases=database.any_of("a.alias", 1)
    )
    rows = await database.fetch(sql, database.values(reason_ids))
    return Reasons(
        by_id_received={row["received"]: row["id"] for row in rows},
        default=next(row["id"] for row in rows if row["is_default"]),
    )


async def write(database: Database, changes: Changes) -> None:
    """Write a batch's calls and states in the current transaction; the last state of each user wins."""
    await database.execute_many(INSERT_CALL, [_call_row(call) for call in changes._new.values()])
    await database.execute_many(END_CALL, changes._ended)
    await database.execute_many(REPEAT_CALL, list(changes._repeated.items()))
    await database.execute_many(UPDATE_STATE, list(changes._states.values()))


def _running_call(row: Row) -> RunningCall:
    return RunningCall(
        id=row["id"],
        phone_number=row["phone_number"],
        reason_id=row["reason_id_received"],
        details=json.loads(row["details"]),
        last_message_at=row["last_message_at"],
    )


def _call_row(call: NewCall) -> tuple[object, ...]:
    return (
        call.started.id,
        call.user_id,
        call.message.source_id,
        call.message.phone_number,
        call.number.searchable_address,
        call.message.reason_id,
        call.reason,
        call.reason,
        json.dumps(call.message.details),
        call.is_test,
        call.started.last_message_at,
        call.started.last_message_at,
        call.ended_at,
        call.end_cause,
    )
