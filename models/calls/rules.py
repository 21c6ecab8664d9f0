"""What a message does to a user's calls: the rules, with no database and no clock of their own.

``decide`` is the whole of it. It sees one user's running calls, what is remembered of ended ones, and one message, and
says what changes; the writer applies that. The numbered rules are explained in docs/telephony-interface.md.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from models.calls.messages import CallKey, CallMessage, CallStatus, Effect, is_same_json
from models.calls.user_calls import (
    EndCause,
    EndedCall,
    KnownEnd,
    RunningCall,
    Transition,
    UserCalls,
)
from models.errors import AgentOnACall

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

REPEAT_WINDOW = timedelta(seconds=60)
END_REMEMBERED = timedelta(minutes=10)


def decide(
    calls: UserCalls,
    message: CallMessage,
    now: datetime,
    new_id: Callable[[], UUID],
    *,
    repeat_window: timedelta = REPEAT_WINDOW,
) -> Transition:
    """Apply the rules to one message; ``now`` is when it took the user's turn.

    A real call takes the place of a test call as of any other; a test call takes no real one's, and is refused.
    """
    if message.is_test and not all(call.is_test for call in calls.running):
        raise AgentOnACall
    key, connects = message.key, message.status is CallStatus.CONNECTED
    if key and connects:
        return _connect_with_key(calls, key, message, now, new_id)
    if key:
        return _disconnect_with_key(calls, key, message, now)
    if connects:
        return _connect(calls, message, now, new_id, repeat_window)
    return _disconnect(calls, now)


def end(calls: UserCalls, call_id: UUID, cause: EndCause, now: datetime) -> Transition | None:
    """Rule 4: end one running call without a message; None when it does not run (any more).

    What its source says late of a call with a callId then meets a known end, as after a DISCONNECTED.
    """
    running = next((call for call in calls.running if call.id == call_id), None)
    return _end(calls, running, occurred_at=now, now=now, cause=cause) if running else None


def _connect(
    calls: UserCalls,
    message: CallMessage,
    now: datetime,
    new_id: Callable[[], UUID],
    repeat_window: timedelta,
) -> Transition:
    """Rules 1 to 3: start a call, unless it is a repeat; what ran before without a callId is superseded."""
    others = [call for call in calls.running if call.key is None]
    current = others[-1] if others else None
    # Later than that it is no repeat: the end of the call was lost, and a caller who rings back must pop.
    if current and _is_same(current, message) and now - current.last_message_at <= repeat_window:
        return _repeat(calls, current, message, now)
    superseded = tuple(
        EndedCall(id=call.id, cause=EndCause.SUPERSEDED, occurred_at=now) for call in others
    )
    return _start(calls, message, now, new_id, superseded=superseded)


def _disconnect(calls: UserCalls, now: datetime) -> Transition:
    """Rule 4: end the newest running call, whatever its kind; when there is none, succeed and change nothing."""
    if calls.newest is None:
        return Transition(effect=Effect.NOTHING_RUNNING, calls=calls)
    return _end(calls, calls.newest, occurred_at=now, now=now)


def _connect_with_key(
    calls: UserCalls,
    key: CallKey,
    message: CallMessage,
    now: datetime,
    new_id: Callable[[], UUID],
) -> Transition:
    """Rule 5: start, repeat or update the call with this key; a late message changes nothing."""
    running, end = _find(calls, key), _known_end(calls, key, now)
    if running and _is_same(running, message):
        return _repeat(calls, running, message, now)
    if running and _is_stale(message.sequence, running.sequence):
        return Transition(effect=Effect.LATE, calls=calls, call_id=running.id)
    if running:
        return _update(calls, running, message, now)
    if end is None or _has_come_back(message, end):
        return _start(calls, message, now, new_id, last_seen=end.sequence if end else None)
    if end.call is None:
        return _start_ended(calls, message, now, new_id, key=key, end=end)
    return Transition(effect=Effect.LATE, calls=calls, call_id=end.call)


def _disconnect_with_key(
    calls: UserCalls, key: CallKey, message: CallMessage, now: datetime
) -> Transition:
    """Rule 5: end the call with this key and no other; remember an end that came before its beginning."""
    running, end = _find(calls, key), _known_end(calls, key, now)
    if running and _precedes(message, running):
        return Transition(effect=Effect.LATE, calls=calls, call_id=running.id)
    if running:
        return _end(
            calls, running, occurred_at=message.occurred_at or now, now=now, message=message
        )
    if end and _is_stale(message.sequence, end.sequence):
        return Transition(effect=Effect.LATE, calls=calls, call_id=end.call)
    effect = Effect.NOTHING_RUNNING if end and end.call else Effect.REMEMBERED
    return _keep_end(calls, key, _latest_end(message, end, now=now), effect=effect)


def _is_same(call: RunningCall, message: CallMessage) -> bool:
    """Tell whether the message says again what is known of the call."""
    return (
        call.phone_number == message.phone_number
        and call.reason_id == message.reason_id
        and is_same_json(dict(call.details), dict(message.details))
        and call.is_test == message.is_test
    )


def _is_stale(sequence: int | None, last: int | None) -> bool:
    """Tell whether a message is no newer than the last one seen of its call."""
    return sequence is not None and last is not None and sequence <= last


def _precedes(message: CallMessage, running: RunningCall) -> bool:
    """Tell whether an end is older than what is known of the running call: it ended the call before it came back."""
    if message.sequence is not None and running.sequence is not None:
        return message.sequence <= running.sequence
    if message.occurred_at is None or running.occurred_at is None:
        return False
    return message.occurred_at < running.occurred_at


def _has_come_back(message: CallMessage, end: KnownEnd) -> bool:
    """Tell whether a CONNECTED is newer than the end of its call."""
    if message.sequence is not None and end.sequence is not None:
        return message.sequence > end.sequence
    return message.occurred_at is not None and message.occurred_at > end.ended_at


def _latest_end(message: CallMessage, end: KnownEnd | None, *, now: datetime) -> KnownEnd:
    """Take in one more end of a call that does not run: of several the latest counts."""
    if end is None:
        told = message.occurred_at or now
        return KnownEnd(ended_at=told, heard_at=now, sequence=message.sequence)
    told = message.occurred_at or (end.ended_at if end.call else now)
    sequence = _highest(message.sequence, end.sequence)
    return replace(end, ended_at=max(end.ended_at, told), heard_at=now, sequence=sequence)


def _highest(*sequences: int | None) -> int | None:
    return max((sequence for sequence in sequences if sequence is not None), default=None)


def _find(calls: UserCalls, key: CallKey) -> RunningCall | None:
    return next((call for call in calls.running if call.key == key), None)


def _known_end(calls: UserCalls, key: CallKey, now: datetime) -> KnownEnd | None:
    """Return what is known of the call's end; one that came before its beginning is forgotten after a while."""
    end = calls.ends.get(key)
    if end and end.call is None and now - end.heard_at > END_REMEMBERED:
        return None
    return end


