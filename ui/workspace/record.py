"""The right column of a workspace: what the agent writes down, and what becomes of it."""

from msgspec import Struct
from reactpy import Vdom, component, html, use_state
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import (
    Answer,
    Document,
    Failed,
    Loading,
    Variant,
    use_mutation,
    use_query,
    use_subscription,
)
from ui.components.button import button
from ui.events import BrowserEvent, fields_of, submit
from ui.parts import Feed, use_feed
from ui.workspace.discarding import Discard
from ui.workspace.drafts import DRAFTS, Drafts, Typed, unsaved, use_drafts
from ui.workspace.follow_up import follow_up_field
from ui.workspace.notes import notes
from ui.workspace.notices import Board, Notice
from ui.workspace.outcome import OUTCOMES, Outcome, outcome_field, outcome_id
from ui.workspace.writing_back import WriteBack, WritesBack, shown

focus_on = Vdom("focus-on")


class CallRecord(Variant, frozen=True):
    """The record that was made."""

    id: str


class Refusal(Variant, frozen=True):
    """Why none was made."""

    code: str
    message: str


class SaveAnswer(Answer, frozen=True):
    """The answer to SAVE_RECORD."""

    save_call_record: CallRecord | Refusal


SAVE_RECORD = Document(
    """
    mutation SaveRecord($workspace: ID!, $shown: [ShownContactField!]) {
      saveCallRecord(workspace: $workspace, shown: $shown) {
        __typename ... on CallRecord { id } ... on Refusal { code message }
      }
    }
    """,
    SaveAnswer,
)


class Problem(Struct, frozen=True, kw_only=True):
    """Why the last attempt to save changed nothing; ``attempt`` tells it from the one before."""

    attempt: int = 0
    at_outcome: str = ""
    elsewhere: str = ""

    def then(self, *, at_outcome: str = "", elsewhere: str = "") -> "Problem":
        """Return what went wrong this time."""
        return Problem(attempt=self.attempt + 1, at_outcome=at_outcome, elsewhere=elsewhere)

    def refused(self, result: Refusal | Failed) -> "Problem":
        """Return what was refused, in our words where the agent is to look at something."""
        if result.code == "OUTCOME_REQUIRED":
            return self.then(at_outcome=result.message)
        is_contact = result.code == "CHANGED_MEANWHILE"
        return self.then(elsewhere=texts.CONTACT_CHANGED if is_contact else result.message)


@component
def RecordColumn(workspace_id: str, call_id: str, board: Board) -> VdomDict | Component:
    """Follow what was typed in one workspace, and show it."""
    answer, choices = (
        use_subscription(DRAFTS, {"id": workspace_id}).answer,
        use_query(OUTCOMES).answer,
    )
    # A form whose outcomes came later would swallow the choice of an agent who is quick with the keyboard.
    if isinstance(answer, Loading) or isinstance(choices, Loading):
        return html.section({"aria-label": texts.NOTES, "aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    outcomes = () if isinstance(choices, Failed) else choices.outcomes
    return RecordForm(workspace_id, call_id, answer.workspace, outcomes, board)


@component
def RecordForm(
    workspace_id: str, call_id: str, typed: Typed, outcomes: tuple[Outcome, ...], board: Board
) -> VdomDict:
    """Show the notes, the outcome and the follow-up; make the record of them, or discard the call."""
    drafts = use_drafts(workspace_id, typed.drafts)
    problem, set_problem = use_state(Problem())
    told: Feed[tuple[WriteBack, ...]] = use_feed()
    run = use_mutation(SAVE_RECORD)

    async def save(event: BrowserEvent) -> None:
        for field, edit in unsaved(fields_of(event)):
            if await drafts.save(field, edit) is None:
                set_problem(lambda before: before.then(elsewhere=texts.NOT_ALL_SAVED))
                return
        answer = await run({"workspace": workspace_id, "shown": shown(told)})
        result = answer if isinstance(answer, Failed) else answer.save_call_record
        if isinstance(result, CallRecord):
            board.post(Notice(call_id=call_id, workspace_id=workspace_id, record_id=result.id))
            return
        set_problem(lambda before: before.refused(result))

    return html.form(
        {
            "class": "record",
            "noValidate": True,
            "data-call-form": "",
            "onSubmit": submit(save, target=f"save:{workspace_id}"),
        },
        notes(drafts),
        _closing(drafts, outcomes, typed, problem),
        # Read anew after each attempt: the contact may have changed.
        html.div({"key": f"writes-{problem.attempt}"}, WritesBack(workspace_id, told)),
        html.div(
            {"key": "actions", "class": "actions"},
            button(texts.SAVE_CALL, kind="primary", type="submit"),
            Discard(workspace_id, call_id, board),
        ),
        _problem(problem, workspace_id),
    )


def _closing(
    drafts: Drafts, outcomes: tuple[Outcome, ...], typed: Typed, problem: Problem
) -> VdomDict:
    return html.div(
        {"key": "closing", "class": "closing"},
        outcome_field(
            drafts,
            outcomes,
            is_required=typed.requires_outcome,
            problem=problem.at_outcome if not drafts.draft("outcome").text else "",
        ),
        follow_up_field(drafts),
    )


def _problem(problem: Problem, workspace_id: str) -> VdomDict:
    """Say what went wrong where it can be mended, and put the focus there, once for each attempt."""
    place, key = f"save-problem-{workspace_id}", str(problem.attempt)
    goal = outcome_id(workspace_id) if problem.at_outcome else place
    return html.div(
        {"key": "problem"},
        html.p(
            {"key": "text", "id": place, "class": "failure", "role": "alert", "tabIndex": -1},
            problem.elsewhere,
        )
        if problem.elsewhere
        else "",
        focus_on({"key": key, "for": goal}) if problem.attempt else "",
    )
