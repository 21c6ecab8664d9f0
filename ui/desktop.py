"""The agent's page: every open call in a tab of its own."""

from reactpy import Vdom, component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.components.empty import empty_state
from ui.frame import Frame, Person
from ui.navigation import CALL_USER
from ui.workspace.finished import FinishedCalls
from ui.workspace.new_call import NewCall
from ui.workspace.nothing_open import nothing_open
from ui.workspace.notices import Notices, use_board
from ui.workspace.tabs import Panels, TabList
from ui.workspace.unopened import UnopenedCalls

HOME = "/"

call_tabs = Vdom("call-tabs")


@component
def Desktop() -> Component:
    """Show the desktop of whoever is signed in."""
    return Frame(_content, here=HOME, kind="desktop")


def _content(me: Person) -> VdomDict | Component:
    if CALL_USER in me.privileges:
        return Workspaces(me.privileges)
    return empty_state(texts.NOT_A_CALL_USER_TITLE, texts.NOT_A_CALL_USER, is_whole_page=True)


@component
def Workspaces(privileges: tuple[str, ...]) -> VdomDict:
    """Let the browser choose which tab is in front, at once and while the server is away."""
    board = use_board()
    return call_tabs(
        html.div(
            {"key": "tabs", "class": "tab-bar"},
            TabList(),
            html.div(
                {"class": "tab-actions"}, UnopenedCalls(board), FinishedCalls(board), NewCall(board)
            ),
        ),
        html.div({"key": "panels", "class": "panels"}, Panels(board)),
        nothing_open(privileges),
        html.div({"key": "notices"}, Notices(board)),
    )