def _repeat(
    calls: UserCalls, running: RunningCall, message: CallMessage, now: datetime
) -> Transition:
    """Rules 2 and 5: change nothing but what the next repeat is compared with."""
    sequence = _highest(running.sequence, message.sequence)
    seen = replace(running, last_message_at=now, sequence=sequence)
    return Transition(
        effect=Effect.REPEATED, calls=_with(calls, seen), touched=seen, call_id=seen.id
    )


def _update(
    calls: UserCalls, running: RunningCall, message: CallMessage, now: datetime
) -> Transition:
    """Rule 5: take in what came late, such as the IVR's data; it lights nothing."""
    updated = replace(
        running,
        phone_number=message.phone_number,
        reason_id=message.reason_id,
        details=message.details,
        reason=running.reason if running.reason_id == message.reason_id else None,
        last_message_at=now,
        sequence=_highest(running.sequence, message.sequence),
    )
    changed = _changed(_with(calls, updated))
    return Transition(effect=Effect.UPDATED, calls=changed, touched=updated, call_id=updated.id)


def _start(
    calls: UserCalls,
    message: CallMessage,
    now: datetime,
    new_id: Callable[[], UUID],
    *,
    superseded: tuple[EndedCall, ...] = (),
    last_seen: int | None = None,
) -> Transition:
    """Start a call, and end those it supersedes, as one change; ``last_seen`` is the sequence of one that came back."""
    started = _new_call(message, now, new_id, last_seen=last_seen)
    over = {call.id for call in superseded}
    going_on = tuple(call for call in calls.running if call.id not in over)
    ends = {key: end for key, end in calls.ends.items() if key != started.key}
    return Transition(
        effect=Effect.STARTED,
        calls=_changed(replace(calls, running=(*going_on, started), ends=ends)),
        started=started,
        ended=superseded,
        call_id=started.id,
    )


