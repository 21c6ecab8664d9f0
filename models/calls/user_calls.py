"""What the rules see and say: a user's calls before a message, and what the message changes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from models.calls.messages import JSON, CallKey, Effect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID


class EndCause(StrEnum):
    """Say how a call ended. ``DISCONNECTED`` says no more than the message: either side may have hung up."""

    DISCONNECTED = "DISCONNECTED"
    SUPERSEDED = "SUPERSEDED"
    ENDED_BY_AGENT = "ENDED_BY_AGENT"
    ENDED_BY_SUPERVISOR = "ENDED_BY_SUPERVISOR"


class RunningCall(Struct, frozen=True, kw_only=True):
    """Remember of a running call what the rules compare.

    ``key``, ``sequence`` (the highest seen) and ``occurred_at`` (of its CONNECTED) are as the source gave them.
    ``reason`` is the one in force; None until the writer has looked up what the id received means.
    """

    id: UUID
    phone_number: str | None
    reason_id: str | None
    details: Mapping[str, JSON]
    last_message_at: datetime
    has_clicked: bool = False
    reason: UUID | None = None
    key: CallKey | None = None
    sequence: int | None = None
    occurred_at: datetime | None = None
    is_test: bool = False


class KnownEnd(Struct, frozen=True, kw_only=True):
    """Remember that a call with a callId has ended.

    ``ended_at`` is when, by the source's word if it gave one. ``call`` is the call in the ledger; None while only its
    end has come, and then ``heard_at`` says since when.
    """

    ended_at: datetime
    heard_at: datetime
    sequence: int | None = None
    call: UUID | None = None


class UserCalls(Struct, frozen=True, kw_only=True):
    """Hold one user's calls that run, by arrival, the known ends, and the version of the user's state."""

    user_id: UUID
    version: int
    running: tuple[RunningCall, ...] = ()
    ends: Mapping[CallKey, KnownEnd] = field(default_factory=dict)

    @property
    def newest(self) -> RunningCall | None:
        """Return the call that the state row shows."""
        return self.running[-1] if self.running else None


class EndedCall(Struct, frozen=True, kw_only=True):
    """Name a call that this message ended, and how."""

    id: UUID
    cause: EndCause
    occurred_at: datetime


class Transition(Struct, frozen=True, kw_only=True):
    """Say what one message changes.

    ``calls`` is what the user's next message meets; its version is higher than before exactly when the user's state
    changes. ``touched`` is a call whose row changes though it neither began nor ended; ``known_end`` is to be kept.
    ``call_id`` is the call that the message is about, if any.
    """

    effect: Effect
    calls: UserCalls
    started: RunningCall | None = None
    touched: RunningCall | None = None
    ended: tuple[EndedCall, ...] = ()
    known_end: tuple[CallKey, KnownEnd] | None = None
    call_id: UUID | None = None
