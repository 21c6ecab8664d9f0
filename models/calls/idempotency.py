"""Rule 6: a message whose Idempotency-Key was accepted within 24 hours changes nothing a second time.

Only accepted messages are kept: a refusal is judged anew. In a batch the key counts with the position.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from models.errors import IdempotencyConflict
from models.identifiers import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from models.calls.messages import CallMessage
    from models.database import Database

KEPT_FOR = timedelta(hours=24)

FORGET = "DELETE FROM idempotency_key WHERE {keys} AND received_at <= $2"
READ = "SELECT source, key, position, content_hash FROM idempotency_key WHERE {keys}"
# Two nodes that get one key at the same time collide here; the later one is then tried again, and finds it.
INSERT = """
    INSERT INTO idempotency_key (id, source, key, position, content_hash, received_at)
    VALUES ($1, $2, $3, $4, $5, $6)
"""


@dataclass(slots=True, kw_only=True)
class AcceptedKeys:
    """Hold the keys of a batch's messages that were accepted before, and those that are now."""

    known: dict[tuple[UUID, str, int], str]
    _new: list[tuple[object, ...]] = field(default_factory=list)

    def has_accepted(self, message: CallMessage) -> bool:
        """Tell whether this very message was accepted; raise ``IdempotencyConflict`` for another with its key."""
        identity = _identity(message)
        accepted = self.known.get(identity) if identity else None
        if accepted is not None and accepted != _content_hash(message):
            raise IdempotencyConflict
        return accepted is not None

    def accept(self, message: CallMessage, now: datetime) -> None:
        """Note that a message is accepted."""
        identity = _identity(message)
        if identity:
            self.known[identity] = content = _content_hash(message)
            self._new.append((new_id(), *identity, content, now))

    async def write(self, database: Database) -> None:
        """Write the new ones in the current transaction."""
        # Sorted, since two nodes that insert the same keys crosswise would wait for each other.
        await database.execute_many(INSERT, sorted(self._new, key=lambda row: str(row[1:4])))


async def accepted_keys(
    database: Database, messages: Sequence[CallMessage], now: datetime
) -> AcceptedKeys:
    """Read which keys of these messages were accepted in the last 24 hours, and forget older ones of the same name."""
    keys = {message.idempotency_key for message in messages if message.idempotency_key}
    if not keys:
        return AcceptedKeys(known={})
    clause, packed = database.any_of("key", 1), database.values(keys)
    await database.fetch(FORGET.format(keys=clause), packed, now - KEPT_FOR)
    rows = await database.fetch(READ.format(keys=clause), packed)
    return AcceptedKeys(
        known={(row["source"], row["key"], row["position"]): row["content_hash"] for row in rows}
    )


def _identity(message: CallMessage) -> tuple[UUID, str, int] | None:
    if message.source_id is None or not message.idempotency_key:
        return None
    return (message.source_id, message.idempotency_key, message.position)


def _content_hash(message: CallMessage) -> str:
    content = [
        message.login_name,
        message.status,
        message.phone_number,
        message.reason_id,
        message.details,
        message.call_id,
        message.sequence,
        message.occurred_at.isoformat() if message.occurred_at else None,
    ]
    written = json.dumps(content, sort_keys=True)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
