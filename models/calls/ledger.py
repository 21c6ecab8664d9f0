"""What a batch of messages has to know before the rules can decide: users, their calls, ends, reasons.

A statement for each table and batch, in the batch's transaction. ``batch.py`` writes what follows from it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.messages import CallKey
from models.calls.user_calls import KnownEnd, RunningCall, UserCalls
from models.errors import NoSuchUser

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from models.database import Database, Row

USERS_BY_LOGIN = "SELECT id, login_key FROM app_user WHERE {logins} AND is_enabled"
USERS_BY_TELEPHONY_LOGIN = """
    SELECT t.login_key, t.source, u.id
    FROM telephony_login t JOIN app_user u ON u.id = t."user"
    WHERE {logins} AND u.is_enabled
"""
# The order of the rows is the order of the locks: two nodes never wait for each other in a ring.
LOCK_STATES = 'SELECT "user", version FROM user_call_state WHERE {users} ORDER BY "user"'
RUNNING_CALLS = """
    SELECT id, "user", source, call_id, sequence, occurred_at, phone_number, reason_id_received, reason,
        details, last_message_at, clicked_at, is_test
    FROM inbound_call WHERE {users} AND ended_at IS NULL
    ORDER BY id
"""
CALLS_BY_KEY = """
    SELECT id, "user", source, call_id, sequence, ended_at, end_occurred_at
    FROM inbound_call WHERE {sources} AND {call_ids}
    ORDER BY id
"""
REMEMBERED_ENDS = """
    SELECT "user", source, call_id, sequence, ended_at, heard_at
    FROM remembered_end WHERE {users} AND {sources} AND {call_ids}
"""
REASONS = """
    SELECT r.id, r.reason_id AS received, r.is_default FROM call_reason r
    WHERE (r.is_active AND {ids}) OR r.is_default
    UNION ALL
    SELECT r.id, a.alias AS received, r.is_default
    FROM call_reason_alias a JOIN call_reason r ON r.id = a.reason
    WHERE r.is_active AND {aliases}
"""


class Reasons(Struct, frozen=True, kw_only=True):
    """Map the reason ids of a batch to reasons; an unknown one means the default."""

    by_id_received: Mapping[str, UUID]
    default: UUID

    def resolve(self, reason_id: str | None) -> UUID:
        """Return the reason for an id as received."""
        return self.by_id_received.get(reason_id or "", self.default)

    def is_undefined(self, reason_id: str | None) -> bool:
        """Tell whether an id was received that means no active reason."""
        return bool(reason_id) and reason_id not in self.by_id_received


class Logins(Struct, frozen=True, kw_only=True):
    """Map what a source calls a user to the user: the login name first, then a telephony login."""

    by_login_name: Mapping[str, UUID]
    by_telephony_login: Mapping[tuple[UUID | None, str], UUID]

    def users(self) -> set[UUID]:
        """Return everybody who is meant."""
        return {*self.by_login_name.values(), *self.by_telephony_login.values()}

    def find(self, login_key: str, source_id: UUID | None) -> UUID:
        """Return the enabled user, or raise ``NoSuchUser``; a login of this source alone goes before one of all."""
        telephony = self.by_telephony_login
        user_id = (
            self.by_login_name.get(login_key)
            or telephony.get((source_id, login_key))
            or telephony.get((None, login_key))
        )
        if user_id is None:
            raise NoSuchUser(login_key)
        return user_id


class CallHistory(Struct, frozen=True, kw_only=True):
    """Hold what the ledger and the remembered ends know of the callIds of a batch.

    ``latest`` is the newest call of each key and user, in the order in which they came: a key that moves on is a
    transfer.
    """

    ends: Mapping[UUID, Mapping[CallKey, KnownEnd]]
    latest: dict[CallKey, dict[UUID, UUID]]

    def note(self, key: CallKey, user_id: UUID, call_id: UUID) -> None:
        """Note a call, the newest of its key."""
        calls = self.latest.setdefault(key, {})
        calls.pop(user_id, None)
        calls[user_id] = call_id

    def predecessor(self, key: CallKey, user_id: UUID) -> UUID | None:
        """Rule 14: return the call of the last other agent who had this caller."""
        others = [call for user, call in self.latest.get(key, {}).items() if user != user_id]
        return others[-1] if others else None


async def users_with_logins(database: Database, logins: Iterable[str]) -> Logins:
    """Read the enabled users with these login keys."""
    values = database.values(logins)
    by_name = await database.fetch(
        USERS_BY_LOGIN.format(logins=database.any_of("login_key", 1)), values
    )
    by_telephony = await database.fetch(
        USERS_BY_TELEPHONY_LOGIN.format(logins=database.any_of("t.login_key", 1)), values
    )
    return Logins(
        by_login_name={row["login_key"]: row["id"] for row in by_name},
        by_telephony_login={(row["source"], row["login_key"]): row["id"] for row in by_telephony},
    )


async def lock_states(database: Database, user_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the version of each user's state, and keep others from changing it until the transaction ends."""
    locking = "" if database.is_sqlite else " FOR UPDATE"
    rows = await database.fetch(
        LOCK_STATES.format(users=database.any_of('"user"', 1)) + locking, database.values(user_ids)
    )
    return {row["user"]: row["version"] for row in rows}


