"""The button "New call", for a call that never popped: a number if there is one, a reason, and its workspace opens."""

from collections.abc import Callable

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, Variant, use_mutation, use_query
from ui.components.field import choice_field, text_field
from ui.components.form_dialog import form_dialog
from ui.events import BrowserEvent, fields_of, listen
from ui.icons import plus
from ui.once import use_once
from ui.workspace.notices import Board

KEY = "new-call"


class Reason(Answer, frozen=True):
    """An active call reason."""

    id: str
    name: str


class ReasonsAnswer(Answer, frozen=True):
    """The answer to REASONS."""

    call_reasons: tuple[Reason, ...]


class Workspace(Variant, frozen=True):
    """The workspace that was opened."""

    id: str


class Refusal(Variant, frozen=True):
    """Why none was."""

    message: str


class ByHandAnswer(Answer, frozen=True):
    """The answer to OPEN_BY_HAND."""

    open_call_by_hand: Workspace | Refusal


REASONS = Document("query Reasons { callReasons { id name } }", ReasonsAnswer)
OPEN_BY_HAND = Document(
    """
    mutation OpenByHand($phoneNumber: String, $reason: ID) {
      openCallByHand(phoneNumber: $phoneNumber, reason: $reason) {
        __typename ... on Workspace { id } ... on Refusal { message }
      }
    }
    """,
    ByHandAnswer,
)


@component
def NewCall(board: Board) -> VdomDict:
    """Show the button, and the form behind it."""
    is_asking, set_asking = use_state(False)
    return html.div(
        {"class": "new-call"},
        html.button(
            {
                "type": "button",
                "class": "quiet",
                "title": texts.NEW_CALL,
                "onClick": listen(lambda _: set_asking(True)),
            },
            html.span({"class": "opener"}, plus(), html.span({"class": "wide"}, texts.NEW_CALL)),
        ),
        NewCallForm(board, lambda: set_asking(False)) if is_asking else "",
    )


@component
def NewCallForm(board: Board, close: Callable[[], None]) -> VdomDict:
    """Ask for the number and the reason."""
    answer = use_query(REASONS).answer
    problem, set_problem = use_state("")
    run, once = use_mutation(OPEN_BY_HAND), use_once()

    async def open_one(number: str, reason: str) -> Workspace | None:
        answered = await run({"phoneNumber": number or None, "reason": reason or None})
        result = answered if isinstance(answered, Failed) else answered.open_call_by_hand
        if isinstance(result, Workspace):
            return result
        set_problem(result.message)
        return None

    async def open_call(event: BrowserEvent) -> None:
        sent = fields_of(event)
        number, reason = sent.get("phone_number", "").strip(), sent.get("reason", "")
        opened = await once.do(lambda: open_one(number, reason))
        if opened is not None:
            close()
            board.bring(opened.id)

    reasons = () if isinstance(answer, Loading | Failed) else answer.call_reasons
    return form_dialog(
        KEY,
        texts.NEW_CALL,
        text_field(
            "phone_number",
            texts.NUMBER,
            help_text=texts.NUMBER_OPTIONAL,
            inputMode="tel",
            autocomplete="off",
            autofocus=True,
        ),
        choice_field(
            "reason",
            texts.REASON,
            {"": texts.DEFAULT_REASON, **{each.id: each.name for each in reasons}},
        ),
        agree=texts.OPEN_CALL,
        on_submit=open_call,
        on_cancel=lambda _: close(),
        problem=problem,
    )
