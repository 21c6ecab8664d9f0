"""Opening calls again that are closed, or for the first time: the mutations that end with a workspace in front."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from reactpy import use_state

from ui.client import Answer, Document, Failed, Variant, use_mutation


class Workspace(Variant, frozen=True):
    """The workspace that is open now."""

    id: str


class Refusal(Variant, frozen=True):
    """Why none is."""

    message: str


class ReopenAnswer(Answer, frozen=True):
    """The answer to REOPEN."""

    reopen_workspace: Workspace | Refusal


REOPEN = Document(
    """
    mutation Reopen($id: ID!) {
      reopenWorkspace(id: $id) { __typename ... on Workspace { id } ... on Refusal { message } }
    }
    """,
    ReopenAnswer,
)


class Reopening(NamedTuple):
    """A function that opens a workspace again, and what it was last refused for."""

    reopen: Callable[[str], Awaitable[None]]
    problem: str


def use_reopening(bring: Callable[[str], None]) -> Reopening:
    """Reopen a discarded workspace and bring it to the front."""
    run = use_mutation(REOPEN)
    problem, set_problem = use_state("")

    async def reopen(workspace_id: str) -> None:
        answer = await run({"id": workspace_id})
        result = answer if isinstance(answer, Failed) else answer.reopen_workspace
        if isinstance(result, Workspace):
            bring(result.id)
        else:
            set_problem(result.message)

    return Reopening(reopen, problem)
