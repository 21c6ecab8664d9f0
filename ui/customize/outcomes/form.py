"""The forms of an outcome: a new one's, and one's that is there."""

from collections.abc import Callable, Mapping
from typing import Any

from reactpy import component
from reactpy.types import VdomDict

from ui import texts
from ui.components.changing import OwnChanges
from ui.components.editing import FormNames, use_creator, use_editor
from ui.components.field import check_box, text_field
from ui.components.notices import Notices
from ui.customize.outcomes.documents import CREATE, UPDATE, Outcome

LONGEST = 255


@component
def NewOutcome(notices: Notices, *, opener: str, close: Callable[[], None]) -> VdomDict:
    """Define an outcome."""

    def saved() -> None:
        close()
        notices.say(texts.OUTCOME_CREATED)

    editor = use_creator(CREATE, subject="outcome", read=_read_name, saved=saved)
    return editor.form(_name(editor.names, ""), opener=opener, cancel=lambda _: close())


@component
def OutcomeForm(
    outcome: Outcome, notices: Notices, own: OwnChanges, *, opener: str, close: Callable[[], None]
) -> VdomDict:
    """Rename an outcome, retire it or bring it back."""

    def saved() -> None:
        close()
        notices.say(texts.saved(outcome.name))

    editor = use_editor(
        UPDATE, subject=outcome.id, version=outcome.version, own=own, read=_read, saved=saved
    )
    return editor.form(
        _name(editor.names, outcome.name),
        check_box(editor.names("active"), texts.IS_ACTIVE, defaultChecked=outcome.is_active),
        opener=opener,
        stored={
            texts.NAME: outcome.name,
            texts.IS_ACTIVE: texts.yes_or_no(outcome.is_active),
        },
        cancel=lambda _: close(),
    )


def _name(names: FormNames, name: str) -> VdomDict:
    return text_field(
        names("name"), texts.NAME, defaultValue=name, required=True, maxLength=LONGEST
    )


def _read_name(given: Mapping[str, str]) -> dict[str, Any]:
    return {"name": given.get("name", "")}


def _read(given: Mapping[str, str]) -> dict[str, Any]:
    return {**_read_name(given), "isActive": "active" in given}
