"""Random histories of calls, told to the specification and to a subject, which must agree after each step.

A history mixes what a telephony system does, with its messages lost, repeated and swapped on the way, and single
messages that no sane one would send. The subject is whatever claims to keep the rules: ``decide``, the writer on a
database, or the running server.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from difflib import unified_diff
from pprint import pformat
from typing import ClassVar

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.models.calls.reading import as_entry
from tests.models.calls.specification import House
from tests.models.calls.subject import AGENTS, CALL_USERS, SOURCES, STRANGER, Subject
from tests.models.calls.values import KNOWN_REASON, Call, Content, Said, Shown

# The writer on SQLite is told so many; slower subjects fewer, the rules alone more.
HISTORIES = int(os.environ.get("CALLBEACON_TEST_HISTORIES", "40"))
TIME_LIMIT = 120 + 5 * HISTORIES


contents = st.builds(
    Content,
    phone_number=st.sampled_from(["4165550100", "4165550199", None]),
    reason_id=st.sampled_from([None, KNOWN_REASON, "undefined"]),
    account=st.sampled_from([None, "1001"]),
)
call_ids = st.sampled_from(["a", "b"])
sequences = st.none() | st.integers(1, 6)
keys = st.none() | st.sampled_from(["k1", "k2"])
moments = st.none() | st.integers(-2, 8)
waits = st.sampled_from([0, 1, 30, 59, 60, 61, 300, 599, 600, 601, 86_399, 86_400])


class History(RuleBasedStateMachine):
    """One random history; ``subject`` and ``runner`` are set for a whole run."""

    subject: ClassVar[Subject]
    runner: ClassVar[asyncio.Runner]
    number: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        type(self).number += 1
        versions = self.runner.run(self.subject.begin())
        self.house = House(versions=versions, call_users=CALL_USERS)
        self.began = self.subject.now()
        self.shown = {(agent, v): Shown(version=v) for agent, v in versions.items()}
        self.on_the_way: list[Said] = []
        self.said: list[Said] = []

    # What the telephony system does

    @rule(
        agent=st.sampled_from([*AGENTS, STRANGER]),
        source=st.sampled_from(SOURCES),
        is_connected=st.booleans(),
        content=contents,
        call_id=st.none() | call_ids,
        sequence=sequences,
        moment=moments,
        key=keys,
    )
    def say_anything(self, key: str | None, moment: int | None, **said: object) -> None:
        message = Said(**said, occurred_at=self._at(moment))  # type: ignore[arg-type]  # the fields by name
        self._send([self._named(message)], key)

    @rule(
        agents=st.lists(st.sampled_from(AGENTS), min_size=1, max_size=3),
        source=st.sampled_from(SOURCES),
        contents=st.lists(contents, min_size=1, max_size=3),
        call_id=call_ids,
        has_sequence=st.booleans(),
        moment=moments,
    )
    def place_a_call(
        self,
        *,
        agents: Sequence[str],
        source: str,
        contents: Sequence[Content],
        call_id: str,
        has_sequence: bool,
        moment: int | None,
    ) -> None:
        """Put the messages of a sane call on the way: it begins, learns more, and moves from agent to agent."""
        sequence = 0
        for agent in agents:
            for content in (*contents, None):
                sequence += 1
                message = Said(
                    agent=agent,
                    source=source,
                    is_connected=content is not None,
                    content=content or Content(),
                    call_id=call_id,
                    sequence=sequence if has_sequence else None,
                    occurred_at=self._at(None if moment is None else moment + sequence),
                )
                self.on_the_way.append(self._named(message))

    @precondition(lambda self: self.on_the_way)
    @rule(data=st.data(), is_lost=st.booleans(), is_kept=st.booleans())
    def deliver(self, data: st.DataObject, is_lost: bool, is_kept: bool) -> None:
        """Deliver one of the next messages on the way, or lose it; one that is kept will come again."""
        at = data.draw(st.integers(0, min(3, len(self.on_the_way) - 1)), label="which")
        message = self.on_the_way[at] if is_kept else self.on_the_way.pop(at)
        if is_kept or not is_lost:
            self._send([message], None)

    @precondition(lambda self: len(self.on_the_way) > 1)
    @rule(count=st.integers(2, 8), key=keys)
    def deliver_together(self, count: int, key: str | None) -> None:
        """Deliver the next messages of one source in one batch."""
        source = self.on_the_way[0].source
        batch = [said for said in self.on_the_way if said.source == source][:count]
        self.on_the_way = [said for said in self.on_the_way if said not in batch]
        self._send(batch, key)

    @rule(
        messages=st.lists(
            st.tuples(
                st.sampled_from(AGENTS), st.booleans(), contents, st.none() | call_ids, sequences
            ),
            min_size=2,
            max_size=6,
        ),
        source=st.sampled_from(SOURCES),
        key=keys,
    )
    def say_anything_together(
        self,
        messages: Sequence[tuple[str, bool, Content, str | None, int | None]],
        source: str,
        key: str | None,
    ) -> None:
        batch = [
            Said(
                agent=agent,
                source=source,
                is_connected=is_connected,
                content=content,
                call_id=call_id,
                sequence=sequence,
            )
            for agent, is_connected, content, call_id, sequence in messages
        ]
        self._send([self._named(said) for said in batch], key)

    @precondition(lambda self: self.said)
    @rule(data=st.data(), seconds=waits, is_connected=st.none() | st.booleans())
    def say_again(self, data: st.DataObject, *, seconds: int, is_connected: bool | None) -> None:
        """Repeat one of the last messages, perhaps after a while, or say that the other thing is true of its call."""
        said = data.draw(st.sampled_from(self.said[-4:]), label="message")
        if self.subject.can_wait:
            self.subject.wait(timedelta(seconds=seconds))
        if is_connected is not None:
            said = replace(said, is_connected=is_connected)
        self._send([said], None)

    # What else happens

    @precondition(lambda self: self._clickable())
    @rule(data=st.data())
    def click(self, data: st.DataObject) -> None:
        """Click any call, the newest or an older one, that runs or has ended, once or again."""
        call = data.draw(st.sampled_from(self._clickable()), label="call")
        self.runner.run(self.subject.click(call.agent, call.number))
        self.house.click(call)
        self._note(call.agent)

    @precondition(lambda self: self.subject.can_wait)
    @rule(seconds=waits)
    def wait(self, seconds: int) -> None:
        self.subject.wait(timedelta(seconds=seconds))

    @precondition(lambda self: self.subject.can_restart)
    @rule(is_due=st.integers(0, 3))
    def restart(self, is_due: int) -> None:
        """Restart now and then."""
        if is_due == 0:
            self.runner.run(self.subject.restart())

    # What must be true after each step

    @invariant()
    def everything_is_as_specified(self) -> None:
        self._check_ledger()  # first: it numbers the calls
        self._check_states()
        self._check_beacons()
        agree("trace", self.runner.run(self.subject.trace()), self.house.traced)
        if self.subject.has_database:
            counted = self.runner.run(self.subject.undefined_reasons())
            agree("undefined reasons", counted, self.house.undefined_reasons)

    def _check_ledger(self) -> None:
        ledger = self.runner.run(self.subject.ledger())
        expected = [as_entry(call) for call in self.house.calls]
        if not self.subject.can_wait:
            ledger = [replace(entry, ended_at=None) for entry in ledger]
            expected = [replace(entry, ended_at=None) for entry in expected]
        if not self.subject.has_database:
            expected = [replace(entry, transferred_from=None) for entry in expected]
        agree("ledger", ledger, expected)

    def _check_states(self) -> None:
        for agent in AGENTS:
            agree(agent, self.runner.run(self.subject.state(agent)), self.house.shown(agent))

    def _check_beacons(self) -> None:
        """Everything that a subscriber saw was true at its version, and the last of it is true now.

        So no beacon flashes without cause.
        """
        for agent, version in self.house.versions.items():
            seen = self.runner.run(self.subject.beacon(agent, version))
            agree("beacon", seen, [self.shown.get((agent, item.version)) for item in seen])
            versions = [item.version for item in seen]
            agree("versions", versions, sorted(set(versions)))

    # The parts

    def _send(self, messages: Sequence[Said], key: str | None) -> None:
        key = f"{self.number}-{key}" if key and self.subject.has_keys else None
        before = self.subject.now()
        answers = self.runner.run(self.subject.send(messages, key))
        for position, said in enumerate(messages):
            answer = self.house.hear(said, before, key=key, position=position)
            agree("answer", answers[position], answer)
            self.said.append(said)
            if said.agent in AGENTS:
                self._note(said.agent)

    def _note(self, agent: str) -> None:
        """Note what the agent sees at this version."""
        shown = self.house.shown(agent)
        self.shown[agent, shown.version] = shown

    def _clickable(self) -> list[Call]:
        return [call for call in self.house.calls if call.agent in CALL_USERS]

    def _named(self, said: Said) -> Said:
        """Make call ids and undefined reasons this history's own."""
        reason_id = said.content.reason_id
        if reason_id not in (None, KNOWN_REASON):
            reason_id = f"{reason_id}-{self.number}"
        call_id = f"{said.call_id}-{self.number}" if said.call_id else None
        return replace(said, content=replace(said.content, reason_id=reason_id), call_id=call_id)

    def _at(self, moment: int | None) -> datetime | None:
        return None if moment is None else self.began + moment * self.subject.unit


def agree(what: str, found: object, expected: object) -> None:
    """Fail with the difference, line by line."""
    if found == expected:
        return
    before, after = (pformat(each, width=100).splitlines() for each in (expected, found))
    difference = unified_diff(before, after, "specified", "found", lineterm="", n=1)
    raise AssertionError("\n".join((what, *difference)))


def tell_histories(
    subject: Subject, runner: asyncio.Runner, *, count: int, steps: int = 25
) -> None:
    """Open the subject, tell it so many random histories, and close it."""
    machine = type("AHistory", (History,), {"subject": subject, "runner": runner})
    told = hypothesis.settings(
        max_examples=count,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    runner.run(subject.open())
    try:
        run_state_machine_as_test(machine, settings=told)
    finally:
        runner.run(subject.close())
