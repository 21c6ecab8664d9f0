"""The button "Unopened calls", with their number, and the list behind it in which each can be opened."""

from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.beacon import OPEN_CALL, Reference, Workspace
from ui.client import Answer, Document, Failed, Loading, use_mutation, use_subscription
from ui.events import BrowserEvent
from ui.icons import tray
from ui.workspace.listing import ListedEntry, call_list, entries_or
from ui.workspace.notices import Board

LIST_ID = "unopened-calls"


class UnopenedAnswer(Answer, frozen=True):
    """The answer to UNOPENED."""

    unopened_calls: tuple[Reference, ...]


UNOPENED = Document("subscription Unopened { unopenedCalls { id } }", UnopenedAnswer)


@component
def UnopenedCalls(board: Board) -> VdomDict:
    """Follow the calls that nobody has opened; the list is shown when it is first asked for."""
    answer = use_subscription(UNOPENED).answer
    is_asked, set_asked = use_state(False)
    calls = () if isinstance(answer, Loading | Failed) else answer.unopened_calls
    return call_list(
        LIST_ID,
        texts.UNOPENED_CALLS,
        _opener(len(calls)),
        UnopenedList(calls, board) if is_asked else None,
        on_open=lambda _: set_asked(True),
    )


@component
def UnopenedList(calls: tuple[Reference, ...], board: Board) -> VdomDict:
    """Open a call on a click."""
    problem, set_problem = use_state("")
    run = use_mutation(OPEN_CALL)

    def entry(call_id: str) -> Component:
        async def open_call(_: BrowserEvent) -> None:
            answered = await run({"id": call_id})
            result = answered if isinstance(answered, Failed) else answered.open_inbound_call
            if isinstance(result, Workspace):
                board.bring(result.id)
            else:
                set_problem(texts.opening_failed(result.message))

        return ListedEntry(call_id, LIST_ID, texts.OPEN, open_call, key=call_id)

    return html.fragment(
        html.p({"class": "failure", "role": "alert"}, problem) if problem else "",
        entries_or(texts.NO_UNOPENED_CALLS, [entry(call.id) for call in calls]),
    )


def _opener(count: int) -> VdomDict:
    return html.span(
        {"class": "opener"},
        tray(),
        html.span({"class": "wide"}, texts.UNOPENED_CALLS),
        html.span({"class": "chip", "data-some": "" if count else None}, formats.number(count)),
    )
