"""The page of calls: own ones, and for supervisors those of the teams."""

from reactpy import component, html, use_connection, use_ref
from reactpy.types import Component, VdomDict

from ui import texts
from ui.calls.asking import PATH, asked_by
from ui.calls.board import Board
from ui.calls.detail import OpenedCall
from ui.calls.follow_ups import FollowUps
from ui.calls.listing import UnopenedCalls, call_list
from ui.calls.reading import Changes
from ui.components.empty import empty_state
from ui.components.tabs import Tab, tabs
from ui.frame import Frame, Person
from ui.icons import telephone
from ui.navigation import CALL_USER, SUPERVISOR

CALLS = PATH


@component
def Calls() -> Component:
    """Show the calls of whoever is signed in."""
    return Frame(_content, here=CALLS, kind="calls")


def _content(me: Person) -> VdomDict | Component:
    if CALL_USER in me.privileges or SUPERVISOR in me.privileges:
        return Lists(me.login_name, me.privileges)
    return empty_state(
        texts.NOT_FOR_CALLS_TITLE, texts.NOT_FOR_CALLS, icon=telephone(), is_whole_page=True
    )


@component
def Lists(login_name: str, privileges: tuple[str, ...]) -> VdomDict:
    """Show the lists in tabs, and what they share."""
    asked = asked_by(use_connection().location.query_string)
    board: Board = use_ref(Board(login_name, privileges)).current
    due = [_tab("follow-ups", texts.FOLLOW_UPS, FollowUps(board))] if board.takes_calls else []
    return html.fragment(
        html.h1({"key": "head", "class": "visually-hidden"}, texts.CALLS),
        html.div(
            {"key": "lists"},
            tabs(
                texts.CALLS,
                _tab("calls", texts.CALLS, call_list(asked, board)),
                _tab("unopened", texts.UNOPENED_CALLS, UnopenedCalls(board)),
                *due,
                parameter="tab",
            ),
        ),
        html.div({"key": "opened"}, OpenedCall(board)),
        html.div({"key": "changes", "hidden": True}, Changes(board.changes)),
    )


def _tab(key: str, label: str, content: VdomDict | Component) -> Tab:
    """Put the tab's name above its content for those who go from heading to heading."""
    heading = html.h2({"key": "heading", "class": "visually-hidden"}, label)
    return Tab(
        key=key, label=label, content=html.fragment(heading, html.div({"key": key}, content))
    )
