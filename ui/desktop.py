"""The agent's page: every open call in a tab of its own."""

from reactpy import Vdom, component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.components.empty import empty_state
from ui.frame import Frame, Person
from ui.icons import telephone
from ui.navigation import CALL_USER
from ui.workspace.tabs import Panels, TabList

HOME = "/"

call_tabs = Vdom("call-tabs")


@component
def Desktop() -> Component:
    """Show the desktop of whoever is signed in."""
    return Frame(_content, here=HOME, kind="desktop")


def _content(me: Person) -> VdomDict:
    if CALL_USER in me.privileges:
        return _workspaces()
    return empty_state(texts.NOT_A_CALL_USER_TITLE, texts.NOT_A_CALL_USER, is_whole_page=True)


def _workspaces() -> VdomDict:
    """Let the browser choose which tab is in front, at once and while the server is away."""
    return call_tabs(
        html.div({"key": "tabs", "class": "tab-bar"}, TabList()),
        html.div({"key": "panels", "class": "panels"}, Panels()),
        empty_state(
            texts.NO_CALLS_TITLE,
            texts.NO_CALLS,
            html.p({"class": "when-up"}, texts.CONNECTED),
            html.p({"class": "when-down"}, texts.NOT_CONNECTED),
            html.p({"class": "alerts-off"}, texts.ALERTS_ARE_OFF),
            html.p({"class": "alerts-on"}, texts.ALERTS_ARE_ON),
            icon=telephone(),
            is_whole_page=True,
        ),
    )
