"""The rules of the call as a text that runs: written from the design, never from the code that it checks.

It is slow, forgets nothing of its own accord and knows no database. A ``House`` hears what the telephony sources say
and holds what every agent should see, what the ledger should hold, and what the trace should tell. Where the design
is silent a comment names the choice; docs/telephony-interface.md says the same to those who send.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.models.calls.values import KNOWN_REASON, Call, Said, Shown, Traced

REPEAT_WINDOW = timedelta(seconds=60)
ENDS_REMEMBERED = timedelta(minutes=10)
KEYS_KEPT = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class RememberedEnd:
    """A DISCONNECTED that came before its CONNECTED."""

    heard_at: datetime
    ended_at: datetime
    sequence: int | None


class Refusal(Exception):
    """A message that was not accepted; the text is its code."""


def highest(*sequences: int | None) -> int | None:
    return max((sequence for sequence in sequences if sequence is not None), default=None)


@dataclass(kw_only=True)
class House:
    """Everybody's calls, in the order in which they came."""

    versions: dict[str, int]
    call_users: frozenset[str]
    calls: list[Call] = field(default_factory=list)
    traced: list[Traced] = field(default_factory=list)
    undefined_reasons: Counter[str] = field(default_factory=Counter)
    _ends: dict[tuple[str, str, str], RememberedEnd] = field(default_factory=dict)
    _keys: dict[tuple[str, str, int], tuple[Said, datetime]] = field(default_factory=dict)

    # What is seen

    def running(self, agent: str) -> list[Call]:
        return [call for call in self.calls if call.agent == agent and call.is_running]

    def shown(self, agent: str) -> Shown:
        """Show the newest running call by arrival, and all that wait."""
        running, version = self.running(agent), self.versions[agent]
        if not running:
            return Shown(version=version)
        newest = running[-1]
        return Shown(
            version=version,
            status="CONNECTED",
            is_flashing=agent in self.call_users and not newest.has_clicked,  # rule 9
            has_clicked=newest.has_clicked,
            call=newest.number,
            phone_number=newest.content.phone_number,
            reason=newest.content.reason,
            account=newest.content.account,
            waiting=tuple(call.number for call in running if not call.has_clicked),
        )

    # What the sources say

    def hear(
        self, said: Said, at: datetime, *, key: str | None = None, position: int = 0
    ) -> str | None:
        """Take one message; answer with None, or with the code of a refusal."""
        try:
            traced = self._apply_once(said, at, (said.source, key, position) if key else None)
        except Refusal as refusal:
            self.traced.append(Traced(agent=said.agent, outcome=str(refusal)))
            return str(refusal)
        self.traced.append(traced)
        return None

    def _apply_once(self, said: Said, at: datetime, key: tuple[str, str, int] | None) -> Traced:
        """Rule 6. The key is looked at first: a repeat gets the first answer, whatever has become of the user."""
        first = self._keys.get(key) if key else None
        if first and at - first[1] < KEYS_KEPT:
            if first[0] != said:
                raise Refusal("IDEMPOTENCY_CONFLICT")
            return Traced(agent=said.agent, outcome="REPEATED")
        if said.agent not in self.versions:
            raise Refusal("NO_SUCH_USER")
        traced = self._apply(said, at)
        if key:
            self._keys[key] = (said, at)
        return traced

    def _apply(self, said: Said, at: datetime) -> Traced:
        if said.call_id is None:
            outcome, call = (
                self._connect(said, at) if said.is_connected else self._disconnect(said, at)
            )
        elif said.is_connected:
            outcome, call = self._connect_named(said, at)
        else:
            outcome, call = self._disconnect_named(said, at)
        return Traced(agent=said.agent, outcome=outcome, call=call.number if call else None)

    # Rules 1 to 4: without a callId

    def _connect(self, said: Said, at: datetime) -> tuple[str, Call]:
        """Compare with the running call that has no callId; those that have one are left alone."""
        former = next((c for c in self.running(said.agent) if c.call_id is None), None)
        if former is None:
            return self._start(said, at)
        if said.content == former.content and at - former.heard_at <= REPEAT_WINDOW:
            former.heard_at = at
            return "REPEATED", former
        self._end(former, "SUPERSEDED", at)
        return self._start(said, at)  # superseding is one change, not two

    def _disconnect(self, said: Said, at: datetime) -> tuple[str, Call | None]:
        running = self.running(said.agent)
        if not running:
            return "NOTHING_RUNNING", None
        self._end(running[-1], "DISCONNECTED", at)
        self._change(said.agent)
        return "ENDED", running[-1]

    # Rule 5: with a callId

    def _connect_named(self, said: Said, at: datetime) -> tuple[str, Call]:
        call = self._latest(said)
        if call is None:
            return self._connect_unknown(said, at)
        if call.is_running:
            return self._repeat_or_update(call, said)
        if self._is_after(said, call.sequence, call.ended_at):
            return self._start(said, at, last_seen=call.sequence)
        return "LATE", call

    def _repeat_or_update(self, call: Call, said: Said) -> tuple[str, Call]:
        # Saying again what is known is a repeat, whatever its sequence.
        if said.content == call.content:
            call.sequence = highest(call.sequence, said.sequence)
            return "REPEATED", call
        if self._is_stale(said, call.sequence):
            return "LATE", call
        if said.content.reason_id != call.content.reason_id:
            self._count_reason(said)
        call.content, call.sequence = said.content, highest(call.sequence, said.sequence)
        self._change(said.agent)
        return "UPDATED", call

    def _connect_unknown(self, said: Said, at: datetime) -> tuple[str, Call]:
        end = self._remembered_end(said, at)
        if end is None:
            return self._start(said, at)
        if self._is_after(said, end.sequence, end.ended_at):
            return self._start(said, at, last_seen=end.sequence)
        # "Makes an ended call" goes before "a sequence not higher changes nothing": what was overtaken always has the
        # lower sequence. Nothing that the agent's state shows has changed, so the version stays.
        call = self._write(said, at, last_seen=end.sequence)
        self._end(call, "DISCONNECTED", end.ended_at)
        return "ENDED_BEFORE_IT_BEGAN", call

    def _disconnect_named(self, said: Said, at: datetime) -> tuple[str, Call | None]:
        call = self._latest(said)
        if call is None:
            return self._disconnect_unknown(said, at), None
        if self._is_stale(said, call.sequence) or (call.is_running and self._is_before(said, call)):
            return "LATE", call
        call.sequence = highest(call.sequence, said.sequence)
        if call.is_running:
            self._end(call, "DISCONNECTED", said.occurred_at or at)
            self._change(said.agent)
            return "ENDED", call
        # Of several ends that the source tells of one call, the latest counts.
        call.ended_at = max(filter(None, (call.ended_at, said.occurred_at)))
        return "NOTHING_RUNNING", call

    def _disconnect_unknown(self, said: Said, at: datetime) -> str:
        end = self._remembered_end(said, at)
        if end and self._is_stale(said, end.sequence):
            return "LATE"
        # Told again, it is remembered for another ten minutes; of two times the later counts.
        ended_at, sequence = said.occurred_at or at, said.sequence
        if end:
            ended_at, sequence = max(ended_at, end.ended_at), highest(sequence, end.sequence)
        self._ends[said.agent, said.source, str(said.call_id)] = RememberedEnd(
            heard_at=at, ended_at=ended_at, sequence=sequence
        )
        return "REMEMBERED"

    # What agents do

    def click(self, call: Call) -> None:
        """Open a call; a second click is no change, and one on a call that has ended changes no state."""
        if call.is_running and not call.has_clicked:
            self._change(call.agent)
        call.has_clicked = True

    # How messages are told apart in time

    @staticmethod
    def _is_stale(said: Said, last_seen: int | None) -> bool:
        return said.sequence is not None and last_seen is not None and said.sequence <= last_seen

    @staticmethod
    def _is_after(said: Said, last_seen: int | None, ended_at: datetime | None) -> bool:
        """Tell whether a CONNECTED came about after the end. Two sequences decide; without two, the times do."""
        if said.sequence is not None and last_seen is not None:
            return said.sequence > last_seen
        return bool(said.occurred_at and ended_at and said.occurred_at > ended_at)

    @staticmethod
    def _is_before(said: Said, call: Call) -> bool:
        """Tell whether a DISCONNECTED came about before the call began: it ended the call before it came back."""
        if said.sequence is not None and call.sequence is not None:
            return False
        return bool(said.occurred_at and call.occurred_at and said.occurred_at < call.occurred_at)

    # The parts

    def _latest(self, said: Said) -> Call | None:
        """Calls are told apart by source, user and callId."""
        named = [c for c in self._same_caller(said) if c.agent == said.agent]
        return named[-1] if named else None

    def _same_caller(self, said: Said) -> list[Call]:
        if said.call_id is None:
            return []
        return [c for c in self.calls if (c.source, c.call_id) == (said.source, said.call_id)]

    def _remembered_end(self, said: Said, at: datetime) -> RememberedEnd | None:
        end = self._ends.get((said.agent, said.source, str(said.call_id)))
        return end if end and at - end.heard_at <= ENDS_REMEMBERED else None

    def _start(self, said: Said, at: datetime, last_seen: int | None = None) -> tuple[str, Call]:
        call = self._write(said, at, last_seen=last_seen)
        self._change(said.agent)
        return "STARTED", call

    def _write(self, said: Said, at: datetime, *, last_seen: int | None) -> Call:
        elsewhere = [c for c in self._same_caller(said) if c.agent != said.agent]
        call = Call(
            number=len(self.calls),
            agent=said.agent,
            source=said.source,
            call_id=said.call_id,
            content=said.content,
            heard_at=at,
            sequence=highest(said.sequence, last_seen) if said.call_id else said.sequence,
            occurred_at=said.occurred_at,
            # Rule 14: the last other agent who had this caller.
            transferred_from=elsewhere[-1].number if elsewhere else None,
        )
        self._count_reason(said)
        self.calls.append(call)
        return call

    def _count_reason(self, said: Said) -> None:
        """Rule 10: a reason that nobody defined counts once for a call that brings it, not for its repeats."""
        if said.content.reason_id not in (None, KNOWN_REASON):
            self.undefined_reasons[str(said.content.reason_id)] += 1

    @staticmethod
    def _end(call: Call, cause: str, at: datetime) -> None:
        call.end_cause, call.ended_at = cause, at

    def _change(self, agent: str) -> None:
        """Count one change of what an agent's calls look like."""
        self.versions[agent] += 1
