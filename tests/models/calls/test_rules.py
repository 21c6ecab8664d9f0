"""The rules of a call, one sentence each; then random histories against a second, naive account of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calls.messages import JSON, CallMessage, CallStatus, Effect
from models.calls.rules import REPEAT_WINDOW, decide
from models.calls.user_calls import EndCause, Transition, UserCalls
from models.identifiers import new_id

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
USER, SOURCE = new_id(), new_id()
NOBODY_CALLS = UserCalls(user_id=USER, version=7)


def connected(
    phone_number: str | None = "4165550100",
    reason_id: str | None = "R1",
    details: dict[str, JSON] | None = None,
) -> CallMessage:
    return CallMessage(
        source_id=SOURCE,
        login_name="ann",
        status=CallStatus.CONNECTED,
        phone_number=phone_number,
        reason_id=reason_id,
        details=details or {},
        received_at=NOON,
    )


DISCONNECTED = CallMessage(
    source_id=SOURCE, login_name="ann", status=CallStatus.DISCONNECTED, received_at=NOON
)


def after(*messages: CallMessage, seconds: Sequence[float] = ()) -> Transition:
    """Apply messages one after another, at noon or at so many seconds after it; return the last transition."""
    calls, transition = NOBODY_CALLS, None
    for position, message in enumerate(messages):
        now = NOON + timedelta(seconds=seconds[position] if seconds else 0)
        transition = decide(calls, message, now, new_id)
        calls = transition.calls
    assert transition is not None
    return transition


# Rule 1: CONNECTED for a user who is disconnected


def test_connected_starts_a_call() -> None:
    transition = after(connected())

    assert transition.effect is Effect.STARTED
    assert transition.started is not None
    assert transition.calls.running == (transition.started,)
    assert transition.started.phone_number == "4165550100"
    assert transition.ended == ()


def test_a_call_that_starts_raises_the_version_by_one() -> None:
    assert after(connected()).calls.version == NOBODY_CALLS.version + 1


def test_a_call_without_number_and_reason_starts_too() -> None:
    assert after(connected(None, None)).effect is Effect.STARTED


# Rule 2: the same CONNECTED again


@pytest.mark.parametrize("seconds", [0, 1, 59.999, 60])
def test_the_same_connected_within_a_minute_is_a_repeat(seconds: float) -> None:
    transition = after(connected(), connected(), seconds=[0, seconds])

    assert transition.effect is Effect.REPEATED
    assert transition.started is None
    assert transition.ended == ()


def test_a_repeat_lights_no_second_beacon() -> None:
    first, second = after(connected()), after(connected(), connected())

    assert second.calls.version == first.calls.version


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"verified": True}, {"verified": 1}),
        ({"verified": [False]}, {"verified": [0]}),
        ({"a": {"b": 1.0}}, {"a": {"b": True}}),
        ({"a": None}, {}),
    ],
)
def test_other_details_are_no_repeat_though_python_takes_true_for_1(
    one: dict[str, JSON], other: dict[str, JSON]
) -> None:
    first, again = connected(details=one), connected(details=other)

    assert after(first, again).effect is Effect.STARTED
    assert after(again, first).effect is Effect.STARTED
    assert after(first, first).effect is Effect.REPEATED


def test_each_repeat_begins_the_minute_anew() -> None:
    transition = after(connected(), connected(), connected(), seconds=[0, 50, 100])

    assert transition.effect is Effect.REPEATED


def test_the_same_connected_after_more_than_a_minute_is_a_caller_who_rings_back() -> None:
    transition = after(connected(), connected(), seconds=[0, 60.001])

    assert transition.effect is Effect.STARTED
    assert [call.cause for call in transition.ended] == [EndCause.SUPERSEDED]


def test_the_time_in_which_a_message_is_a_repeat_can_be_set() -> None:
    first = after(connected())
    later = NOON + timedelta(seconds=11)

    transition = decide(
        first.calls, connected(), later, new_id, repeat_window=timedelta(seconds=10)
    )

    assert transition.effect is Effect.STARTED


def test_the_same_connected_after_a_disconnected_is_a_new_call() -> None:
    transition = after(connected(), DISCONNECTED, connected())

    assert transition.effect is Effect.STARTED
    assert transition.ended == ()


def test_a_clock_that_was_set_back_makes_no_new_call_of_a_repeat() -> None:
    assert after(connected(), connected(), seconds=[0, -3600]).effect is Effect.REPEATED


# Rule 3: another CONNECTED while one runs


@pytest.mark.parametrize(
    "other",
    [
        connected(phone_number="4165550199"),
        connected(phone_number=None),
        connected(reason_id="R2"),
        connected(reason_id=None),
        connected(details={"account_number": "1001"}),
    ],
    ids=["another number", "no number", "another reason", "no reason", "other details"],
)
def test_anything_different_starts_a_call_that_supersedes_the_running_one(
    other: CallMessage,
) -> None:
    first = after(connected())

    second = decide(first.calls, other, NOON, new_id)

    assert first.started is not None
    assert second.effect is Effect.STARTED
    assert second.calls.running == (second.started,)
    assert [(ended.id, ended.cause) for ended in second.ended] == [
        (first.started.id, EndCause.SUPERSEDED)
    ]


def test_superseding_raises_the_version_by_one_only() -> None:
    transition = after(connected(), connected("4165550199"))

    assert transition.calls.version == NOBODY_CALLS.version + 2


def test_details_in_another_order_are_the_same_details() -> None:
    transition = after(connected(details={"a": 1, "b": 2}), connected(details={"b": 2, "a": 1}))

    assert transition.effect is Effect.REPEATED


# Rule 4: DISCONNECTED


def test_disconnected_ends_the_running_call() -> None:
    first = after(connected())

    second = decide(first.calls, DISCONNECTED, NOON, new_id)

    assert first.started is not None
    assert second.effect is Effect.ENDED
    assert second.calls.running == ()
    assert second.calls.version == first.calls.version + 1
    assert [(ended.id, ended.cause) for ended in second.ended] == [
        (first.started.id, EndCause.DISCONNECTED)
    ]
    assert second.call_id == first.started.id


def test_disconnected_ends_the_call_whatever_number_it_names() -> None:
    ending = CallMessage(
        source_id=SOURCE,
        login_name="ann",
        status=CallStatus.DISCONNECTED,
        phone_number="4165550199",
        reason_id="R9",
        received_at=NOON,
    )

    assert after(connected(), ending).effect is Effect.ENDED


def test_disconnected_while_nothing_runs_is_a_success_that_changes_nothing() -> None:
    transition = after(DISCONNECTED)

    assert transition.effect is Effect.NOTHING_RUNNING
    assert transition.calls == NOBODY_CALLS
    assert transition.call_id is None


def test_a_second_disconnected_changes_nothing() -> None:
    assert after(connected(), DISCONNECTED, DISCONNECTED).effect is Effect.NOTHING_RUNNING


# Random histories: what holds for all of them

MESSAGES = st.one_of(
    st.just(DISCONNECTED),
    st.builds(
        connected,
        phone_number=st.sampled_from(["4165550100", "anonymous", None]),
        reason_id=st.sampled_from(["R1", None]),
        details=st.sampled_from(cast("list[dict[str, JSON]]", [{}, {"account_number": "1001"}])),
    ),
)
HISTORIES = st.lists(st.tuples(st.sampled_from([0, 1, 30, 60, 61, 3600]), MESSAGES), max_size=30)


def transitions_of(history: list[tuple[int, CallMessage]]) -> list[tuple[UserCalls, Transition]]:
    """Apply a history of pauses and messages; return each transition with what it met."""
    calls, now, seen = NOBODY_CALLS, NOON, []
    for pause, message in history:
        now += timedelta(seconds=pause)
        transition = decide(calls, message, now, new_id)
        seen.append((calls, transition))
        calls = transition.calls
    return seen


@given(HISTORIES)
def test_at_most_one_call_runs(history: list[tuple[int, CallMessage]]) -> None:
    for _, transition in transitions_of(history):
        assert len(transition.calls.running) <= 1


@given(HISTORIES)
def test_the_version_grows_by_one_exactly_when_the_state_changes(
    history: list[tuple[int, CallMessage]],
) -> None:
    for before, transition in transitions_of(history):
        running = [call.id for call in transition.calls.running]
        has_changed = running != [call.id for call in before.running]
        assert transition.calls.version == before.version + has_changed


@given(HISTORIES)
def test_every_call_that_starts_ends_once_or_runs(
    history: list[tuple[int, CallMessage]],
) -> None:
    seen = transitions_of(history)

    started = [transition.started.id for _, transition in seen if transition.started]
    ended = [call.id for _, transition in seen for call in transition.ended]
    running = [call.id for call in seen[-1][1].calls.running] if seen else []

    assert sorted(started) == sorted(ended + running)


@given(HISTORIES)
def test_a_repeat_starts_and_ends_nothing(history: list[tuple[int, CallMessage]]) -> None:
    for before, transition in transitions_of(history):
        if transition.effect is Effect.REPEATED:
            assert (transition.started, transition.ended) == (None, ())
            assert transition.call_id == before.running[-1].id


@given(HISTORIES)
def test_disconnected_leaves_nothing_running(history: list[tuple[int, CallMessage]]) -> None:
    last = transitions_of([*history, (0, DISCONNECTED)])[-1][1]

    assert last.calls.running == ()


@dataclass
class Telephone:
    """Tell the rules a second time, as one would to a supervisor: with a telephone that rings or does not."""

    talking_to: tuple[object, ...] | None = None
    last_heard: datetime = NOON
    calls: list[str] = field(default_factory=list)

    def hear(self, message: CallMessage, now: datetime) -> None:
        if message.status is CallStatus.DISCONNECTED:
            self._hang_up("DISCONNECTED")
            return
        content = (message.phone_number, message.reason_id, sorted(message.details.items()))
        is_soon = (now - self.last_heard).total_seconds() <= REPEAT_WINDOW.total_seconds()
        if self.talking_to != content or not is_soon:
            self._hang_up("SUPERSEDED")
            self.calls.append("RUNNING")
        self.talking_to, self.last_heard = content, now

    def _hang_up(self, cause: str) -> None:
        if self.talking_to is not None:
            self.calls[-1] = cause
        self.talking_to = None


@given(HISTORIES)
def test_the_rules_agree_with_a_naive_telephone(history: list[tuple[int, CallMessage]]) -> None:
    telephone, now = Telephone(), NOON
    for pause, message in history:
        now += timedelta(seconds=pause)
        telephone.hear(message, now)

    ledger: dict[object, str] = {}
    for _, transition in transitions_of(history):
        ledger |= {call.id: call.cause.value for call in transition.ended}
        if transition.started:
            ledger[transition.started.id] = "RUNNING"

    assert list(ledger.values()) == telephone.calls
