"""What a message does to a user's calls: the rules, with no database and no clock of their own.

``decide`` is the whole of it. It sees one user's running calls and one message and says what changes; the writer
applies that. The numbered rules are explained in docs/telephony-interface.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from models.calls.messages import JSON, CallMessage, CallStatus, Effect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

REPEAT_WINDOW = timedelta(seconds=60)


class EndCause(StrEnum):
    """Say how a call ended. ``DISCONNECTED`` says no more than the message: either side may have hung up."""

    DISCONNECTED = "DISCONNECTED"
    SUPERSEDED = "SUPERSEDED"
    ENDED_BY_AGENT = "ENDED_BY_AGENT"
    ENDED_BY_SUPERVISOR = "ENDED_BY_SUPERVISOR"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningCall:
    """Remember of a running call what the rules compare."""

    id: UUID
    phone_number: str | None
    reason_id: str | None
    details: Mapping[str, JSON]
    last_message_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCalls:
    """Hold one user's calls that run, oldest first, and the version of the user's state."""

    user_id: UUID
    version: int
    running: tuple[RunningCall, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedCall:
    """Name a call that this message ended, and how."""

    id: UUID
    cause: EndCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """Say what one message changes.

    ``calls`` is what the next message of the user meets; its version is higher than before only when the state row
    changes. ``call_id`` is the call that the message is about, if any.
    """

    effect: Effect
    calls: UserCalls
    started: RunningCall | None = None
    repeated: RunningCall | None = None
    ended: tuple[EndedCall, ...] = ()
    call_id: UUID | None = None

    @property
    def changes_state(self) -> bool:
        """Tell whether the user's state row has to be written."""
        return self.effect in {Effect.STARTED, Effect.ENDED}


def decide(
    calls: UserCalls,
    message: CallMessage,
    now: datetime,
    new_id: Callable[[], UUID],
    *,
    repeat_window: timedelta = REPEAT_WINDOW,
) -> Transition:
    """Apply the rules to one message; ``now`` is when it took the user's turn."""
    if message.status is CallStatus.DISCONNECTED:
        return _disconnect(calls)
    current = calls.running[-1] if calls.running else None
    if current and _is_repeat(current, message, now, repeat_window):
        return _repeat(calls, current, now)
    return _connect(calls, message, now, new_id)


def _is_repeat(
    current: RunningCall, message: CallMessage, now: datetime, repeat_window: timedelta
) -> bool:
    """Rule 2: the same content soon after the last such message; later it is a caller who rings back."""
    return (
        current.phone_number == message.phone_number
        and current.reason_id == message.reason_id
        and current.details == message.details
        and now - current.last_message_at <= repeat_window
    )


def _repeat(calls: UserCalls, current: RunningCall, now: datetime) -> Transition:
    """Rule 2: change nothing but the time from which the next repeat is counted."""
    seen = replace(current, last_message_at=now)
    return Transition(
        effect=Effect.REPEATED,
        calls=replace(calls, running=(*calls.running[:-1], seen)),
        repeated=seen,
        call_id=seen.id,
    )


def _connect(
    calls: UserCalls, message: CallMessage, now: datetime, new_id: Callable[[], UUID]
) -> Transition:
    """Rules 1 and 3: start a call; what ran before is superseded."""
    started = RunningCall(
        id=new_id(),
        phone_number=message.phone_number,
        reason_id=message.reason_id,
        details=message.details,
        last_message_at=now,
    )
    superseded = tuple(EndedCall(id=call.id, cause=EndCause.SUPERSEDED) for call in calls.running)
    return Transition(
        effect=Effect.STARTED,
        calls=replace(calls, version=calls.version + 1, running=(started,)),
        started=started,
        ended=superseded,
        call_id=started.id,
    )


def _disconnect(calls: UserCalls) -> Transition:
    """Rule 4: end the running call; when there is none, succeed and change nothing."""
    if not calls.running:
        return Transition(effect=Effect.NOTHING_RUNNING, calls=calls)
    newest = calls.running[-1]
    return Transition(
        effect=Effect.ENDED,
        calls=replace(calls, version=calls.version + 1, running=calls.running[:-1]),
        ended=(EndedCall(id=newest.id, cause=EndCause.DISCONNECTED),),
        call_id=newest.id,
    )
