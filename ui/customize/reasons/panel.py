"""The tab "Reasons"."""

from collections.abc import Sequence

from reactpy import component, html, use_ref
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Failed, Loading
from ui.components.addressing import Addressed, use_address
from ui.components.changing import use_own_changes
from ui.components.editing import element_id, opener_button
from ui.components.empty import empty_state
from ui.components.notices import Notices
from ui.customize.reading import use_call_management
from ui.customize.reasons.creation import NewReason
from ui.customize.reasons.documents import REASONS, Reason, ReasonsAnswer
from ui.customize.reasons.entry import ReasonEntry
from ui.customize.reasons.received import ReceivedReasons
from ui.events import BrowserEvent, listen, value_of

NEW = ""
"""What stands for the form of a new reason among the open ones; no id is empty."""
MOST_SHOWN = 50
FEW = 8


@component
def Reasons(notices: Notices) -> VdomDict | Component:
    """Show every reason, and what was received but is not defined."""
    answer = use_call_management(REASONS).answer
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    return ReasonList(answer, notices)


@component
def ReasonList(answer: ReasonsAnswer, notices: Notices) -> VdomDict:
    """Show the reasons that are looked for, and those whose forms are open."""
    opened, sought = use_address("reason"), use_address("find")
    own = use_own_changes()
    known: dict[str, Reason] = use_ref(dict[str, Reason]()).current
    known.update((reason.id, reason) for reason in answer.call_reasons)
    there = {reason.id for reason in answer.call_reasons}
    gone = [known[id] for id in opened.values if id in known and id not in there]
    text = "".join(sought.values)
    found = [reason for reason in answer.call_reasons if _matches(reason, text)]
    first = found[:MOST_SHOWN]
    shown = [
        reason for reason in answer.call_reasons if reason in first or reason.id in opened.values
    ]

    def entry(reason: Reason) -> VdomDict:
        return html.li(
            {"key": reason.id, "class": "entry"},
            ReasonEntry(
                reason,
                answer.call_scripts,
                notices,
                own,
                opened,
                is_gone=reason.id not in there,
            ),
        )

    return html.div(
        {"class": "entry-panel"},
        opened.element,
        sought.element,
        _bar(opened, sought, has_many=len(answer.call_reasons) > FEW),
        _new(answer, notices, opened) if NEW in opened.values else "",
        html.p({"key": "status", "role": "status", "class": "soft"}, _shown(len(first), len(found)))
        if text or len(found) > MOST_SHOWN
        else "",
        html.ul(
            {"key": "list", "class": "entries"}, *(entry(reason) for reason in (*gone, *shown))
        ),
        _nothing(answer.call_reasons, text, found),
        html.div(
            {"key": "received"},
            ReceivedReasons(answer.call_reasons, answer.call_scripts, notices, own),
        ),
    )


def _matches(reason: Reason, text: str) -> bool:
    words = (reason.name, reason.id, reason.description, *reason.aliases)
    return any(text.strip().casefold() in word.casefold() for word in words)


def _shown(shown: int, found: int) -> str:
    return texts.found(shown, found)


def _nothing(reasons: Sequence[Reason], text: str, found: Sequence[Reason]) -> VdomDict | str:
    if not reasons:
        return empty_state(texts.NO_REASONS_TITLE, texts.NO_REASONS)
    return html.p({"key": "none", "class": "soft"}, texts.nothing_found(text)) if not found else ""


def _bar(opened: Addressed, sought: Addressed, *, has_many: bool) -> VdomDict:
    def seek(event: BrowserEvent) -> None:
        text = value_of(event)
        sought.change(lambda _: (text,) if text else ())

    return html.div(
        {"key": "bar", "class": "panel-bar"},
        html.input(
            {
                "type": "search",
                "aria-label": texts.FIND_REASON,
                "placeholder": texts.FIND_REASON,
                "defaultValue": "".join(sought.values),
                "onInput": listen(seek, target="find-reason", debounce=200),
            }
        )
        if has_many
        else html.span(),
        opener_button(
            texts.NEW_REASON, "new-reason", lambda _: opened.open(NEW), **{"class": "primary"}
        ),
    )


def _new(answer: ReasonsAnswer, notices: Notices, opened: Addressed) -> VdomDict:
    return html.section(
        {"key": "new", "class": "entry", "aria-label": texts.NEW_REASON},
        html.h3({"id": element_id("new-reason-head")}, texts.NEW_REASON),
        NewReason(
            answer.call_scripts, notices, opener="new-reason", close=lambda: opened.close(NEW)
        ),
    )
