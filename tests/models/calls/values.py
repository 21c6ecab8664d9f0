"""What the specification speaks of: what is said, what is shown, what the ledger and the trace hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

KNOWN_REASON = "R1"
DEFAULT_REASON = "the default"


@dataclass(frozen=True, kw_only=True)
class Content:
    """What two messages share when they say the same thing."""

    phone_number: str | None = None
    reason_id: str | None = None
    account: str | None = None

    @property
    def reason(self) -> str:
        """The reason that the id received stands for."""
        return KNOWN_REASON if self.reason_id == KNOWN_REASON else DEFAULT_REASON


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message, as the telephony system means it."""

    agent: str
    source: str
    is_connected: bool
    content: Content = Content()  # frozen
    call_id: str | None = None
    sequence: int | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Traced:
    """One line of the trace: what a message did, or why it was refused, and the number of its call."""

    agent: str
    outcome: str
    call: int | None = None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What an agent's state shows at one version; calls are named by their number in the ledger."""

    version: int
    status: str = "DISCONNECTED"
    is_flashing: bool = False
    has_clicked: bool = False
    call: int | None = None
    phone_number: str | None = None
    reason: str | None = None
    account: str | None = None
    waiting: tuple[int, ...] = ()


@dataclass(kw_only=True)
class Call:
    """One entry of the ledger; ``ended_at`` is by the source's word where it gave one."""

    number: int
    agent: str
    source: str
    call_id: str | None
    content: Content
    heard_at: datetime
    sequence: int | None = None
    occurred_at: datetime | None = None
    has_clicked: bool = False
    end_cause: str | None = None
    ended_at: datetime | None = None
    transferred_from: int | None = None

    @property
    def is_running(self) -> bool:
        return self.end_cause is None
