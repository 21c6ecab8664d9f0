"""The combo box "Reason": the reason in force, which the agent may change, and the script with it."""

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, use_mutation, use_query
from ui.events import BrowserEvent, listen, value_of
from ui.workspace.choosing import Refusal, Workspace


class Choice(Answer, frozen=True):
    """A reason to choose."""

    id: str
    name: str


class ReasonsAnswer(Answer, frozen=True):
    """The answer to REASONS."""

    call_reasons: tuple[Choice, ...]


class ChangeAnswer(Answer, frozen=True):
    """The answer to CHANGE_REASON."""

    change_call_reason: Workspace | Refusal


REASONS = Document("query Reasons { callReasons { id name } }", ReasonsAnswer)
CHANGE_REASON = Document(
    """
    mutation ChangeReason($workspace: ID!, $reason: ID!) {
      changeCallReason(workspace: $workspace, reason: $reason) {
        __typename ... on Workspace { id } ... on Refusal { code message }
      }
    }
    """,
    ChangeAnswer,
)


@component
def ChooseReason(workspace_id: str, reason_id: str, reason_name: str) -> VdomDict:
    """Show the reason and change it; one that is refused is put back, with the cause beside it."""
    reasons = use_query(REASONS)
    problem, set_problem = use_state("")
    run = use_mutation(CHANGE_REASON)

    async def change(event: BrowserEvent) -> None:
        answer = await run({"workspace": workspace_id, "reason": value_of(event)})
        result = answer if isinstance(answer, Failed) else answer.change_call_reason
        if isinstance(result, Workspace):
            return set_problem("")
        reasons.refetch()
        return set_problem(texts.REFUSALS.get(result.code) or texts.refused(result.message))

    identifier = f"reason-{workspace_id}"
    known = () if isinstance(reasons.answer, Loading | Failed) else reasons.answer.call_reasons
    # One that was retired stays in force, and among the choices.
    others = (
        ()
        if any(each.id == reason_id for each in known)
        else (Choice(id=reason_id, name=reason_name),)
    )
    return html.div(
        {"class": "field reason"},
        html.label({"htmlFor": identifier}, texts.REASON),
        html.select(
            {
                "id": identifier,
                "value": reason_id,
                "aria-describedby": f"{identifier}-problem" if problem else None,
                "onChange": listen(change, target=identifier),
            },
            *(
                html.option({"key": each.id, "value": each.id}, each.name)
                for each in (*others, *known)
            ),
        ),
        html.p({"id": f"{identifier}-problem", "class": "error", "role": "alert"}, problem),
    )
