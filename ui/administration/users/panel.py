"""Users and teams: a searched list with many to a page, what is new in front of it, the teams behind it."""

from collections.abc import Callable

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.administration.addresses import AFTER, Asked, search_form, use_asked
from ui.administration.reading import not_there, use_followed_query
from ui.administration.users.account import Account
from ui.administration.users.creation import NewUser
from ui.administration.users.documents import USERS, UserWithPassword
from ui.administration.users.importing import ImportUsers
from ui.administration.users.listing import UserList
from ui.administration.users.teams import TEAMS, Team, TeamList
from ui.client import Failed, Loading
from ui.components.addressing import use_address
from ui.components.editing import opener_button
from ui.components.field import choice_field, text_field
from ui.components.notices import Notices
from ui.components.told_once import told_once

PART = "users"
PAGE = 25
NEW = "user"


@component
def Users(notices: Notices) -> VdomDict:
    """Show one user, if the address names one, else all of them and the teams."""
    asked = use_asked()
    if asked("user"):
        return html.div(Account(asked("user"), notices))
    return html.div(
        {"class": "entry-panel"},
        Everybody(asked, notices),
        TeamList(notices),
    )


@component
def Everybody(asked: Asked, notices: Notices) -> VdomDict:
    """Show the users that the address asks for."""
    query, teams = use_followed_query(USERS, _variables(asked)), use_followed_query(TEAMS)
    opened, (made, set_made) = use_address("new"), use_state(_nobody)
    answer = query.answer
    names = () if isinstance(teams.answer, Loading | Failed) else teams.answer.teams

    def created(user: UserWithPassword) -> None:
        opened.close(NEW)
        query.refetch()
        teams.refetch()
        set_made(user if user.password else None)
        notices.say(texts.user_created(user.user.login_name))

    return html.div(
        opened.element,
        html.div(
            {"key": "bar", "class": "panel-bar"},
            html.p({"class": "soft"}, texts.USERS_HINT),
            html.div(
                {"class": "actions"},
                ImportUsers(query.refetch),
                opener_button(
                    texts.NEW_USER, "new-user", lambda _: opened.open(NEW), **{"class": "primary"}
                ),
            ),
        ),
        _password(made, lambda: set_made(None)),
        html.section(
            {"key": "new", "class": "entry", "aria-label": texts.NEW_USER},
            html.h3(texts.NEW_USER),
            NewUser([team.name for team in names], created, close=lambda: opened.close(NEW)),
        )
        if NEW in opened.values
        else "",
        _search(asked, names),
        not_there(answer)
        if isinstance(answer, Loading | Failed)
        else UserList(answer.users, _found(asked), asked.all(AFTER), query.refetch, notices),
    )


def _password(made: UserWithPassword | None, close: Callable[[], None]) -> VdomDict | str:
    if made is None or made.password is None:
        return ""
    return told_once(
        "password",
        texts.password_of(made.user.login_name),
        made.password,
        texts.PASSWORD_ONCE,
        lambda _: close(),
    )


def _search(asked: Asked, teams: tuple[Team, ...]) -> VdomDict:
    any_team = {"": texts.ANY_TEAM, **{team.id: team.name for team in teams}}
    any_privilege = {"": texts.ANY_PRIVILEGE, **{name: name for name in texts.PRIVILEGES}}
    return search_form(
        PART,
        text_field("search", texts.FIND_USER, type="search", defaultValue=asked("search")),
        choice_field("team", texts.TEAM, any_team, chosen=asked("team")),
        choice_field("privilege", texts.PRIVILEGE, any_privilege, chosen=asked("privilege")),
        choice_field("state", texts.STATE, texts.USER_STATES, chosen=asked("state")),
        label=texts.SEARCH_USERS,
        found=_found(asked),
    )


def _found(asked: Asked) -> dict[str, str]:
    return asked.some("search", "team", "privilege", "state")


def _variables(asked: Asked) -> dict[str, object]:
    ends = asked.all(AFTER)
    return {
        "search": asked("search") or None,
        "team": asked("team") or None,
        "privilege": asked("privilege") or None,
        "isEnabled": {"enabled": True, "disabled": False}.get(asked("state")),
        "first": PAGE,
        "after": ends[-1] if ends else None,
    }


def _nobody() -> UserWithPassword | None:
    return None
