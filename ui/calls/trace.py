"""The way of a call to its agent in words: what happened, and how long after the first message."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from reactpy import html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.client import Answer

STEPS = "step at count detail"
RECEIVED, NO_BEACON = "RECEIVED", "NO_BEACON"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class Step(Answer, frozen=True):
    """One step."""

    step: str
    at: datetime
    count: int
    detail: str | None


def trace(steps: Sequence[Step]) -> VdomDict:
    """Show the steps in the order of time."""
    if not steps:
        return html.p({"class": "soft"}, texts.NO_TRACE)
    begun = steps[0].at
    return html.ol(
        {"class": "trace"},
        *(
            html.li(
                {"key": f"{place}:{step.step}"},
                html.span(described(step)),
                " ",
                html.time(
                    {"dateTime": step.at.isoformat(), "title": formats.exact_time(step.at)},
                    formats.exact_time(step.at) if place == 0 else later(step.at - begun),
                ),
            )
            for place, step in enumerate(steps)
        ),
    )


def described(step: Step) -> str:
    """Say what happened."""
    name, detail = texts.STEPS.get(step.step, step.step), step.detail or ""
    if step.step == RECEIVED:
        return texts.step_with(name, texts.EFFECTS.get(detail, detail))
    if step.step == NO_BEACON:
        return texts.step_with(name, texts.NO_BEACON_CAUSES.get(detail, detail))
    return texts.step_on_pages(name, step.count)


def later(length: timedelta) -> str:
    """Say how long after the first step it was, as exactly as anybody wants to know."""
    if length < SECOND:
        return texts.after_milliseconds(
            formats.number(max(round(length / timedelta(milliseconds=1)), 0))
        )
    if length < MINUTE:
        return texts.after_seconds(formats.number(round(length.total_seconds(), 1)))
    return texts.after(formats.duration(length))
