"""The forms of a call field: a new one's, and one's that is there."""

from collections.abc import Callable, Mapping
from typing import Any

from reactpy import component
from reactpy.types import VdomDict

from ui import texts
from ui.components.changing import OwnChanges
from ui.components.editing import FormNames, use_creator, use_editor
from ui.components.field import check_box, choice_field, text_field
from ui.components.notices import Notices
from ui.customize.call_fields.documents import CREATE, UPDATE, Field

LONGEST = 255


@component
def NewField(notices: Notices, *, opener: str, close: Callable[[], None]) -> VdomDict:
    """Declare a field."""

    def saved() -> None:
        close()
        notices.say(texts.FIELD_CREATED)

    editor = use_creator(CREATE, subject="field", read=_read_new, saved=saved)
    return editor.form(
        text_field(
            editor.names("name"),
            texts.NAME,
            help_text=texts.FIELD_NAME_HINT,
            required=True,
            maxLength=LONGEST,
            spellcheck="false",
        ),
        *_fields(editor.names, None),
        opener=opener,
        cancel=lambda _: close(),
    )


@component
def FieldForm(
    field: Field, notices: Notices, own: OwnChanges, *, opener: str, close: Callable[[], None]
) -> VdomDict:
    """Change a field."""

    def saved() -> None:
        close()
        notices.say(texts.saved(field.label))

    editor = use_editor(
        UPDATE, subject=field.id, version=field.version, own=own, read=_read, saved=saved
    )
    return editor.form(
        *_fields(editor.names, field),
        opener=opener,
        stored=_stored(field),
        cancel=lambda _: close(),
    )


def _fields(names: FormNames, field: Field | None) -> tuple[VdomDict, ...]:
    return (
        text_field(
            names("label"),
            texts.LABEL,
            help_text=texts.LABEL_HINT,
            maxLength=LONGEST,
            defaultValue=field.label if field else "",
        ),
        choice_field(
            names("type"),
            texts.TYPE,
            texts.FIELD_TYPES,
            help_text=texts.TYPE_HINT,
            chosen=field.type if field else "TEXT",
        ),
        check_box(
            names("masked"), texts.IS_MASKED, defaultChecked=field is not None and field.is_masked
        ),
        check_box(
            names("identifier"),
            texts.IS_IDENTIFIER,
            defaultChecked=field is not None and field.is_identifier,
        ),
    )


def _read_new(given: Mapping[str, str]) -> dict[str, Any]:
    return {**_read(given), "name": given.get("name", "")}


def _read(given: Mapping[str, str]) -> dict[str, Any]:
    return {
        "label": given.get("label", ""),
        "type": given.get("type", "TEXT"),
        "isMasked": "masked" in given,
        "isIdentifier": "identifier" in given,
    }


def _stored(field: Field) -> dict[str, str]:
    return {
        texts.LABEL: field.label,
        texts.TYPE: texts.FIELD_TYPES[field.type],
        texts.IS_MASKED: texts.yes_or_no(field.is_masked),
        texts.IS_IDENTIFIER: texts.yes_or_no(field.is_identifier),
    }
