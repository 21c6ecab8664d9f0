"""The agent's page: the toolbar, and every open call in a tab of its own."""

from reactpy import Vdom, component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, use_query
from ui.icons import telephone
from ui.toolbar import Toolbar
from ui.workspace.tabs import Panels, TabList

CALL_USER = "gCallUser"

call_tabs = Vdom("call-tabs")


class Person(Answer, frozen=True):
    """The user in front of the page."""

    login_name: str
    full_name: str
    privileges: tuple[str, ...]


class MeAnswer(Answer, frozen=True):
    """The answer to ME."""

    me: Person


ME = Document("query Me { me { loginName fullName privileges } }", MeAnswer)


@component
def Desktop() -> VdomDict | Component:
    """Show the page of whoever is signed in."""
    answer = use_query(ME).answer
    if isinstance(answer, Loading):
        return html.div({"class": "page", "aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    me = answer.me
    takes_calls = CALL_USER in me.privileges
    return html.div(
        {"class": "page"},
        Toolbar(me.login_name, me.full_name, has_beacon=takes_calls),
        html.main({"class": "desktop"}, _workspaces() if takes_calls else _not_a_call_user()),
    )


def _workspaces() -> VdomDict:
    """Let the browser choose which tab is in front, at once and while the server is away."""
    return call_tabs(
        html.div({"key": "tabs", "class": "tab-bar"}, TabList()),
        html.div({"key": "panels", "class": "panels"}, Panels()),
        html.div(
            {"key": "empty", "class": "empty"},
            telephone(),
            html.h2(texts.NO_CALLS_TITLE),
            html.p(texts.NO_CALLS),
            html.p({"class": "when-up"}, texts.CONNECTED),
            html.p({"class": "when-down"}, texts.NOT_CONNECTED),
        ),
    )


def _not_a_call_user() -> VdomDict:
    return html.div(
        {"class": "empty"}, html.h2(texts.NOT_A_CALL_USER_TITLE), html.p(texts.NOT_A_CALL_USER)
    )
