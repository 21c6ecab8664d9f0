"""A question of the preview, to be answered as the agent would."""

from collections.abc import Callable
from typing import Any

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.customize.scripts.documents import PreviewedPage, Question
from ui.customize.scripts.parts import CHOICES
from ui.events import BrowserEvent, is_checked, listen, value_of
from ui.fields import DEBOUNCE_MS

Answering = Callable[[str | None], str]
"""Make an answer of the one before, which is None until there is one."""

Reply = Callable[[str, Answering], None]
INPUTS = {"DATE": "date"}


def answering(
    question: Question, page: PreviewedPage, answers: dict[str, str], reply: Reply
) -> VdomDict:
    """Show one question with what answers it."""
    first = {each.question: each.value for each in page.first_answers}
    answer = answers.get(question.id, first.get(question.id, ""))
    label, language = question.label.strip() or question.id, page.language or None
    if question.is_required:
        label = texts.required(label)
    is_group = question.type in (*CHOICES, "YES_NO")
    show = _choices if is_group else _text
    return html.div(
        # Of another type or begun with another answer, it is another question to the browser.
        {"key": f"{question.id}:{question.type}:{first.get(question.id)}", "class": "field"},
        show(question, html.span({"lang": language}, label), answer, reply),
        html.p({"class": "soft", "lang": language}, question.help) if question.help else "",
        html.p({"class": "error"}, texts.DOES_NOT_FIT) if question.id in page.wrong_answers else "",
    )


def _text(question: Question, label: VdomDict, answer: str, reply: Reply) -> VdomDict:
    id = f"preview-{question.id}"
    handler = listen(
        lambda event: reply(question.id, lambda _: value_of(event)),
        target=f"{id}:typed",
        debounce=DEBOUNCE_MS,
    )
    attributes: dict[str, Any] = {
        "id": id,
        "defaultValue": answer,
        "maxLength": 2000,
        "onInput": handler,
    }
    if question.type == "LONG_TEXT":
        control = html.textarea({**attributes, "rows": 3})
    else:
        control = html.input({"type": INPUTS.get(question.type, "text"), **attributes})
    return html.fragment(html.label({"htmlFor": id}, label), control)


def _choices(question: Question, label: VdomDict, answer: str, reply: Reply) -> VdomDict:
    if question.type == "YES_NO":
        offered = {"yes": texts.YES, "no": texts.NO}
    else:
        offered = {each.value: each.label or each.value for each in question.options}
    chosen = answer.splitlines()
    several = question.type == "SEVERAL_CHOICES"
    return html.fieldset(
        html.legend(label),
        *(
            _choice(question, value, text, chosen, reply, several=several)
            for value, text in offered.items()
        ),
    )


def _choice(
    question: Question, value: str, text: str, chosen: list[str], reply: Reply, *, several: bool
) -> VdomDict:
    def choose(event: BrowserEvent) -> None:
        def answered(before: str | None) -> str:
            others = (chosen if before is None else before.splitlines()) if several else []
            left = [each for each in others if each != value]
            return "\n".join([*left, value] if is_checked(event) else left)

        reply(question.id, answered)

    attributes = {
        "type": "checkbox" if several else "radio",
        "name": f"preview-{question.id}",
        "defaultChecked": value in chosen,  # never put back while an answer is on its way
        "onChange": listen(choose, target=f"preview-{question.id}:{value}"),
    }
    return html.label({"key": value, "class": "check"}, html.input(attributes), html.span(text))
