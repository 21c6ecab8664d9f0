"""The forms of a contact and of its numbers, each in a dialog in front of the page."""

from collections.abc import Callable, Mapping
from typing import Any

from reactpy import component, html, use_ref
from reactpy.types import VdomDict

from ui import texts
from ui.components.field import choice_field, text_field
from ui.components.form_dialog import form_dialog
from ui.contacts.documents import (
    ADD_NUMBER,
    CREATE,
    UPDATE,
    UPDATE_NUMBER,
    Contact,
    ContactConflict,
    FullContact,
    KindOfNumber,
    use_change,
)
from ui.events import BrowserEvent, fields_of, version_typed_over
from ui.once import use_once

LONGEST, LONGEST_LINK, LONGEST_EXTENSION = 255, 2048, 9
NUMBER = "phoneNumber"


@component
def CreationDialog(created: Callable[[str], None], close: Callable[[], None]) -> VdomDict:
    """Make a contact with one number."""
    change, once = use_change(CREATE), use_once()

    async def create(event: BrowserEvent) -> None:
        given = fields_of(event)
        number = given.get(NUMBER, "").strip()
        numbers = [_number(given)] if number else []
        asked = {"contact": _contact(given), "numbers": numbers}
        result = await once.do(lambda: change.run(asked))
        if isinstance(result, Contact):
            created(result.id)

    return form_dialog(
        "new-contact",
        texts.NEW_CONTACT,
        *contact_fields({}),
        *number_fields(None),
        agree=texts.CREATE,
        on_submit=create,
        on_cancel=lambda _: close(),
        problem=change.problem,
    )


@component
def EditDialog(
    contact: FullContact, saved: Callable[[], None], close: Callable[[], None]
) -> VdomDict:
    """Change the fields of a contact over the version that was on screen when somebody began to type."""
    change, told = use_change(UPDATE), use_ref(0)

    async def save(event: BrowserEvent) -> None:
        base = max(version_typed_over(event), told.current)
        asked = {"id": contact.id, "version": base, "contact": _contact(fields_of(event))}
        result = await change.run(asked)
        if isinstance(result, ContactConflict):
            told.current = result.current.version
            change.say(texts.stored_meanwhile(_written(result.current.fields)))
        elif result is not None:
            saved()

    return form_dialog(
        "edit-contact",
        texts.EDIT_CONTACT,
        *contact_fields(contact.fields),
        agree=texts.SAVE,
        on_submit=save,
        on_cancel=lambda _: close(),
        problem=change.problem,
        version=contact.version,
    )


@component
def NumberDialog(
    contact_id: str,
    number: KindOfNumber | None,
    saved: Callable[[], None],
    close: Callable[[], None],
) -> VdomDict:
    """Change a number of a contact, or give it one more."""
    change = use_change(UPDATE_NUMBER if number else ADD_NUMBER)
    told = use_ref(0)

    async def save(event: BrowserEvent) -> None:
        given, base = _number(fields_of(event)), max(version_typed_over(event), told.current)
        result = await change.run(
            {"id": number.id, "version": base, "number": given}
            if number
            else {"contact": contact_id, "number": given}
        )
        if isinstance(result, ContactConflict):
            stored = next((n for n in result.current.numbers if number and n.id == number.id), None)
            told.current = stored.version if stored else told.current
            change.say(texts.stored_meanwhile(stored.phone_number if stored else texts.NOTHING))
        elif result is not None:
            saved()

    return form_dialog(
        "contact-number",
        texts.EDIT_NUMBER if number else texts.NEW_NUMBER,
        *number_fields(number, autofocus=True),
        agree=texts.SAVE,
        on_submit=save,
        on_cancel=lambda _: close(),
        problem=change.problem,
        version=number.version if number else 0,
    )


def contact_fields(stored: Mapping[str, str]) -> tuple[VdomDict, ...]:
    """Show the fields of a contact with what is stored in them."""

    def field(name: str, *, help_text: str = "", **attributes: Any) -> VdomDict:
        given = {"defaultValue": stored.get(name, ""), "autocomplete": "off", "dir": "auto"}
        return text_field(
            name,
            texts.CONTACT_FIELDS[name],
            help_text=help_text,
            **{"maxLength": LONGEST, **given, **attributes},
        )

    return (
        html.div({"class": "pair"}, field("firstName", autofocus=True), field("lastName")),
        html.div({"class": "pair"}, field("company"), field("email", inputMode="email")),
        field("externalId", help_text=texts.EXTERNAL_ID_HINT),
        field("link", help_text=texts.LINK_HINT, inputMode="url", maxLength=LONGEST_LINK),
    )


def number_fields(
    number: KindOfNumber | None, *, autofocus: bool | None = None
) -> tuple[VdomDict, ...]:
    """Show the fields of a number."""
    return (
        text_field(
            NUMBER,
            texts.NUMBER,
            defaultValue=number.phone_number if number else "",
            maxLength=LONGEST,
            inputMode="tel",
            autocomplete="off",
            autofocus=autofocus,
        ),
        html.div(
            {"class": "pair"},
            choice_field(
                "kind",
                texts.NUMBER_KIND,
                texts.NUMBER_KINDS,
                chosen=number.kind if number else "OTHER",
            ),
            text_field(
                "extension",
                texts.EXTENSION,
                defaultValue=(number.extension if number else "") or "",
                maxLength=LONGEST_EXTENSION,
                inputMode="numeric",
                autocomplete="off",
            ),
        ),
    )


def _contact(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given.get(name, "") for name in texts.CONTACT_FIELDS}


def _number(given: Mapping[str, str]) -> dict[str, str | None]:
    return {
        NUMBER: given.get(NUMBER, ""),
        "kind": given.get("kind", "OTHER"),
        "extension": given.get("extension", "").strip() or None,
    }


def _written(fields: Mapping[str, str]) -> str:
    return ", ".join(
        f"{texts.CONTACT_FIELDS[name]} “{text}”" for name, text in fields.items() if text
    )
