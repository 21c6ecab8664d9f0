"""The button "Recent calls" and the list behind it: what was saved can be amended, what was discarded reopened."""

from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import texts
from ui.beacon import Reference
from ui.client import Answer, Document, Failed, Loading, use_subscription
from ui.events import BrowserEvent
from ui.icons import clock
from ui.workspace.listing import ListedEntry, call_list, entries_or
from ui.workspace.notices import Board
from ui.workspace.reopening import use_reopening

LIST_ID = "finished-calls"


class Finished(Answer, frozen=True):
    """A call that was saved or discarded."""

    workspace_id: str
    record: Reference | None
    inbound_call: Reference


class FinishedAnswer(Answer, frozen=True):
    """The answer to FINISHED."""

    finished_calls: tuple[Finished, ...]


FINISHED = Document(
    "subscription Finished { finishedCalls { workspaceId record { id } inboundCall { id } } }",
    FinishedAnswer,
)


@component
def FinishedCalls(board: Board) -> VdomDict:
    """Show the button; the list is asked for when it is first opened."""
    is_asked, set_asked = use_state(False)
    opener = html.span(
        {"class": "opener"}, clock(), html.span({"class": "wide"}, texts.RECENT_CALLS)
    )
    return call_list(
        LIST_ID,
        texts.FINISHED_CALLS,
        opener,
        FinishedList(board) if is_asked else None,
        on_open=lambda _: set_asked(True),
        hint=texts.FINISHED_CALLS,
    )


@component
def FinishedList(board: Board) -> VdomDict:
    """Follow the calls that the agent has dealt with, the last first."""
    answer = use_subscription(FINISHED).answer
    reopen, problem = use_reopening(board.bring)

    def entry(call: Finished) -> Component:
        async def act(_: BrowserEvent) -> None:
            if call.record:
                board.amend(call.record.id)
            else:
                await reopen(call.workspace_id)

        action = texts.AMEND if call.record else texts.REOPEN
        state = texts.SAVED if call.record else texts.DISCARDED
        return ListedEntry(call.inbound_call.id, LIST_ID, action, act, state, key=call.workspace_id)

    if isinstance(answer, Loading):
        return html.p({"aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    return html.fragment(
        html.p({"class": "failure", "role": "alert"}, problem) if problem else "",
        entries_or(texts.NO_FINISHED_CALLS, [entry(call) for call in answer.finished_calls]),
    )
