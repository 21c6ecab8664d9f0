"""A button that asks before it does something that cannot be taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Document
from ui.components.button import Kind, button
from ui.components.changing import ResultAnswer, refusal_notice, use_change
from ui.components.dialog import alert_dialog
from ui.events import BrowserEvent


class Question(Struct, frozen=True, kw_only=True):
    """What is asked; the name stands once on a page."""

    name: str
    label: str
    question: str
    explanation: str
    agree: str
    is_small: bool = False
    kind: Kind = "danger"
    described_by: str | None = None


@component
def Asking(
    question: Question,
    document: Document[ResultAnswer[Any]],
    variables: Mapping[str, Any],
    *,
    done: Callable[[Any], None],
) -> VdomDict:
    """Show the button; agreed to, the mutation runs. A refusal is said in place."""
    is_asking, set_asking = use_state(False)
    change = use_change(document)

    async def agree(_: BrowserEvent) -> None:
        set_asking(False)
        result = await change.run(variables)
        if result is not None:
            done(result)

    described: dict[str, Any] = {"aria-describedby": question.described_by}
    return html.div(
        {"class": "asking"},
        button(question.label, lambda _: set_asking(True), is_small=question.is_small, **described),
        refusal_notice(change.refusal),
        alert_dialog(
            question.name,
            question.question,
            question.explanation,
            agree=question.agree,
            on_agree=agree,
            keep=texts.CANCEL,
            on_keep=lambda _: set_asking(False),
            kind=question.kind,
        )
        if is_asking
        else "",
    )
