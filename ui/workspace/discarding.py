"""The button "Discard", which asks first: the notes stay at hand, but no record is made."""

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Variant, use_mutation
from ui.components.button import button
from ui.components.dialog import alert_dialog
from ui.events import BrowserEvent
from ui.workspace.notices import Board, Notice


class ClosedWorkspace(Variant, frozen=True):
    """The workspace is closed."""

    id: str


class Refusal(Variant, frozen=True):
    """Why it is still there."""

    message: str


class DiscardAnswer(Answer, frozen=True):
    """The answer to DISCARD."""

    discard_workspace: ClosedWorkspace | Refusal


DISCARD = Document(
    """
    mutation Discard($id: ID!) {
      discardWorkspace(id: $id) {
        __typename ... on ClosedWorkspace { id } ... on Refusal { message }
      }
    }
    """,
    DiscardAnswer,
)


@component
def Discard(workspace_id: str, call_id: str, board: Board) -> VdomDict:
    """Show the button, and the question behind it."""
    is_asking, set_asking = use_state(False)
    problem, set_problem = use_state("")
    run = use_mutation(DISCARD)

    async def discard(_: BrowserEvent) -> None:
        answer = await run({"id": workspace_id})
        result = answer if isinstance(answer, Failed) else answer.discard_workspace
        set_asking(False)
        if isinstance(result, ClosedWorkspace):
            board.post(Notice(call_id=call_id, workspace_id=workspace_id))
        else:
            set_problem(result.message)

    return html.fragment(
        button(texts.DISCARD, lambda _: set_asking(True)),
        html.p({"class": "failure", "role": "alert"}, problem) if problem else "",
        alert_dialog(
            f"discard-{workspace_id}",
            texts.DISCARD_QUESTION,
            texts.DISCARD_EXPLANATION,
            agree=texts.DISCARD_CALL,
            on_agree=discard,
            keep=texts.KEEP,
            on_keep=lambda _: set_asking(False),
        )
        if is_asking
        else "",
    )
