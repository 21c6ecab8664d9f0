"""The form of a new API token."""

from collections.abc import Callable, Mapping
from typing import Any

from reactpy import component, html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.administration.privileges import privilege_boxes, ticked
from ui.administration.tokens.documents import CREATE, ApiTokenWithSecret
from ui.components.button import button
from ui.components.changing import refusal_notice, use_creation
from ui.components.editing import FormNames, edit_form_element
from ui.components.field import text_field
from ui.events import BrowserEvent, submit

NAMES = FormNames("new-token")


@component
def NewToken(
    login_name: str | None,
    created: Callable[[ApiTokenWithSecret], None],
    *,
    close: Callable[[], None],
) -> VdomDict:
    """Ask what it is for, what it may do and until when; without a login name it is the user's own."""
    change = use_creation(CREATE)

    async def save(event: BrowserEvent) -> None:
        result = await change.run(_read(NAMES.given(event)))
        if result is not None:
            created(result)

    whose = text_field(
        NAMES("login"),
        texts.FOR_USER,
        help_text=texts.FOR_USER_HINT,
        defaultValue=login_name,
        spellcheck="false",
    )
    return edit_form_element(
        {"key": "form", "opener": "new-token"},
        html.form(
            {"class": "edit", "data-version": "0", "onSubmit": submit(save, target="create-token")},
            text_field(NAMES("name"), texts.NAME, help_text=texts.TOKEN_NAME_HINT, required=True),
            whose if login_name is not None else "",
            privilege_boxes(NAMES("scope"), texts.TOKEN_MAY, (), scopes=texts.SCOPES),
            text_field(NAMES("ends"), texts.ENDS, help_text=texts.ENDS_HINT, type="datetime-local"),
            refusal_notice(change.refusal),
            html.div(
                {"key": "actions", "class": "actions"},
                button(texts.SAVE, kind="primary", type="submit"),
                button(texts.CANCEL, lambda _: close()),
            ),
        ),
    )


def _read(given: Mapping[str, str]) -> dict[str, Any]:
    ends = formats.typed_time(given.get("ends", ""))
    return {
        "name": given.get("name", "").strip(),
        "login": given.get("login", "").strip() or None,
        "scopes": ticked(given, "scope"),
        "expiresAt": ends.isoformat() if ends else None,
    }
