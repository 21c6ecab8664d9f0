"""The offer to go on in the workspace of a call that broke off, when the same caller rings back."""

from collections.abc import Callable

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Variant, use_mutation
from ui.components.button import button
from ui.events import BrowserEvent


class Workspace(Variant, frozen=True):
    """The workspace that goes on."""

    id: str


class Refusal(Variant, frozen=True):
    """Why it does not."""

    code: str
    message: str


class ContinueAnswer(Answer, frozen=True):
    """The answer to CONTINUE."""

    continue_workspace: Workspace | Refusal


CONTINUE = Document(
    """
    mutation Continue($workspace: ID!, $call: ID!) {
      continueWorkspace(workspace: $workspace, call: $call) {
        __typename ... on Workspace { id } ... on Refusal { code message }
      }
    }
    """,
    ContinueAnswer,
)


@component
def ContinueThere(
    call_id: str, workspace_id: str, done: Callable[[str], None], *, is_in_toolbar: bool = False
) -> VdomDict:
    """Show the button; ``done`` is told the workspace that has the call now."""
    run = use_mutation(CONTINUE)
    problem, set_problem = use_state("")

    async def go_on(_: BrowserEvent) -> None:
        answer = await run({"workspace": workspace_id, "call": call_id})
        result = answer if isinstance(answer, Failed) else answer.continue_workspace
        if isinstance(result, Workspace):
            return done(result.id)
        return set_problem(texts.REFUSALS.get(result.code) or texts.refused(result.message))

    return html.div(
        {"class": "continue-there"},
        "" if is_in_toolbar else html.p({"key": "why"}, texts.CALLED_BEFORE),
        button(texts.CONTINUE_THERE, go_on, is_small=is_in_toolbar, key="go-on"),
        html.p({"key": "problem", "class": "error", "role": "alert"}, problem) if problem else "",
    )
