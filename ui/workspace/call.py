"""The region "Call": what the telephony system told, and what the agent may change of it."""

from collections.abc import Callable
from datetime import datetime

from reactpy import html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.callers import written_number
from ui.client import Answer
from ui.components.badge import badge
from ui.workspace.call_end import EndCall
from ui.workspace.call_reason import ChooseReason
from ui.workspace.contacts import KnownCaller
from ui.workspace.continuing import ContinueThere
from ui.workspace.details import Detail, Details, line_dialled, verified
from ui.workspace.timer import timer

CALL = """
    id workspaceToContinue isByHand isRunningTooLong connectedAt endedAt endCause callReason { id name }
    details { name label value isMasked isDeclared isFlagged }
"""


class Reason(Answer, frozen=True):
    """The reason in force."""

    name: str


class IdentifiedReason(Reason, frozen=True):
    """The reason in force, so that another can be chosen."""

    id: str


class CallFacts(KnownCaller, frozen=True):
    """A call, its caller, and what came with it."""

    id: str
    workspace_to_continue: str | None
    is_by_hand: bool
    is_running_too_long: bool
    connected_at: datetime
    ended_at: datetime | None
    end_cause: str | None
    call_reason: IdentifiedReason
    details: tuple[Detail, ...]


def call_section(
    workspace_id: str, call: CallFacts, bring_to_front: Callable[[str], None]
) -> VdomDict:
    """Show the call; of a caller who was cut off, offer the workspace that is still open."""
    broken = call.workspace_to_continue
    badges = [badge(each.label, "good") for each in verified(call.details)]
    if call.is_by_hand:
        badges.append(badge(texts.BY_HAND))
    line = line_dialled(call.details)
    return html.section(
        {"aria-label": texts.CALL, "class": "call"},
        html.div(
            {"key": "head", "class": "section-head"},
            html.h3({"class": "eyebrow"}, texts.CALL),
            html.span({"class": "badges"}, *badges),
        ),
        html.div({"key": "continue"}, ContinueThere(call.id, broken, bring_to_front))
        if broken
        else "",
        html.div(
            {"key": "reason"},
            ChooseReason(workspace_id, call.call_reason.id, call.call_reason.name),
        ),
        html.dl(
            {"key": "facts"},
            html.dt(texts.DURATION),
            html.dd({"key": "duration"}, *_duration(call)),
            html.dt(texts.NUMBER),
            html.dd({"key": "number"}, *call_number(call)),
            *((html.dt(line.label), html.dd({"key": "line"}, line.written)) if line else ()),
        ),
        html.div({"key": "details"}, Details(call.id, call.details)),
    )


def _duration(call: CallFacts) -> tuple[VdomDict | Component, ...]:
    if call.ended_at is None:
        return (timer(call.connected_at, None), EndCall(call.id, call.is_running_too_long))
    how = texts.END_CAUSES.get(call.end_cause or "", "")
    return (
        timer(call.connected_at, call.ended_at),
        badge(texts.ENDED, "ended"),
        html.span({"class": "soft"}, how),
    )


def call_number(call: CallFacts) -> tuple[VdomDict | str, ...]:
    """Show the number as people write it, and as it came where that says more."""
    received = call.phone_number or ""
    if call.is_number_withheld:
        said = texts.NUMBER_WITHHELD if received else texts.NUMBER_NOT_SENT
        return (said, _received(received))
    written = written_number(call.searchable_address)
    return (written or received, _received(received) if _differs(written, received) else "")


def _received(number: str) -> VdomDict | str:
    return html.span({"class": "soft"}, texts.as_received(number)) if number else ""


def _differs(written: str, received: str) -> bool:
    digits = "".join(filter(str.isdigit, written))
    return bool(written) and received.removeprefix("+") != digits and received != written
