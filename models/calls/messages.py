"""What a telephony source says: the message, and what became of it.

No table and no rule lives here, only the values that travel from the JSON-RPC interface to the call writer and back.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from msgspec import Struct, field
from msgspec.structs import replace

from models.text import LONGEST, storable

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"


class CallStatus(StrEnum):
    """Tell the two states a user can be in apart, as they stand on the wire."""

    CONNECTED = "CONNECTED"
    DISCONNECTED = "DISCONNECTED"


class Effect(StrEnum):
    """Say what an accepted message did.

    ``LATE``: it came after the end of its call, or after a message of the same call with a higher sequence.
    ``REMEMBERED``: the end of a call that nobody has heard of yet. ``ENDED_BEFORE_IT_BEGAN``: its CONNECTED came then.
    """

    STARTED = "STARTED"
    REPEATED = "REPEATED"
    UPDATED = "UPDATED"
    ENDED = "ENDED"
    NOTHING_RUNNING = "NOTHING_RUNNING"
    LATE = "LATE"
    REMEMBERED = "REMEMBERED"
    ENDED_BEFORE_IT_BEGAN = "ENDED_BEFORE_IT_BEGAN"


class CallKey(Struct, frozen=True, kw_only=True):
    """Tell the calls of a user apart: the telephony system's id of the call, which only its source knows."""

    source_id: UUID
    call_id: str


class CallMessage(Struct, frozen=True, kw_only=True):
    """Carry one updateCallState, its types checked and nothing else.

    ``call_id``, ``sequence`` (grows with each message of that call) and ``occurred_at`` are optional and ours.
    ``region`` (two letters of ISO 3166) is the source's, if it has one. ``idempotency_key`` and ``position`` (in the
    batch) name a message that may come again; ``request_id`` names its request in the logs. ``source_id`` is None for a
    test call, which somebody here sends.
    """

    source_id: UUID | None
    login_name: str
    status: CallStatus
    phone_number: str | None = None
    reason_id: str | None = None
    details: Mapping[str, JSON] = field(default_factory=dict)
    received_at: datetime
    call_id: str | None = None
    sequence: int | None = None
    occurred_at: datetime | None = None
    region: str | None = None
    idempotency_key: str | None = None
    position: int = 0
    request_id: str | None = None
    is_test: bool = False

    @property
    def key(self) -> CallKey | None:
        """Name the call, when the message does."""
        if self.source_id is None or not self.call_id:
            return None
        return CallKey(source_id=self.source_id, call_id=self.call_id)

    def bounded(self) -> CallMessage:
        """Cut what no column could hold: an odd number or reason must not cost the agent the pop."""
        return replace(
            self,
            phone_number=cut(self.phone_number),
            reason_id=cut(self.reason_id),
            call_id=_short(self.call_id),
        )


def is_same_json(one: JSON, other: JSON) -> bool:
    """Compare values as JSON has them, where true is not 1, which Python takes for equal."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same_json(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same_json, one, other))
    return one == other


def cut(text: str | None) -> str | None:
    """Cut a text at 255 characters, storable ones."""
    return None if text is None else storable(text[:LONGEST])


def _short(call_id: str | None) -> str | None:
    """Tell a callId that no column could hold apart by its hash: cut ones might be equal."""
    if call_id is None or len(call_id) <= LONGEST:
        return cut(call_id)
    return hashlib.sha256(call_id.encode("utf-8", "surrogatepass")).hexdigest()
