"""The fields of a reason's form, and what they mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from reactpy.types import VdomDict

from ui import texts
from ui.components.editing import FormNames
from ui.components.field import check_box, choice_field, long_text_field, text_field
from ui.customize.reasons.documents import Reason, ScriptName

LONGEST_ID = 255


def new_reason_fields(
    names: FormNames, scripts: Sequence[ScriptName], *, received: str
) -> tuple[VdomDict, ...]:
    """Show the fields of a reason that is not there yet; ``received`` is the id that calls came with."""
    return (
        _name(names, ""),
        text_field(
            names("reason"),
            texts.REASON_ID,
            help_text=texts.REASON_ID_HINT,
            maxLength=LONGEST_ID,
            defaultValue=received,
            readOnly=bool(received) or None,
            spellcheck="false",
        ),
        _description(names, ""),
        _script(names, scripts, None),
        check_box(names("requires"), texts.REQUIRES_OUTCOME),
    )


def reason_fields(
    names: FormNames, reason: Reason, scripts: Sequence[ScriptName]
) -> tuple[VdomDict, ...]:
    """Show the fields of a reason; the default one is always active."""
    return (
        _name(names, reason.name),
        _description(names, reason.description),
        _script(names, scripts, reason.script),
        check_box(
            names("requires"), texts.REQUIRES_OUTCOME, defaultChecked=reason.requires_outcome
        ),
        check_box(
            names("active"),
            texts.IS_ACTIVE,
            defaultChecked=reason.is_active,
            disabled=reason.is_default or None,
        ),
    )


def read_new_reason(given: Mapping[str, str]) -> dict[str, Any]:
    """Read the form of a new reason; without an id one is made."""
    return {**_read(given), "reason": given.get("reason") or None}


def read_reason(given: Mapping[str, str], *, is_default: bool) -> dict[str, Any]:
    """Read the form of a reason."""
    return {**_read(given), "isActive": is_default or "active" in given}


def stored_reason(reason: Reason) -> dict[str, str]:
    """Say what is stored, by the names of the fields."""
    return {
        texts.NAME: reason.name,
        texts.DESCRIPTION: reason.description,
        texts.SCRIPT: reason.script.name if reason.script else texts.DEFAULT_SCRIPT,
        texts.REQUIRES_OUTCOME: texts.yes_or_no(reason.requires_outcome),
        texts.IS_ACTIVE: texts.yes_or_no(reason.is_active),
    }


def _read(given: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": given.get("name", ""),
        "description": given.get("description", ""),
        "script": given.get("script") or None,
        "requiresOutcome": "requires" in given,
    }


def _name(names: FormNames, name: str) -> VdomDict:
    return text_field(
        names("name"), texts.NAME, defaultValue=name, required=True, maxLength=LONGEST_ID
    )


def _description(names: FormNames, description: str) -> VdomDict:
    return long_text_field(
        names("description"),
        texts.DESCRIPTION,
        help_text=texts.DESCRIPTION_HINT,
        rows=2,
        defaultValue=description,
    )


def _script(names: FormNames, scripts: Sequence[ScriptName], chosen: ScriptName | None) -> VdomDict:
    """Offer what is published, and what is chosen already."""
    choices = {"": texts.DEFAULT_SCRIPT}
    for script in scripts:
        is_chosen = chosen is not None and script.id == chosen.id
        if script.is_published or is_chosen:
            choices[script.id] = (
                script.name if script.is_published else texts.not_published(script.name)
            )
    return choice_field(names("script"), texts.SCRIPT, choices, chosen=chosen.id if chosen else "")
