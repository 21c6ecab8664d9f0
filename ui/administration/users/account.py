"""One user: who it is, what the user may do, under which extensions, and whether the user may sign in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reactpy import component, html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.administration.addresses import address
from ui.administration.reading import not_there, use_followed_query
from ui.administration.users.access import Access
from ui.administration.users.documents import UPDATE, USER, Named, UserAccount
from ui.administration.users.logins import Logins
from ui.administration.users.privileges import Privileges
from ui.client import Failed, Loading
from ui.components.addressing import use_address
from ui.components.badge import badge
from ui.components.changing import OwnChanges, use_own_changes
from ui.components.editing import opener_button, use_editor
from ui.components.empty import empty_state
from ui.components.facts import fact
from ui.components.field import choice_field, text_field
from ui.components.notices import Notices

EDIT = "profile"


@component
def Account(user_id: str, notices: Notices) -> VdomDict:
    """Show the user of this id, and hear every few seconds what others change."""
    query = use_followed_query(USER, {"id": user_id})
    answer, own = query.answer, use_own_changes()
    back = html.p({"key": "back"}, html.a({"href": address("users")}, texts.ALL_USERS))
    if isinstance(answer, Loading | Failed):
        return html.div(back, not_there(answer))
    user = answer.user
    if user is None:
        return html.div(back, empty_state(texts.NO_SUCH_USER_TITLE, texts.NO_SUCH_USER))
    return html.div(
        {"class": "account"},
        back,
        html.div(
            {"key": "name", "class": "account-name"},
            html.h3(user.full_name),
            badge(texts.ENABLED, "good") if user.is_enabled else badge(texts.DISABLED, "danger"),
        ),
        html.div(
            {"key": "parts", "class": "cards"},
            Profile(user, answer.teams, own, notices, query.refetch),
            Privileges(user, query.refetch, notices),
            Logins(user, answer.telephony_sources, query.refetch),
            Access(user, query.refetch, notices),
        ),
    )


@component
def Profile(
    user: UserAccount,
    teams: Sequence[Named],
    own: OwnChanges,
    notices: Notices,
    refetch: Callable[[], None],
) -> VdomDict:
    """Show who it is, and the form while it is open."""
    opened = use_address("edit")
    is_open = EDIT in opened.values
    close = lambda: opened.close(EDIT)  # noqa: E731  # said twice below
    return html.section(
        {"class": "card", "aria-labelledby": "profile"},
        opened.element,
        html.h4({"id": "profile"}, texts.PROFILE),
        html.dl(
            {"class": "entry-facts"},
            fact(texts.LOGIN_NAME, html.code(user.login_name)),
            fact(texts.EMAIL, user.email or texts.NOTHING),
            fact(texts.TEAM, user.team.name if user.team else texts.NOTHING),
            fact(texts.CREATED, formats.date(user.created_at)),
            fact(
                texts.SIGNED_IN_LAST,
                formats.date_and_time(user.signed_in_at) if user.signed_in_at else texts.NEVER,
            ),
        ),
        html.div(
            {"key": "open"},
            opener_button(
                texts.EDIT,
                "edit-profile",
                lambda _: opened.toggle(EDIT),
                **{"aria-expanded": str(is_open).lower(), "aria-describedby": "profile"},
            ),
        ),
        ProfileForm(user, teams, own, notices, refetch=refetch, close=close) if is_open else "",
    )


@component
def ProfileForm(
    user: UserAccount,
    teams: Sequence[Named],
    own: OwnChanges,
    notices: Notices,
    *,
    refetch: Callable[[], None],
    close: Callable[[], None],
) -> VdomDict:
    """Change name, e-mail and team over the version that was on screen."""

    def saved() -> None:
        refetch()
        close()
        notices.say(texts.saved(user.full_name))

    editor = use_editor(
        UPDATE, subject=user.id, version=user.version, own=own, read=_read, saved=saved
    )
    names, team = editor.names, user.team
    choices = {"": texts.NO_TEAM, **{each.id: each.name for each in teams}}
    return editor.form(
        text_field(names("name"), texts.FULL_NAME, defaultValue=user.full_name, required=True),
        text_field(names("email"), texts.EMAIL, defaultValue=user.email, inputMode="email"),
        choice_field(names("team"), texts.TEAM, choices, chosen=team.id if team else ""),
        opener="edit-profile",
        stored={
            texts.FULL_NAME: user.full_name,
            texts.EMAIL: user.email,
            texts.TEAM: team.name if team else "",
        },
        cancel=lambda _: close(),
    )


def _read(given: Mapping[str, str]) -> dict[str, Any]:
    return {
        "user": {
            "fullName": given.get("name", "").strip(),
            "email": given.get("email", "").strip(),
            "team": given.get("team") or None,
        }
    }
