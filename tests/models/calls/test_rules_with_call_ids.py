"""Rule 5: callId, sequence and occurredAt tell calls apart and put their messages in order."""

from typing import Any

import pytest

from models.calls.messages import Effect
from tests.models.calls.stories import JOHN, MARIA, NORTH, SOUTH, Story

# Several calls


def test_rule_5_an_unknown_call_id_starts_a_call_and_earlier_ones_go_on() -> None:
    story = Story()
    story.connected(MARIA)
    story.connected(MARIA, call_id="a")

    effect = story.connected(MARIA, call_id="b")

    assert (effect, len(story.running), story.ended) == (Effect.STARTED, 3, [])


def test_rule_5_the_same_call_id_of_two_sources_names_two_calls() -> None:
    story = Story()
    story.connected(MARIA, call_id="a", source=NORTH)
    story.connected(JOHN, call_id="a", source=SOUTH)

    story.disconnected(call_id="a", source=NORTH)

    assert story.running == [JOHN]


def test_rule_5_disconnected_ends_its_call_alone() -> None:
    story = Story()
    for call_id, number in (("a", "1"), ("b", "2"), ("c", "3")):
        story.connected(number, call_id=call_id)

    story.disconnected(call_id="b")

    assert story.running == ["1", "3"]


@pytest.mark.parametrize("has_clicked", [False, True])
def test_rule_5_when_the_newest_ends_the_next_older_is_shown_and_flashes_only_if_never_clicked(
    has_clicked: bool,
) -> None:
    story = Story()
    story.connected(MARIA, call_id="a")
    if has_clicked:
        story.click()
    story.connected(JOHN, call_id="b")

    story.disconnected(call_id="b")

    assert (story.newest.phone_number, story.newest.has_clicked) == (MARIA, has_clicked)


def test_the_end_of_an_older_call_is_a_change_of_its_own() -> None:
    story = Story()
    story.connected(MARIA, call_id="a")
    story.connected(JOHN, call_id="b")

    story.disconnected(call_id="a")

    assert (story.calls.version, story.newest.phone_number) == (3, JOHN)


# Repeats and updates


@pytest.mark.parametrize("seconds", [0, 60, 61, 86_400])
def test_rule_5_the_same_content_again_is_a_repeat_at_any_time(seconds: float) -> None:
    story = Story()
    story.connected(call_id="a")

    effect = story.connected(call_id="a", at=seconds)

    assert (effect, story.calls.version) == (Effect.REPEATED, 1)


@pytest.mark.parametrize("sequence", [1, 2, 3])
def test_the_same_content_is_a_repeat_whatever_its_sequence(sequence: int) -> None:
    story = Story()
    story.connected(call_id="a", sequence=2)

    assert story.connected(call_id="a", sequence=sequence) is Effect.REPEATED


def test_a_repeat_with_a_higher_sequence_makes_what_lies_between_late() -> None:
    story = Story()
    story.connected(call_id="a", sequence=1)
    story.connected(call_id="a", sequence=5)

    effect = story.connected(JOHN, call_id="a", sequence=3)

    assert (effect, story.running) == (Effect.LATE, [MARIA])


@pytest.mark.parametrize("has_clicked", [False, True])
def test_rule_5_other_content_is_an_update_that_lights_nothing(has_clicked: bool) -> None:
    story = Story()
    story.connected(call_id="a")
    if has_clicked:
        story.click()
    version = story.calls.version

    effect = story.connected(MARIA, call_id="a", details={"account": "1001"})

    assert effect is Effect.UPDATED
    assert story.newest.details == {"account": "1001"}
    assert story.newest.has_clicked is has_clicked
    assert story.calls.version == version + 1


def test_an_update_of_an_older_call_leaves_the_shown_one_in_front() -> None:
    story = Story()
    story.connected("1", call_id="a")
    story.connected("2", call_id="b")

    story.connected("3", call_id="a")

    assert story.running == ["3", "2"]


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
