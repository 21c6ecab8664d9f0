"""What a telephony source says: the message, and what became of it.

No table and no rule lives here, only the values that travel from the JSON-RPC interface to the call writer and back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from models.text import LONGEST, storable

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"


class CallStatus(StrEnum):
    """Tell the two states a user can be in apart, as they stand on the wire."""

    CONNECTED = "CONNECTED"
    DISCONNECTED = "DISCONNECTED"


class Effect(StrEnum):
    """Say what an accepted message did."""

    STARTED = "STARTED"
    REPEATED = "REPEATED"
    ENDED = "ENDED"
    NOTHING_RUNNING = "NOTHING_RUNNING"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMessage:
    """Carry one updateCallState, its types checked and nothing else."""

    source_id: UUID
    login_name: str
    status: CallStatus
    phone_number: str | None = None
    reason_id: str | None = None
    details: Mapping[str, JSON] = field(default_factory=dict)
    received_at: datetime

    def bounded(self) -> CallMessage:
        """Cut what no column could hold: an odd number or reason must not cost the agent the pop."""
        return replace(
            self,
            phone_number=cut(self.phone_number),
            reason_id=cut(self.reason_id),
        )


def cut(text: str | None) -> str | None:
    """Cut a text at 255 characters, storable ones."""
    return None if text is None else storable(text[:LONGEST])
