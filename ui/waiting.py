"""The calls that wait for a click: who is calling, on which line, and the list of several."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from reactpy import Vdom, component, html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.callers import CALLER, Caller, written_number
from ui.client import Answer, Document, Failed, Loading, use_mutation, use_query
from ui.events import BrowserEvent, listen
from ui.workspace.timer import timer

LINE = "line_dialled"
LIST_ID = "waiting-calls"

OpenCall = Callable[[str], Awaitable[None]]
"""Open the call with this id."""


class Reason(Answer, frozen=True):
    """The name of a call reason."""

    name: str


class Detail(Answer, frozen=True):
    """An additional detail, one of which may be the line that was called."""

    name: str
    value: str
    is_masked: bool


class WaitingCall(Caller, frozen=True):
    """A call that nobody has opened yet."""

    connected_at: datetime
    call_reason: Reason
    details: tuple[Detail, ...]

    @property
    def rest(self) -> str:
        """Write what stands after the name: the number unless it is the name, the line, the reason."""
        return texts.joined(
            self.number if self.contact_name else "",
            texts.on_line(self.line) if self.line else "",
            self.call_reason.name,
        )

    @property
    def line(self) -> str:
        """Return which of our numbers was called; empty when that was not sent or is hidden."""
        lines = (each.value for each in self.details if each.name == LINE and not each.is_masked)
        line = next(lines, "")
        return written_number(line) or line

    @property
    def age(self) -> float:
        """Return the seconds since its message came."""
        return max((datetime.now(UTC) - self.connected_at).total_seconds(), 0.0)


class WaitingAnswer(Answer, frozen=True):
    """The answer to WAITING_CALL."""

    inbound_call: WaitingCall | None


WAITING_CALL = Document(
    f"""
    query WaitingCall($id: ID!) {{
      inboundCall(id: $id) {{
        {CALLER} connectedAt callReason {{ name }} details {{ name value isMasked }}
      }}
    }}
    """,
    WaitingAnswer,
)


class AcknowledgeAnswer(Answer, frozen=True):
    """The answer to ACKNOWLEDGE, which nobody waits for."""


ACKNOWLEDGE = Document(
    "mutation Acknowledge($call: ID!) { acknowledgeBeacon(callId: $call) { __typename } }",
    AcknowledgeAnswer,
)

call_beacon = Vdom("call-beacon")


@component
def WaitingCaller(call_id: str, phone_number: str | None, *, is_news: bool) -> VdomDict:
    """Say who is calling and why, in one piece, so that it is announced once.

    ``is_news`` tells a call that came while the page was open from one that was waiting already.
    """
    answer = use_query(WAITING_CALL, {"id": call_id}).answer
    run = use_mutation(ACKNOWLEDGE)

    async def acknowledge(_: BrowserEvent) -> None:
        await run({"call": call_id})

    if isinstance(answer, Loading):
        return html.fragment()
    call = None if isinstance(answer, Failed) else answer.inbound_call
    name = call.name if call else phone_number or texts.UNKNOWN_CALLER
    rest = call.rest if call else ""
    return html.fragment(
        html.span({"class": "visually-hidden"}, texts.INBOUND_CALL_FROM, " "),
        html.strong(name),
        html.span({"class": "beacon-rest"}, rest) if rest else "",
        # A new element for each call: the browser sounds and measures when it appears.
        call_beacon(
            {
                "key": call_id,
                "call": call_id,
                "caller": texts.is_calling(name),
                "rest": rest,
                "age": f"{call.age:.4f}" if call and is_news else None,
                "oncallshown": listen(acknowledge, target=f"shown:{call_id}"),
            }
        ),
    )


def waiting_list(call_ids: tuple[str, ...], open_call: OpenCall) -> VdomDict:
    """Show how many calls wait, and behind that a list in which each can be opened."""
    count = texts.waiting(len(call_ids))
    return html.div(
        {"key": "waiting", "class": "waiting"},
        html.button(
            {
                "type": "button",
                "class": "waiting-count",
                "popovertarget": LIST_ID,
                "aria-label": count,
                "title": count,
            },
            html.span({"class": "wide"}, count),
            html.span({"class": "narrow"}, formats.number(len(call_ids))),
        ),
        html.div(
            {
                "id": LIST_ID,
                "class": "menu waiting-list",
                "popover": "auto",
                "role": "group",
                "aria-label": texts.WAITING_CALLS,
            },
            html.ul(
                *(
                    html.li({"key": call_id}, Entry(call_id, open_call, key=call_id))
                    for call_id in call_ids
                )
            ),
        ),
    )


@component
def Entry(call_id: str, open_call: OpenCall) -> VdomDict:
    """Show one waiting call as a button that opens it."""
    answer = use_query(WAITING_CALL, {"id": call_id}).answer
    call = None if isinstance(answer, Loading | Failed) else answer.inbound_call

    async def click(_: BrowserEvent) -> None:
        await open_call(call_id)

    return html.button(
        {
            "type": "button",
            "class": "menu-item",
            "popovertarget": LIST_ID,
            "popovertargetaction": "hide",
            "onClick": listen(click, target=f"open-listed:{call_id}"),
        },
        html.span(
            {"class": "menu-item-head"},
            html.strong(call.name if call else texts.UNKNOWN_CALLER),
            timer(call.connected_at, None) if call else "",
        ),
        html.span({"class": "soft"}, call.rest) if call else "",
    )