async def lock_user(database: Database, user_id: UUID) -> None:
    """Keep others from changing this user's calls until the transaction ends.

    Whoever changes a call locks its user first: two who locked calls and users the other way round would wait for each
    other.
    """
    await lock_states(database, [user_id])


async def calls_of(
    database: Database, versions: Mapping[UUID, int], history: CallHistory
) -> dict[UUID, UserCalls]:
    """Read the running calls of the users whose states are locked."""
    running: dict[UUID, list[RunningCall]] = {user_id: [] for user_id in versions}
    for row in await database.fetch(
        RUNNING_CALLS.format(users=database.any_of('"user"', 1)), database.values(versions)
    ):
        running[row["user"]].append(_running_call(row))
    return {
        user_id: UserCalls(
            user_id=user_id,
            version=version,
            running=tuple(running[user_id]),
            ends=history.ends.get(user_id, {}),
        )
        for user_id, version in versions.items()
    }


async def history_of(
    database: Database, user_ids: Iterable[UUID], keys: Collection[CallKey]
) -> CallHistory:
    """Read what is known of these keys and who has their calls; the newest call of a key goes before older ones."""
    if not keys:
        return CallHistory(ends={}, latest={})
    clauses = {"sources": database.any_of("source", 1), "call_ids": database.any_of("call_id", 2)}
    packed = (
        database.values({key.source_id for key in keys}),
        database.values({key.call_id for key in keys}),
    )
    remembered = REMEMBERED_ENDS.format(users=database.any_of('"user"', 3), **clauses)
    ends: dict[UUID, dict[CallKey, KnownEnd]] = {}
    history = CallHistory(ends=ends, latest={})
    for row in await database.fetch(remembered, *packed, database.values(user_ids)):
        ends.setdefault(row["user"], {})[_key(row)] = _known_end(row)
    for row in await database.fetch(CALLS_BY_KEY.format(**clauses), *packed):
        history.note(_key(row), row["user"], row["id"])
        if row["ended_at"]:
            ends.setdefault(row["user"], {})[_key(row)] = _known_end(row)
    return history


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


def _running_call(row: Row) -> RunningCall:
    return RunningCall(
        id=row["id"],
        phone_number=row["phone_number"],
        reason_id=row["reason_id_received"],
        reason=row["reason"],
        details=json.loads(row["details"]),
        last_message_at=row["last_message_at"],
        has_clicked=row["clicked_at"] is not None,
        key=_key(row) if row["call_id"] else None,
        sequence=row["sequence"],
        occurred_at=row["occurred_at"],
        is_test=row["is_test"],
    )


def _known_end(row: Row) -> KnownEnd:
    return KnownEnd(
        ended_at=row.get("end_occurred_at") or row["ended_at"],
        heard_at=row.get("heard_at") or row["ended_at"],
        sequence=row["sequence"],
        call=row.get("id"),
    )


def _key(row: Row) -> CallKey:
    return CallKey(source_id=row["source"], call_id=row["call_id"])
