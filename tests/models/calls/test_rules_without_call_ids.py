"""Rules 1 to 4: what the documented messages do, alone and beside calls that have a callId."""

from typing import Any

import pytest

from models.calls.messages import Effect
from tests.models.calls.stories import JOHN, MARIA, NORTH, SOUTH, Story

# Rule 1


@pytest.mark.parametrize("number", [MARIA, "anonymous", "", None])
def test_rule_1_connected_for_a_disconnected_user_starts_a_call(number: str | None) -> None:
    story = Story()

    effect = story.connected(number)

    assert (effect, story.running, story.calls.version) == (Effect.STARTED, [number], 1)
    assert not story.newest.has_clicked


def test_rule_1_connected_after_the_end_starts_another_call_at_once() -> None:
    story = Story()
    story.connected()
    story.disconnected()

    assert story.connected() is Effect.STARTED


# Rule 2


@pytest.mark.parametrize("seconds", [0, 0.001, 59, 60])
def test_rule_2_the_same_connected_within_a_minute_is_a_repeat(seconds: float) -> None:
    story = Story()
    story.connected()

    effect = story.connected(at=seconds)

    assert (effect, story.running, story.calls.version) == (Effect.REPEATED, [MARIA], 1)


def test_rule_2_the_minute_begins_anew_with_each_repeat() -> None:
    story = Story()
    story.connected()

    assert [story.connected(at=at) for at in (60, 120, 180)] == [Effect.REPEATED] * 3


def test_rule_2_the_same_connected_after_a_minute_is_a_new_call_and_pops() -> None:
    story = Story()
    story.connected()
    story.click()

    effect = story.connected(at=60.001)

    assert (effect, story.running, story.ended) == (Effect.STARTED, [MARIA], ["SUPERSEDED"])
    assert not story.newest.has_clicked


def test_rule_2_a_repeat_may_come_from_another_source() -> None:
    story = Story()
    story.connected(source=NORTH)

    assert story.connected(source=SOUTH) is Effect.REPEATED


def test_rule_2_a_repeat_lights_no_beacon_that_was_clicked() -> None:
    story = Story()
    story.connected()
    story.click()

    story.connected(at=1)

    assert story.newest.has_clicked


# Rule 3


@pytest.mark.parametrize(
    "other",
    [
        {"phone_number": JOHN},
        {"phone_number": None},
        {"reason_id": "R1"},
        {"details": {"account": "1001"}},
    ],
    ids=["number", "no number", "reason", "details"],
)
def test_rule_3_anything_different_starts_a_new_call_and_supersedes_the_former(
    other: dict[str, Any],
) -> None:
    story = Story()
    story.connected()

    effect = story.connected(**{"phone_number": MARIA, **other})

    assert (effect, len(story.running), story.ended) == (Effect.STARTED, 1, ["SUPERSEDED"])
    assert story.calls.version == 2


# Rule 4


def test_rule_4_disconnected_ends_the_running_call() -> None:
    story = Story()
    story.connected()

    effect = story.disconnected()

    assert (effect, story.running, story.ended) == (Effect.ENDED, [], ["DISCONNECTED"])
    assert story.calls.version == 2


def test_rule_4_disconnected_without_a_call_succeeds_and_changes_nothing() -> None:
    story = Story()

    effect = story.disconnected()

    assert (effect, story.calls.version, story.ended) == (Effect.NOTHING_RUNNING, 0, [])


# Beside calls with a callId


def test_beside_a_call_with_a_call_id_connected_starts_a_call_that_is_shown() -> None:
    story = Story()
    story.connected(MARIA, call_id="a")

    effect = story.connected(JOHN)

    assert (effect, story.running, story.ended) == (Effect.STARTED, [MARIA, JOHN], [])


def test_the_same_content_as_a_call_with_a_call_id_is_no_repeat() -> None:
    story = Story()
    story.connected(MARIA, call_id="a")

    assert story.connected(MARIA) is Effect.STARTED


def test_connected_supersedes_only_the_call_without_a_call_id() -> None:
    story = Story()
    story.connected(MARIA)
    story.connected("1", call_id="a")

    story.connected(JOHN)

    assert (story.running, story.ended) == (["1", JOHN], ["SUPERSEDED"])


def test_a_repeat_is_known_though_a_newer_call_with_a_call_id_is_shown() -> None:
    story = Story()
    story.connected(MARIA)
    story.connected(JOHN, call_id="a")

    effect = story.connected(MARIA, at=60)

    assert (effect, story.running) == (Effect.REPEATED, [MARIA, JOHN])


def test_disconnected_ends_the_newest_call_whether_it_has_a_call_id_or_not() -> None:
    story = Story()
    story.connected(MARIA)
    story.connected(JOHN, call_id="a")

    assert story.disconnected() is Effect.ENDED
    assert story.running == [MARIA]
    assert story.disconnected() is Effect.ENDED
    assert story.running == []


def test_without_a_call_id_sequence_and_time_mean_nothing() -> None:
    story = Story()
    story.connected(MARIA, sequence=9, occurred=100)

    assert story.connected(MARIA, sequence=1, occurred=-100) is Effect.REPEATED
    assert story.disconnected(sequence=1, occurred=-200) is Effect.ENDED
