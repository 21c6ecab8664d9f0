"""The questions of the page being edited."""

import msgspec
from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.components.button import button
from ui.customize.scripts import parts
from ui.customize.scripts.choosing import chooser, sign_button
from ui.customize.scripts.desk import Desk, element_id
from ui.customize.scripts.documents import Page, Question
from ui.customize.scripts.typed import typed_field
from ui.customize.scripts.writing import Place
from ui.events import BrowserEvent, EventFunction, is_checked, listen


def questions(desk: Desk) -> VdomDict:
    """Show the questions and let more be added."""

    async def add(_: BrowserEvent) -> None:
        id = parts.free_id("question_", [each.id for each in desk.questions])

        def append(page: Page) -> Page:
            return msgspec.structs.replace(page, questions=(*page.questions, Question(id=id)))

        if await desk.writing.change(desk.page.id, append):
            desk.focus(element_id(f"questions.{id}.label"))

    return html.section(
        {"aria-label": texts.QUESTIONS, "class": "parts"},
        html.h3({"class": "eyebrow"}, texts.QUESTIONS),
        *(_question(desk, question, at) for at, question in enumerate(desk.page.questions)),
        button(texts.ADD_QUESTION, add),
    )


def _question(desk: Desk, question: Question, at: int) -> VdomDict:
    def place(name: str) -> Place:
        return Place(desk.page.id, f"questions.{question.id}.{name}")

    name = texts.question_number(at + 1)
    return html.div(
        {"key": question.id, "role": "group", "aria-label": name, "class": "part"},
        _head(desk, question, name, at),
        typed_field(
            desk.writing,
            place("label"),
            texts.QUESTION,
            placeholder=texts.QUESTION_HINT,
            lang=desk.page.language,
        ),
        html.div(
            {"class": "pair"},
            _type(desk, question),
            _required(desk, question),
        ),
        typed_field(
            desk.writing,
            place("choices"),
            texts.CHOICES,
            lines=4,
            help_text=texts.CHOICES_HELP,
            lang=desk.page.language,
        )
        if question.type in parts.CHOICES
        else "",
        _more(desk, question),
    )


def _head(desk: Desk, question: Question, name: str, at: int) -> VdomDict:
    id, last = question.id, len(desk.page.questions) - 1

    def step(by: int) -> EventFunction:
        return desk.changing(lambda page: parts.move_question(page, id, by))

    return html.div(
        {"class": "bar"},
        html.span({"class": "eyebrow"}, name),
        sign_button("↑", texts.up(name), step(-1) if at else None, target=f"{id}:up"),
        sign_button("↓", texts.down(name), step(1) if at < last else None, target=f"{id}:down"),
        sign_button(
            "×",
            texts.remove(name),
            desk.changing(lambda page: parts.remove_question(page, id)),
            target=f"{id}:remove",
        ),
    )


def _type(desk: Desk, question: Question) -> VdomDict:
    async def choose(type: str) -> None:
        await desk.writing.change(
            desk.page.id, lambda page: parts.change_type(page, question.id, type)
        )

    id = element_id(f"questions.{question.id}.type")
    types = texts.QUESTION_TYPES
    return chooser(
        id, texts.ANSWERED_BY, types, question.type, choose, target=f"{question.id}:type"
    )


def _required(desk: Desk, question: Question) -> VdomDict:
    async def change(event: BrowserEvent) -> None:
        is_required = is_checked(event)
        await desk.writing.change(
            desk.page.id,
            lambda page: parts.change_question(page, question.id, is_required=is_required),
        )

    handler = listen(change, target=f"{question.id}:required")
    attributes = {
        "type": "checkbox",
        "defaultChecked": question.is_required,  # never put back while a click is on its way
        "data-checked": str(question.is_required).lower(),
        "onChange": handler,
    }
    return html.label({"class": "check"}, html.input(attributes), html.span(texts.REQUIRED))


def _more(desk: Desk, question: Question) -> VdomDict:
    def place(name: str) -> Place:
        return Place(desk.page.id, f"questions.{question.id}.{name}")

    readable = {each.name: texts.named(each.description, each.name) for each in desk.merge_fields}
    writable = {each.name: readable[each.name] for each in desk.merge_fields if each.is_writable}
    return html.details(
        html.summary(texts.MORE),
        html.div(
            {"class": "stack"},
            typed_field(desk.writing, place("help"), texts.HELP, lang=desk.page.language),
            typed_field(
                desk.writing,
                place("default"),
                texts.DEFAULT_ANSWER,
                help_text=texts.DEFAULT_HELP[question.type],
            ),
            _field(desk, question, "prefill", texts.PREFILL, readable),
            _field(desk, question, "write_back", texts.WRITE_BACK, writable),
            html.p(
                {"class": "soft"}, texts.MERGES_AS, html.code("{{ answers.", question.id, " }}")
            ),
        ),
    )


def _field(
    desk: Desk, question: Question, name: str, label: str, choices: dict[str, str]
) -> VdomDict:
    async def choose(field: str) -> None:
        await desk.writing.change(
            desk.page.id, lambda page: parts.change_question(page, question.id, **{name: field})
        )

    id, chosen = element_id(f"questions.{question.id}.{name}"), str(getattr(question, name))
    offered = {"": texts.NONE, **choices}
    return chooser(id, label, offered, chosen, choose, target=f"{question.id}:{name}")
