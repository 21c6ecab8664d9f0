"""The numbers of a contact, each with what can be done with it."""

from collections.abc import Callable
from typing import Any

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.components.addressing import use_address
from ui.components.badge import badge
from ui.components.button import button
from ui.components.dialog import alert_dialog
from ui.components.notices import Notices
from ui.contacts.documents import REMOVE_NUMBER, FullContact, KindOfNumber, use_change
from ui.contacts.forms import NumberDialog
from ui.events import BrowserEvent

NEW = "new"


@component
def Numbers(contact: FullContact, notices: Notices) -> VdomDict:
    """Show the numbers in their order, and the form of the one that is being changed."""
    opened = use_address("number")
    wanted = opened.values[0] if opened.values else ""
    number = next((each for each in contact.numbers if each.id == wanted), None)

    def close() -> None:
        opened.change(lambda _: ())

    def saved() -> None:
        close()
        notices.say(texts.NUMBER_SAVED)

    def edit(number_id: str) -> None:
        opened.change(lambda _: (number_id,))

    return html.section(
        {"aria-label": texts.NUMBERS, "class": "contact-numbers"},
        opened.element,
        html.div(
            {"key": "head", "class": "contact-section-head"},
            html.h3({"class": "eyebrow"}, texts.NUMBERS),
            button(texts.NEW_NUMBER, lambda _: edit(NEW), is_small=True),
        ),
        html.ul(
            {"key": "list"},
            *(
                html.li({"key": each.id}, NumberEntry(each, notices, edit, key=each.id))
                for each in contact.numbers
            ),
        )
        if contact.numbers
        else html.p({"key": "none", "class": "soft"}, texts.NO_NUMBER_YET),
        html.div({"key": wanted}, NumberDialog(contact.id, number, saved, close))
        if number or wanted == NEW
        else "",
    )


@component
def NumberEntry(number: KindOfNumber, notices: Notices, edit: Callable[[str], None]) -> VdomDict:
    """Show one number; taking it away is asked about first."""
    is_asking, set_asking = use_state(False)
    change = use_change(REMOVE_NUMBER)

    async def remove(_: BrowserEvent) -> None:
        set_asking(False)
        if await change.run({"id": number.id}):
            notices.say(texts.NUMBER_REMOVED)

    def begin(_: BrowserEvent) -> None:
        edit(number.id)

    named: dict[str, Any] = {"aria-describedby": f"number-{number.id}"}
    return html.div(
        {"class": "contact-number"},
        html.span(
            {"id": f"number-{number.id}"},
            html.bdi(number.written),
            html.span({"class": "soft"}, texts.with_extension(number.extension))
            if number.extension
            else "",
        ),
        badge(texts.NUMBER_KINDS[number.kind]) if number.kind != "OTHER" else html.span(),
        html.span(
            {"class": "actions"},
            button(texts.EDIT, begin, kind="quiet", is_small=True, **named),
            button(
                texts.REMOVE_NUMBER,
                lambda _: set_asking(True),
                kind="quiet",
                is_small=True,
                **named,
            ),
        ),
        html.p({"class": "failure", "role": "alert"}, change.problem) if change.problem else "",
        alert_dialog(
            f"remove-{number.id}",
            texts.remove_number_question(number.written),
            texts.REMOVE_NUMBER_HINT,
            agree=texts.REMOVE_NUMBER,
            on_agree=remove,
            keep=texts.KEEP,
            on_keep=lambda _: set_asking(False),
        )
        if is_asking
        else "",
    )
