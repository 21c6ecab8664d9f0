"""The rules alone as the subject of random histories: ``decide``, and a ledger kept from what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from models.calls.messages import CallMessage, CallStatus
from models.calls.rules import decide
from models.calls.user_calls import KnownEnd, RunningCall, Transition, UserCalls
from models.identifiers import new_id
from tests.models.calls.reading import Entry
from tests.models.calls.subject import AGENTS, CALL_USERS, SOURCES
from tests.models.calls.values import Content, Said, Shown, Traced

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
USERS = {name: new_id() for name in AGENTS}
SOURCE_IDS = {name: new_id() for name in SOURCES}


class DecideSubject:
    """Apply the rules to values; what needs a database (keys, transfers, reasons) is left to other subjects."""

    can_wait = True
    can_restart = False
    has_keys = False
    has_database = False
    unit = timedelta(seconds=40)

    def __init__(self) -> None:
        self._now = NOON

    def now(self) -> datetime:
        return self._now

    def wait(self, time: timedelta) -> None:
        self._now += time

    async def open(self) -> None:
        """Be ready."""

    async def close(self) -> None:
        """Be done."""

    async def restart(self) -> None:
        raise NotImplementedError

    async def begin(self) -> dict[str, int]:
        self._calls = {
            name: UserCalls(user_id=user_id, version=0) for name, user_id in USERS.items()
        }
        self._ledger: dict[UUID, tuple[str, str, RunningCall]] = {}
        self._clicked: set[UUID] = set()
        self._ends: dict[UUID, tuple[str, datetime]] = {}
        self._traced: list[Traced] = []
        self._beacons: dict[str, list[Shown]] = {name: [] for name in AGENTS}
        return dict.fromkeys(AGENTS, 0)

    async def send(self, messages: Sequence[Said], key: str | None) -> list[str | None]:
        return [self._hear(said) for said in messages]

    async def click(self, agent: str, number: int) -> None:
        """Do to the values what a click does to the tables."""
        call_id = list(self._ledger)[number]
        calls = self._calls[agent]
        if call_id in self._clicked:
            return
        self._clicked.add(call_id)
        running = tuple(
            replace(call, has_clicked=True) if call.id == call_id else call
            for call in calls.running
        )
        if running != calls.running:
            self._change(agent, replace(calls, running=running, version=calls.version + 1))

    async def state(self, agent: str) -> Shown:
        return self._shown(agent)

    async def ledger(self) -> list[Entry]:
        return [self._entry(call_id) for call_id in self._ledger]

    async def trace(self) -> list[Traced]:
        return self._traced

    async def undefined_reasons(self) -> Counter[str]:
        raise NotImplementedError

    async def beacon(self, agent: str, version: int) -> list[Shown]:
        seen, self._beacons[agent] = self._beacons[agent], []
        return seen

    def _hear(self, said: Said) -> str | None:
        if said.agent not in USERS:
            self._traced.append(Traced(agent=said.agent, outcome="NO_SUCH_USER"))
            return "NO_SUCH_USER"
        calls = self._calls[said.agent]
        transition = decide(calls, _message(said, self._now), self._now, new_id)
        self._write(said, transition)
        self._change(said.agent, transition.calls)
        call = self._number(transition.call_id)
        self._traced.append(Traced(agent=said.agent, outcome=transition.effect, call=call))
        return None

    def _write(self, said: Said, transition: Transition) -> None:
        if transition.started:
            self._ledger[transition.started.id] = (said.agent, said.source, transition.started)
        if transition.touched:
            agent, source, _ = self._ledger[transition.touched.id]
            self._ledger[transition.touched.id] = (agent, source, transition.touched)
        for ended in transition.ended:
            self._ends[ended.id] = (ended.cause, ended.occurred_at)
        if transition.known_end:
            self._know_end(transition.known_end[1])

    def _know_end(self, end: KnownEnd) -> None:
        if end.call:
            agent, source, call = self._ledger[end.call]
            self._ledger[end.call] = (agent, source, replace(call, sequence=end.sequence))
            self._ends[end.call] = (self._ends[end.call][0], end.ended_at)

    def _change(self, agent: str, calls: UserCalls) -> None:
        has_changed = calls.version != self._calls[agent].version
        self._calls[agent] = calls
        if has_changed:
            self._beacons[agent].append(self._shown(agent))

    def _shown(self, agent: str) -> Shown:
        calls = self._calls[agent]
        if calls.newest is None:
            return Shown(version=calls.version)
        newest = calls.newest
        waiting = (self._number(call.id) for call in calls.running if not call.has_clicked)
        return Shown(
            version=calls.version,
            status="CONNECTED",
            is_flashing=agent in CALL_USERS and not newest.has_clicked,
            has_clicked=newest.has_clicked,
            call=self._number(newest.id),
            phone_number=newest.phone_number,
            reason=_content(newest).reason,
            account=_content(newest).account,
            waiting=tuple(number for number in waiting if number is not None),
        )

    def _entry(self, call_id: UUID) -> Entry:
        agent, source, call = self._ledger[call_id]
        cause, ended_at = self._ends.get(call_id, (None, None))
        content = _content(call)
        return Entry(
            agent=agent,
            source=source,
            call_id=call.key.call_id if call.key else None,
            phone_number=content.phone_number,
            reason_id=content.reason_id,
            reason=content.reason,
            account=content.account,
            sequence=call.sequence if call.key else None,
            has_clicked=call_id in self._clicked,
            end_cause=cause,
            ended_at=ended_at,
            transferred_from=None,
        )

    def _number(self, call_id: UUID | None) -> int | None:
        return None if call_id is None else list(self._ledger).index(call_id)


def _message(said: Said, now: datetime) -> CallMessage:
    content = said.content
    return CallMessage(
        source_id=SOURCE_IDS[said.source],
        login_name=said.agent,
        status=CallStatus.CONNECTED if said.is_connected else CallStatus.DISCONNECTED,
        phone_number=content.phone_number,
        reason_id=content.reason_id,
        details={"account": content.account} if content.account else {},
        received_at=now,
        call_id=said.call_id,
        sequence=said.sequence,
        occurred_at=said.occurred_at,
    )


def _content(call: RunningCall) -> Content:
    account = call.details.get("account")
    return Content(
        phone_number=call.phone_number,
        reason_id=call.reason_id,
        account=str(account) if account else None,
    )
