"""The way of a call to its agent in words."""

import contextvars
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ui import formats
from ui.calls.trace import Step, described, later, trace

AT = datetime(2026, 11, 22, 15, 2, 11, 120_000, tzinfo=UTC)


def in_toronto(show: Callable[[], Any]) -> Any:
    def place_and_show() -> Any:
        formats.write_as("en-CA", time_zone="America/Toronto")
        return show()

    return contextvars.copy_context().run(place_and_show)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(milliseconds=3), "+3 ms"),
        (timedelta(milliseconds=999), "+999 ms"),
        (timedelta(milliseconds=-2), "+0 ms"),
        (timedelta(seconds=4, milliseconds=249), "+4.2 s"),
        (timedelta(seconds=134), "+2:14"),
        (timedelta(hours=1, seconds=5), "+1:00:05"),
    ],
)
def test_a_later_step_says_how_much_later(length: timedelta, words: str) -> None:
    assert later(length) == words


@pytest.mark.parametrize(
    ("step", "detail", "count", "words"),
    [
        ("RECEIVED", "STARTED", 1, "received"),
        ("RECEIVED", "ENDED", 1, "received (the end of the call)"),
        ("RECEIVED", "SOMETHING_NEW", 1, "received (SOMETHING_NEW)"),
        ("NO_BEACON", "NOT_A_CALL_USER", 1, "no beacon (the agent lacks the privilege gCallUser)"),
        ("SHOWN", None, 2, "shown on 2 pages"),
        ("CLICKED", None, 1, "clicked"),
    ],
)
def test_a_step_says_what_happened(step: str, detail: str | None, count: int, words: str) -> None:
    assert described(Step(step=step, at=AT, count=count, detail=detail)) == words


def test_the_first_step_has_the_time_of_day_where_the_site_is() -> None:
    steps = [
        Step(step=name, at=AT + timedelta(milliseconds=ms), count=1, detail=None)
        for name, ms in (("RECEIVED", 0), ("ANNOUNCED", 3))
    ]

    first, second = in_toronto(lambda: trace(steps)["children"])

    assert first["children"][-1]["children"] == ["10:02:11.120"]
    assert second["children"][-1]["children"] == ["+3 ms"]
    assert second["children"][-1]["attributes"]["title"] == "10:02:11.123"


def test_a_call_that_no_message_told_of_says_so() -> None:
    assert trace([])["children"] == ["No message told of this call."]
