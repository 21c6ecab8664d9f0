"""Rule 5: callId, sequence and occurredAt put messages in order that come late, or before their time."""

from typing import Any

import pytest

from models.calls.messages import Effect
from tests.models.calls.stories import JOHN, MARIA, Story

# Late messages


@pytest.mark.parametrize(
    ("end", "late"),
    [
        ({}, {}),
        ({"sequence": 2}, {"sequence": 1}),
        ({"sequence": 2}, {"sequence": 2}),
        ({"sequence": 2}, {}),
        ({}, {"sequence": 9}),
        ({"sequence": 2}, {"sequence": 1, "occurred": 99}),
        ({"occurred": 10}, {"occurred": 9}),
        ({"occurred": 10}, {"occurred": 10}),
        ({"occurred": 10}, {}),
        ({"at": 10}, {"occurred": 10, "at": 20}),
    ],
)
def test_rule_5_connected_of_an_ended_call_is_late_and_changes_nothing(
    end: dict[str, Any], late: dict[str, Any]
) -> None:
    story = Story()
    story.connected(call_id="a")
    story.disconnected(call_id="a", **end)

    effect = story.connected(JOHN, call_id="a", **late)

    assert (effect, story.running, story.calls.version) == (Effect.LATE, [], 2)


@pytest.mark.parametrize(
    ("end", "later"),
    [
        ({"sequence": 2}, {"sequence": 3}),
        ({"sequence": 2, "occurred": 10}, {"sequence": 3, "occurred": 1}),
        ({"occurred": 10}, {"occurred": 10.001}),
        ({"at": 10}, {"occurred": 11}),
        ({"occurred": 10, "at": 90}, {"occurred": 11, "at": 91}),
        ({"sequence": 2}, {"occurred": 11}),
    ],
)
def test_rule_5_a_call_that_has_come_back_pops_again(
    end: dict[str, Any], later: dict[str, Any]
) -> None:
    story = Story()
    story.connected(call_id="a", sequence=1 if "sequence" in end else None)
    story.click()
    story.disconnected(call_id="a", **end)

    effect = story.connected(call_id="a", **later)

    assert (effect, story.running) == (Effect.STARTED, [MARIA])
    assert not story.newest.has_clicked


@pytest.mark.parametrize("sequence", [1, 2])
def test_rule_5_a_sequence_not_higher_than_the_last_one_changes_nothing(sequence: int) -> None:
    story = Story()
    story.connected(call_id="a", sequence=2)

    update = story.connected(JOHN, call_id="a", sequence=sequence)
    end = story.disconnected(call_id="a", sequence=sequence)

    assert (update, end, story.running) == (Effect.LATE, Effect.LATE, [MARIA])


def test_the_end_of_a_call_before_it_came_back_does_not_end_it_again() -> None:
    by_sequence, by_time = Story(), Story()
    by_sequence.connected(call_id="a", sequence=1)
    by_sequence.disconnected(call_id="a", sequence=2)
    by_sequence.connected(call_id="a", sequence=3)
    by_time.connected(call_id="a", occurred=1)
    by_time.disconnected(call_id="a", occurred=2)
    by_time.connected(call_id="a", occurred=3)

    effects = (
        by_sequence.disconnected(call_id="a", sequence=2),
        by_time.disconnected(call_id="a", occurred=2),
    )

    assert effects == (Effect.LATE, Effect.LATE)
    assert by_sequence.running == by_time.running == [MARIA]


def test_a_call_that_came_back_keeps_the_last_sequence_it_had() -> None:
    story = Story()
    story.connected(call_id="a", sequence=1)
    story.disconnected(call_id="a", sequence=7)
    story.connected(call_id="a", occurred=11)

    effect = story.disconnected(call_id="a", sequence=7)

    assert (effect, story.running) == (Effect.LATE, [MARIA])


# The end comes first


@pytest.mark.parametrize("seconds", [0, 599, 600])
def test_rule_5_an_end_that_came_first_makes_an_ended_call_that_lights_nothing(
    seconds: float,
) -> None:
    story = Story()
    assert story.disconnected(call_id="a", sequence=2) is Effect.REMEMBERED

    effect = story.connected(call_id="a", sequence=1, at=seconds)

    assert (effect, story.running, story.ended) == (
        Effect.ENDED_BEFORE_IT_BEGAN,
        [],
        ["DISCONNECTED"],
    )
    assert story.calls.version == 0


def test_rule_5_after_ten_minutes_an_end_that_came_first_is_forgotten() -> None:
    story = Story()
    story.disconnected(call_id="a")

    assert story.connected(call_id="a", at=600.001) is Effect.STARTED


def test_an_end_that_is_told_again_is_remembered_for_another_ten_minutes() -> None:
    story = Story()
    story.disconnected(call_id="a")
    assert story.disconnected(call_id="a", at=599) is Effect.REMEMBERED

    assert story.connected(call_id="a", at=1199) is Effect.ENDED_BEFORE_IT_BEGAN


@pytest.mark.parametrize(
    ("end", "later"),
    [({"sequence": 2}, {"sequence": 3}), ({"occurred": 10}, {"occurred": 11})],
)
def test_a_call_that_began_after_an_end_that_is_remembered_pops(
    end: dict[str, Any], later: dict[str, Any]
) -> None:
    story = Story()
    story.disconnected(call_id="a", **end)

    assert story.connected(call_id="a", **later) is Effect.STARTED


def test_an_end_that_came_first_ends_no_other_call() -> None:
    story = Story()
    story.connected(MARIA)
    story.connected(JOHN, call_id="b")

    story.disconnected(call_id="a")

    assert story.running == [MARIA, JOHN]


# Ended by a message without a callId


def test_after_an_end_without_a_call_id_its_late_messages_change_nothing() -> None:
    story = Story()
    story.connected(call_id="a", sequence=1)
    story.disconnected()

    effects = [
        story.connected(call_id="a", sequence=1),
        story.disconnected(call_id="a", sequence=3),
        story.connected(call_id="a", sequence=2),
    ]

    assert effects == [Effect.LATE, Effect.NOTHING_RUNNING, Effect.LATE]
    assert story.running == []


def test_of_several_ends_of_a_call_the_latest_counts() -> None:
    story = Story()
    story.connected(call_id="a", occurred=0)
    story.disconnected(at=1)
    story.disconnected(call_id="a", occurred=5)

    assert story.connected(JOHN, call_id="a", occurred=4) is Effect.LATE
    assert story.connected(JOHN, call_id="a", occurred=6) is Effect.STARTED
