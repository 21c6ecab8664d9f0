"""The form for another password of one's own."""

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Variant
from ui.components.button import button
from ui.components.changing import REFUSAL, Refusal, refusal_notice, use_change
from ui.components.field import text_field
from ui.components.notices import Notices
from ui.events import BrowserEvent, fields_of, submit


class Me(Variant, frozen=True):
    """The user whose password is another one now."""

    id: str


class ChangedAnswer(Answer, frozen=True):
    """The answer to CHANGE_PASSWORD."""

    result: Me | Refusal


CHANGE_PASSWORD = Document(
    f"""
    mutation ChangeMyPassword($current: String!, $new: String!) {{
      result: changeMyPassword(current: $current, new: $new) {{ {REFUSAL} ... on Me {{ id }} }}
    }}
    """,
    ChangedAnswer,
)


@component
def Password(notices: Notices) -> VdomDict:
    """Ask for the current password and the new one; what was typed stays when it is refused."""
    change, (round_number, set_round) = use_change(CHANGE_PASSWORD), use_state(0)

    async def save(event: BrowserEvent) -> None:
        given = fields_of(event)
        asked = {"current": given.get("current", ""), "new": given.get("new", "")}
        if await change.run(asked) is not None:
            set_round(lambda before: before + 1)
            notices.say(texts.PASSWORD_CHANGED)

    return html.form(
        {
            "key": str(round_number),
            "class": "edit",
            "onSubmit": submit(save, target="change-password"),
        },
        _field("current", texts.CURRENT_PASSWORD, "current-password"),
        _field("new", texts.NEW_PASSWORD, "new-password", texts.OWN_PASSWORD_HINT),
        refusal_notice(change.refusal),
        html.div(
            {"key": "actions", "class": "actions"},
            button(texts.CHANGE_PASSWORD, kind="primary", type="submit"),
        ),
    )


def _field(name: str, label: str, purpose: str, hint: str = "") -> VdomDict:
    return text_field(
        name, label, help_text=hint, type="password", autoComplete=purpose, required=True
    )
