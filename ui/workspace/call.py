"""The region "Call": what the telephony system told."""

from datetime import datetime

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.callers import Caller, written_number
from ui.client import Answer
from ui.workspace.timer import timer

CALL = """
    connectedAt endedAt callReason { name } details { name label value isMasked }
"""


class Reason(Answer, frozen=True):
    """The reason in force."""

    name: str


class Detail(Answer, frozen=True):
    """One additional detail."""

    name: str
    label: str
    value: str
    is_masked: bool


class CallFacts(Caller, frozen=True):
    """A call and what came with it."""

    connected_at: datetime
    ended_at: datetime | None
    call_reason: Reason
    details: tuple[Detail, ...]


def call_section(call: CallFacts) -> VdomDict:
    """Show the call."""
    return html.section(
        {"aria-label": texts.CALL},
        html.h3({"class": "eyebrow"}, texts.CALL),
        html.dl(
            html.dt(texts.REASON),
            html.dd(call.call_reason.name),
            html.dt(texts.DURATION),
            html.dd(
                timer(call.connected_at, call.ended_at),
                html.span({"class": "chip ended"}, texts.ENDED) if call.ended_at else "",
            ),
            html.dt(texts.NUMBER),
            html.dd(call.number or texts.NUMBER_WITHHELD),
            *(part for detail in call.details for part in _detail(detail)),
        ),
    )


def _detail(detail: Detail) -> tuple[VdomDict, VdomDict]:
    return (
        html.dt({"key": f"{detail.name}:label"}, detail.label),
        html.dd({"key": detail.name}, written_number(detail.value) or detail.value),
    )
