"""What one user may do."""

from collections.abc import Callable

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.administration.privileges import privilege_boxes, ticked
from ui.administration.users.documents import CHANGE_PRIVILEGES, ChangedPrivileges, UserAccount
from ui.components.button import button
from ui.components.changing import refusal_notice, use_change
from ui.components.notices import Notices
from ui.events import BrowserEvent, fields_of, submit

BOXES = "privilege"


@component
def Privileges(user: UserAccount, refetch: Callable[[], None], notices: Notices) -> VdomDict:
    """Show a check box for each privilege; a change holds at once, for open pages too."""
    change, (refused, set_refused) = use_change(CHANGE_PRIVILEGES), use_state("")

    async def save(event: BrowserEvent) -> None:
        wanted = set(ticked(fields_of(event), BOXES))
        grant, revoke = wanted - set(user.privileges), set(user.privileges) - wanted
        asked = {"users": [user.id], "grant": sorted(grant), "revoke": sorted(revoke)}
        result = await change.run(asked)
        if not isinstance(result, ChangedPrivileges):
            return
        set_refused(" ".join(each.message for each in result.refused))
        refetch()
        if not result.refused:
            notices.say(texts.saved(user.full_name))

    return html.section(
        {"class": "card", "aria-labelledby": "privileges"},
        html.h4({"id": "privileges"}, texts.PRIVILEGES_TITLE),
        html.form(
            {"class": "edit", "onSubmit": submit(save, target="save-privileges")},
            privilege_boxes(BOXES, texts.MAY, user.privileges, is_labelled=False),
            refusal_notice(change.refusal),
            html.p({"key": "refused", "class": "failure", "role": "alert"}, refused)
            if refused
            else "",
            html.div(
                {"key": "actions", "class": "actions"},
                button(texts.SAVE_PRIVILEGES, kind="primary", type="submit"),
            ),
        ),
    )
