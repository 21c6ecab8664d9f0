"""The question before a reason is taken away."""

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, use_query
from ui.components.dialog import alert_dialog
from ui.customize.reasons.documents import Reason
from ui.events import EventFunction


class UsedAnswer(Answer, frozen=True):
    """The answer to IS_USED."""

    is_call_reason_used: bool


IS_USED = Document(
    "query IsReasonUsed($id: ID!) { isCallReasonUsed(id: $id) }",
    UsedAnswer,
)


@component
def Question(reason: Reason, *, agree: EventFunction, keep: EventFunction) -> VdomDict:
    """Say whether the reason will be deleted or retired."""
    answer = use_query(IS_USED, {"id": reason.id}).answer
    if isinstance(answer, Loading):
        return html.span({"aria-busy": "true"})
    is_used = isinstance(answer, Failed) or answer.is_call_reason_used
    return alert_dialog(
        "remove-reason",
        texts.retire_question(reason.name) if is_used else texts.delete_question(reason.name),
        texts.RETIRE_REASON_HINT if is_used else texts.DELETE_REASON_HINT,
        agree=texts.RETIRE if is_used else texts.DELETE,
        on_agree=agree,
        keep=texts.KEEP,
        on_keep=keep,
    )
