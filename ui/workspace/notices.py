"""What comes up in front of the workspaces: what was just done and can be undone, and the call to look at."""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct
from reactpy import Vdom, component, html, use_ref, use_state
from reactpy.types import Component, State, VdomDict

from ui import texts
from ui.callers import CALLER, Caller
from ui.client import Answer, Document, Failed, Loading, use_query
from ui.components.button import button
from ui.components.toast import toasts
from ui.events import BrowserEvent
from ui.workspace.amending import Amend
from ui.workspace.reopening import use_reopening

bring_to_front = Vdom("bring-to-front")


class Notice(Struct, frozen=True, kw_only=True):
    """Say that a call was saved; without a record, that it was discarded."""

    call_id: str
    workspace_id: str
    record_id: str | None = None


def _nobody(_: object) -> None:
    """Stand in until the notices are on the page."""


@dataclass(slots=True)
class Board:
    """Let the parts of the desktop reach what is in front of them without rendering each other."""

    post: Callable[[Notice], None] = _nobody
    amend: Callable[[str], None] = _nobody
    bring: Callable[[str], None] = _nobody


class CallerAnswer(Answer, frozen=True):
    """The answer to CALLER_OF."""

    inbound_call: Caller | None


CALLER_OF = Document(
    f"query CallerOf($id: ID!) {{ inboundCall(id: $id) {{ {CALLER} }} }}", CallerAnswer
)


def use_board() -> Board:
    """Return a board that stays the same while the component lives."""
    return use_ref(Board()).current


@component
def Notices(board: Board) -> VdomDict:
    """Show the newest notice, the dialog that amends a record, and which call comes to the front."""
    newest: State[Notice | None] = use_state(None)
    notice, set_notice = newest.value, newest.set_value
    amended, set_amended = use_state("")
    brought, set_brought = use_state(tuple[str, ...]())

    def bring(workspace_id: str) -> None:
        set_notice(lambda before: None if _is_of(before, workspace_id) else before)
        set_brought(lambda before: (*before, workspace_id))

    board.post, board.amend, board.bring = set_notice, set_amended, bring
    told = {notice.workspace_id: Told(notice, board, key=notice.workspace_id)} if notice else {}
    return html.fragment(
        toasts(told, lambda _: set_notice(None)),
        Amend(amended, lambda: set_amended(""), key=amended) if amended else "",
        # A new element each time, because the browser acts when it appears.
        bring_to_front({"key": str(len(brought)), "workspace": brought[-1]}) if brought else "",
    )


@component
def Told(notice: Notice, board: Board) -> Component | VdomDict:
    """Say whose call was saved or discarded, and offer the way back."""
    answer = use_query(CALLER_OF, {"id": notice.call_id}).answer
    reopen, problem = use_reopening(board.bring)
    call = None if isinstance(answer, Loading | Failed) else answer.inbound_call
    name, record_id = (call.name if call else ""), notice.record_id

    async def undo(_: BrowserEvent) -> None:
        if record_id:
            board.amend(record_id)
        else:
            await reopen(notice.workspace_id)

    return html.fragment(
        html.p(problem or (texts.call_saved(name) if record_id else texts.call_discarded(name))),
        button(texts.AMEND if record_id else texts.REOPEN, undo, kind="quiet"),
    )


def _is_of(notice: Notice | None, workspace_id: str) -> bool:
    return notice is not None and notice.workspace_id == workspace_id