def _start_ended(
    calls: UserCalls,
    message: CallMessage,
    now: datetime,
    new_id: Callable[[], UUID],
    *,
    key: CallKey,
    end: KnownEnd,
) -> Transition:
    """Rule 5: write the call whose end came first; it is over and unopened, and lights nothing."""
    call = _new_call(message, now, new_id, last_seen=end.sequence)
    over = replace(end, call=call.id, sequence=call.sequence)
    ended = EndedCall(id=call.id, cause=EndCause.DISCONNECTED, occurred_at=end.ended_at)
    return Transition(
        effect=Effect.ENDED_BEFORE_IT_BEGAN,
        calls=replace(calls, ends={**calls.ends, key: over}),
        started=call,
        ended=(ended,),
        call_id=call.id,
    )


def _end(
    calls: UserCalls,
    running: RunningCall,
    *,
    occurred_at: datetime,
    now: datetime,
    message: CallMessage | None = None,
    cause: EndCause = EndCause.DISCONNECTED,
) -> Transition:
    """End one running call; the others go on."""
    sequence = _highest(running.sequence, message.sequence if message else None)
    over = KnownEnd(ended_at=occurred_at, heard_at=now, sequence=sequence, call=running.id)
    ends = {**calls.ends, running.key: over} if running.key else calls.ends
    going_on = tuple(call for call in calls.running if call.id != running.id)
    return Transition(
        effect=Effect.ENDED,
        calls=_changed(replace(calls, running=going_on, ends=ends)),
        ended=(EndedCall(id=running.id, cause=cause, occurred_at=occurred_at),),
        known_end=(running.key, over) if running.key else None,
        call_id=running.id,
    )


def _keep_end(calls: UserCalls, key: CallKey, end: KnownEnd, *, effect: Effect) -> Transition:
    return Transition(
        effect=effect,
        calls=replace(calls, ends={**calls.ends, key: end}),
        known_end=(key, end),
        call_id=end.call,
    )


def _new_call(
    message: CallMessage, now: datetime, new_id: Callable[[], UUID], *, last_seen: int | None
) -> RunningCall:
    return RunningCall(
        id=new_id(),
        phone_number=message.phone_number,
        reason_id=message.reason_id,
        details=message.details,
        last_message_at=now,
        key=message.key,
        sequence=_highest(message.sequence, last_seen),
        occurred_at=message.occurred_at,
        is_test=message.is_test,
    )


def _with(calls: UserCalls, call: RunningCall) -> UserCalls:
    """Put a call in the place of its former self."""
    running = tuple(call if other.id == call.id else other for other in calls.running)
    return replace(calls, running=running)


def _changed(calls: UserCalls) -> UserCalls:
    return replace(calls, version=calls.version + 1)
