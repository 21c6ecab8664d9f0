"""The button "End call", for a call that is over while nothing told so."""

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Variant, use_mutation
from ui.components.button import button
from ui.components.dialog import alert_dialog
from ui.events import BrowserEvent
from ui.workspace.choosing import Refusal


class InboundCall(Variant, frozen=True):
    """The call that has ended."""

    id: str


class EndAnswer(Answer, frozen=True):
    """The answer to END_CALL."""

    end_call: InboundCall | Refusal


END_CALL = Document(
    """
    mutation EndCall($id: ID!) {
      endCall(id: $id) { __typename ... on InboundCall { id } ... on Refusal { code message } }
    }
    """,
    EndAnswer,
)


@component
def EndCall(call_id: str, is_running_too_long: bool) -> VdomDict:
    """Ask, then end the call here; the telephone is left alone."""
    is_asking, set_asking = use_state(False)
    problem, set_problem = use_state("")
    run = use_mutation(END_CALL)

    def ask(_: BrowserEvent) -> None:
        set_asking(True)

    def keep(_: BrowserEvent) -> None:
        set_asking(False)

    async def end(_: BrowserEvent) -> None:
        answer = await run({"id": call_id})
        result = answer if isinstance(answer, Failed) else answer.end_call
        set_asking(False)
        if not isinstance(result, InboundCall):
            set_problem(texts.REFUSALS.get(result.code) or texts.refused(result.message))

    return html.fragment(
        button(texts.END_CALL, ask, is_small=True),
        html.p({"key": "long", "class": "hint"}, texts.RUNS_LONG) if is_running_too_long else "",
        html.p({"key": "problem", "class": "error", "role": "alert"}, problem) if problem else "",
        alert_dialog(
            f"end-{call_id}",
            texts.END_QUESTION,
            texts.END_EXPLANATION,
            agree=texts.MARK_AS_ENDED,
            on_agree=end,
            keep=texts.KEEP_RUNNING,
            on_keep=keep,
        )
        if is_asking
        else "",
    )
