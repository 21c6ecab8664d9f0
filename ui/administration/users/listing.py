"""A page of users, of whom many can be chosen for one change of privileges."""

from collections.abc import Callable, Sequence

from reactpy import Vdom, component, html, use_state
from reactpy.types import VdomDict

from ui import formats, texts
from ui.administration.addresses import Values, address, pager
from ui.administration.users.documents import (
    CHANGE_PRIVILEGES,
    ChangedPrivileges,
    UserAccount,
    Users,
)
from ui.client import Failed
from ui.components.badge import badge
from ui.components.button import button
from ui.components.changing import refusal_notice, use_change
from ui.components.empty import empty_state
from ui.components.field import choice_field
from ui.components.notices import Notices
from ui.components.table import Column, Row, table
from ui.events import BrowserEvent, choices_of, fields_of, submit

choose_all = Vdom("choose-all")


@component
def UserList(
    users: Users,
    found: Values,
    after: Sequence[str],
    refetch: Callable[[], None],
    notices: Notices,
) -> VdomDict:
    """Show the users, and what can be done with those that are chosen."""
    change, (refused, set_refused) = use_change(CHANGE_PRIVILEGES), use_state(_nobody)
    people = [edge.node for edge in users.edges]
    names = {user.id: user.full_name for user in people}

    async def apply(event: BrowserEvent) -> None:
        chosen, given = choices_of(event, "chosen"), fields_of(event)
        if not chosen:
            set_refused((texts.CHOOSE_USERS_FIRST,))
            return
        asked = {"users": chosen, given["what"]: [given["which"]]}
        result = await change.run(asked)
        if isinstance(result, ChangedPrivileges):
            set_refused(tuple(f"{names.get(r.user, '')}: {r.message}" for r in result.refused))
            refetch()
            if result.users:
                notices.say(texts.privileges_changed(len(result.users)))

    if not people:
        return empty_state(texts.NO_USERS_TITLE, texts.NO_USERS if found else texts.NO_USERS_YET)
    following = users.page_info.end_cursor if users.page_info.has_next_page else None
    return html.form(
        {"class": "chosen", "onSubmit": submit(apply, target="apply-privileges")},
        table(texts.USERS, _columns(), [_row(user) for user in people]),
        pager("users", found, after=after, following=following),
        _many(change.refusal, refused),
    )


def _columns() -> tuple[Column, ...]:
    return tuple(
        Column(title=title)
        for title in (
            texts.NAME,
            texts.LOGIN_NAME,
            texts.TEAM,
            texts.PRIVILEGES_TITLE,
            texts.TELEPHONY_LOGINS,
            texts.SIGNED_IN_LAST,
        )
    )


def _row(user: UserAccount) -> Row:
    box = html.input(
        {
            "type": "checkbox",
            "name": "chosen",
            "value": user.id,
            "aria-label": texts.choose(user.full_name),
        }
    )
    link = html.a({"href": address("users", {"user": user.id})}, user.full_name)
    state = "" if user.is_enabled else badge(texts.DISABLED, "danger")
    return Row(
        key=user.id,
        cells=(
            html.div({"class": "row-head"}, box, link, state),
            user.login_name,
            user.team.name if user.team else "",
            html.div({"class": "chips"}, *(badge(name) for name in user.privileges)),
            ", ".join(login.login for login in user.telephony_logins),
            formats.date_and_time(user.signed_in_at) if user.signed_in_at else texts.NEVER,
        ),
    )


def _many(refusal: Failed | None, refused: Sequence[str]) -> VdomDict:
    """Show what is done with the chosen ones."""
    everybody = html.label(
        {"class": "check"},
        choose_all({"of": "chosen"}, html.input({"type": "checkbox"})),
        html.span(texts.CHOOSE_ALL),
    )
    problems = html.ul(*(html.li({"key": each}, each) for each in refused))
    return html.fieldset(
        {"key": "many", "class": "many"},
        html.legend(texts.CHANGE_MANY),
        everybody,
        choice_field("what", texts.WHAT, texts.GRANT_OR_REVOKE),
        choice_field("which", texts.PRIVILEGE, {name: name for name in texts.PRIVILEGES}),
        button(texts.APPLY_TO_CHOSEN, type="submit"),
        refusal_notice(refusal),
        html.div({"key": "refused", "class": "failure", "role": "alert"}, problems)
        if refused
        else "",
    )


def _nobody() -> tuple[str, ...]:
    return ()
