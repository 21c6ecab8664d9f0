"""The page being edited: title, text, questions, and where it leads."""

import msgspec
from reactpy import html
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.components.button import button
from ui.customize.scripts.branches import branches
from ui.customize.scripts.choosing import chooser, sign_button
from ui.customize.scripts.desk import Desk, element_id
from ui.customize.scripts.page_text import page_text
from ui.customize.scripts.questions import questions
from ui.customize.scripts.typed import typed_field
from ui.customize.scripts.writing import Place
from ui.events import BrowserEvent


def page_form(desk: Desk) -> VdomDict:
    """Show the form; its key lets no text go over into another page's."""
    title = Place(desk.page.id, "title")
    return html.section(
        {"key": desk.page.id, "aria-label": texts.PAGE_BEING_EDITED, "class": "page-form"},
        _head(desk),
        _gone(desk),
        typed_field(
            desk.writing,
            title,
            texts.PAGE_TITLE,
            placeholder=texts.PAGE_TITLE_HINT,
            lang=desk.page.language,
        ),
        page_text(desk),
        questions(desk),
        branches(desk),
        _language(desk),
    )


def _head(desk: Desk) -> VdomDict:
    page_id, last = desk.page.id, len(desk.pages)
    number = desk.number_of(page_id)

    async def up(_: BrowserEvent) -> None:
        await desk.writing.move_page(page_id, -1)

    async def down(_: BrowserEvent) -> None:
        await desk.writing.move_page(page_id, 1)

    return html.div(
        {"class": "bar"},
        html.h2({"class": "eyebrow"}, texts.edited_page(number, last)),
        sign_button("↑", texts.MOVE_PAGE_UP, up if number > 1 else None, target="page-up"),
        sign_button("↓", texts.MOVE_PAGE_DOWN, down if number < last else None, target="page-down"),
        sign_button(
            "×",
            texts.DELETE_PAGE,
            (lambda _: desk.ask("page")) if last > 1 and number <= last else None,
            target="page-delete",
        ),
    )


def _language(desk: Desk) -> VdomDict:
    async def choose(tag: str) -> None:
        await desk.writing.change(
            desk.page.id, lambda page: msgspec.structs.replace(page, language=tag)
        )

    id = element_id("language")
    languages = {"": texts.LANGUAGE_NOT_SAID, **formats.languages()}
    return chooser(
        id, texts.PAGE_LANGUAGE, languages, desk.page.language, choose, target="page-language"
    )


def _gone(desk: Desk) -> VdomDict | Component | str:
    if not desk.writing.is_gone(desk.page.id):
        return ""
    return html.div(
        {"class": "conflict"},
        html.p({"role": "alert"}, texts.PAGE_IS_GONE),
        button(texts.PUT_IT_BACK, desk.changing(lambda page: page)),
    )
