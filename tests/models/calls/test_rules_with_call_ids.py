"""Rule 5: callId, sequence and occurredAt tell calls apart, and their repeats from their updates."""

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
