"""The form of a new user."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.administration.privileges import privilege_boxes, ticked
from ui.administration.users.documents import CREATE, UserWithPassword
from ui.components.button import button
from ui.components.changing import refusal_notice, use_creation
from ui.components.editing import FormNames, edit_form_element
from ui.components.field import text_field
from ui.events import BrowserEvent, submit
from ui.navigation import CALL_USER

NAMES = FormNames("new-user")
BETWEEN = re.compile(r"[\s,;]+")


@component
def NewUser(
    teams: Sequence[str], created: Callable[[UserWithPassword], None], *, close: Callable[[], None]
) -> VdomDict:
    """Ask for what a user needs; an agent is the commonest."""
    change = use_creation(CREATE)

    async def save(event: BrowserEvent) -> None:
        result = await change.run({"user": _read(NAMES.given(event))})
        if result is not None:
            created(result)

    return edit_form_element(
        {"key": "form", "opener": "new-user"},
        html.form(
            # The version only has the browser ask before a page with typed text is left.
            {"class": "edit", "data-version": "0", "onSubmit": submit(save, target="create-user")},
            *_fields(teams),
            refusal_notice(change.refusal),
            html.div(
                {"key": "actions", "class": "actions"},
                button(texts.SAVE, kind="primary", type="submit"),
                button(texts.CANCEL, lambda _: close()),
            ),
        ),
    )


def _fields(teams: Sequence[str]) -> tuple[VdomDict, ...]:
    plain = {"spellcheck": "false", "autoComplete": "off"}
    return (
        text_field(
            NAMES("login"), texts.LOGIN_NAME, help_text=texts.LOGIN_HINT, required=True, **plain
        ),
        text_field(NAMES("name"), texts.FULL_NAME, required=True, autoComplete="off"),
        text_field(NAMES("email"), texts.EMAIL, inputMode="email", **plain),
        text_field(
            NAMES("team"), texts.TEAM, help_text=texts.NEW_TEAM_HINT, list="team-names", **plain
        ),
        html.datalist({"id": "team-names"}, *(html.option({"value": team}) for team in teams)),
        privilege_boxes(NAMES("privilege"), texts.PRIVILEGES_TITLE, (CALL_USER,)),
        text_field(
            NAMES("logins"), texts.TELEPHONY_LOGINS, help_text=texts.NEW_LOGINS_HINT, **plain
        ),
        text_field(
            NAMES("password"),
            texts.PASSWORD,
            help_text=texts.NEW_PASSWORD_HINT,
            type="password",
            autoComplete="new-password",
        ),
    )


def _read(given: Mapping[str, str]) -> dict[str, Any]:
    return {
        "loginName": given.get("login", "").strip(),
        "fullName": given.get("name", "").strip(),
        "email": given.get("email", "").strip(),
        "team": given.get("team", "").strip() or None,
        "privileges": ticked(given, "privilege"),
        "telephonyLogins": [each for each in BETWEEN.split(given.get("logins", "")) if each],
        "password": given.get("password") or None,
    }
