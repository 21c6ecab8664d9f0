"""Lists of calls behind a button in the bar of tabs: a native popover, filled when it is first opened."""

from collections.abc import Sequence
from datetime import datetime

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.callers import CALLER, Caller
from ui.client import Answer, Document, Failed, Loading, use_query
from ui.components.badge import badge
from ui.events import EventFunction, listen
from ui.workspace.timer import timer


class Reason(Answer, frozen=True):
    """The reason in force."""

    name: str


class ListedCall(Caller, frozen=True):
    """A call in a list."""

    connected_at: datetime
    ended_at: datetime | None
    call_reason: Reason


class ListedAnswer(Answer, frozen=True):
    """The answer to LISTED_CALL."""

    inbound_call: ListedCall | None


LISTED_CALL = Document(
    f"""
    query ListedCall($id: ID!) {{
      inboundCall(id: $id) {{ {CALLER} connectedAt endedAt callReason {{ name }} }}
    }}
    """,
    ListedAnswer,
)


def call_list(
    list_id: str,
    label: str,
    opener: VdomDict | str,
    entries: Component | None,
    *,
    on_open: EventFunction,
    hint: str = "",
) -> VdomDict:
    """Show the button, and behind it the entries; None while nobody has asked for them.

    The element of the list stays the same while it fills: a new one would be closed.
    """
    return html.div(
        {"class": "call-list"},
        html.button(
            {
                "type": "button",
                "class": "quiet",
                "popovertarget": list_id,
                "title": hint or label,
                "onClick": listen(on_open),
            },
            opener,
        ),
        html.div(
            {
                "id": list_id,
                "class": "menu",
                "popover": "auto",
                "role": "group",
                "aria-label": label,
            },
            html.p({"class": "menu-title eyebrow", "aria-hidden": "true"}, label),
            html.div({"key": "entries"}, entries or ""),
        ),
    )


def entries_or(empty: str, entries: Sequence[Component]) -> VdomDict:
    """Show the entries of a list, or a sentence where there are none."""
    if not entries:
        return html.p({"class": "soft menu-empty"}, empty)
    return html.ul(*(html.li({"key": entry.key}, entry) for entry in entries))


@component
def ListedEntry(
    call_id: str, list_id: str, action: str, act: EventFunction, state: str = ""
) -> VdomDict:
    """Show one call as a button; ``action`` says what a click does, ``state`` what became of the call."""
    answer = use_query(LISTED_CALL, {"id": call_id}).answer
    call = None if isinstance(answer, Loading | Failed) else answer.inbound_call
    return html.button(
        {
            "type": "button",
            "class": "menu-item",
            "popovertarget": list_id,
            "popovertargetaction": "hide",
            "onClick": listen(act),
        },
        html.span(
            {"class": "menu-item-head"},
            html.strong(call.name if call else texts.UNKNOWN_CALLER),
            _when(call) if call else "",
        ),
        html.span(
            {"class": "menu-item-rest"},
            html.span({"class": "soft"}, call.call_reason.name if call else ""),
            badge(state) if state else "",
            html.span({"class": "menu-action"}, action),
        ),
    )


def _when(call: ListedCall) -> VdomDict:
    if call.ended_at is None:
        return timer(call.connected_at, None)
    return html.time({"dateTime": call.connected_at.isoformat()}, formats.time(call.connected_at))
