"""The check box "Follow-up" and its day, which are one: no day, no follow-up."""

from typing import Any

from reactpy import Vdom, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.workspace.drafts import Drafts, draft_box

FIELD = "followUpOn"

follow_up = Vdom("follow-up")


def follow_up_field(drafts: Drafts) -> VdomDict:
    """Show the day as a draft, behind a check box."""
    attributes = {"type": "date", "aria-label": texts.FOLLOW_UP_ON}
    return follow_up_choice(
        f"follow-up-{drafts.workspace_id}", draft_box(drafts, FIELD, attributes=attributes)
    )


def follow_up_choice(key: str, date: VdomDict | Component) -> VdomDict:
    """Show a check box before a field for a day; static/follow-up.js shows the day when it is ticked."""
    box: dict[str, Any] = {"type": "checkbox", "id": key}
    return follow_up(
        {"key": "follow-up"},
        html.label({"key": "box", "class": "check"}, html.input(box), texts.FOLLOW_UP),
        html.div({"key": "date", "class": "follow-up-date"}, texts.FOLLOW_UP_DAY, date),
    )
