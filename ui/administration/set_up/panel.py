"""The check list: what to do next until calls pop, with the way there."""

from collections.abc import Sequence

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.administration.addresses import address
from ui.administration.reading import not_there, use_followed_query
from ui.administration.set_up.documents import SET_UP, Step, is_complete
from ui.client import Failed, Loading
from ui.components.badge import badge

GOALS = {
    "AGENT_ADDED": address("users"),
    "SOURCE_ADDED": address("sources"),
    "SOURCE_CONNECTED": address("sources"),
    "FIRST_CALL": address("log"),
    "FIRST_POP": address("log"),
    "BACKUP_MADE": address("audit"),
}


@component
def SetUp() -> VdomDict:
    """Show the steps in the order in which they are done."""
    answer = use_followed_query(SET_UP).answer
    if isinstance(answer, Loading | Failed):
        return not_there(answer)
    return html.div(
        html.p({"class": "soft"}, _summary(answer.set_up)),
        html.ol(
            {"class": "entries steps"},
            *(_step(step) for step in answer.set_up),
            _notifications(),
        ),
    )


def _summary(steps: Sequence[Step]) -> str:
    if is_complete(steps):
        return texts.SET_UP_DONE
    left = sum(not step.is_done for step in steps)
    return texts.steps_left(left)


def _step(step: Step) -> VdomDict:
    title, hint, way = texts.SET_UP_STEPS[step.step]
    state = badge(texts.DONE, "good") if step.is_done else badge(texts.TO_DO)
    return html.li(
        {"key": step.step, "class": "entry step"},
        html.div(html.h3(title), html.p({"class": "soft"}, hint)),
        state,
        html.a({"href": GOALS[step.step]}, way) if not step.is_done else "",
    )


def _notifications() -> VdomDict:
    """Say what only this browser knows; the style sheet shows the word that applies."""
    title, hint = texts.SET_UP_NOTIFICATIONS
    return html.li(
        {"key": "notifications", "class": "entry step"},
        html.div(html.h3(title), html.p({"class": "soft"}, hint)),
        html.span(
            html.span({"class": "chip good alerts-on"}, texts.ON_IN_THIS_BROWSER),
            html.span({"class": "chip alerts-off"}, texts.OFF_IN_THIS_BROWSER),
        ),
    )
