"""The wallboard, for supervisors: everything on it can be asked for by tools in the same way."""

from reactpy import component, html, use_ref
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Failed
from ui.components.button import button
from ui.components.empty import empty_state
from ui.frame import Frame, Person
from ui.icons import tray
from ui.items import use_items
from ui.navigation import SUPERVISOR
from ui.parts import use_part
from ui.wallboard.agents import team_section
from ui.wallboard.board import Board
from ui.wallboard.counts import Counts
from ui.wallboard.documents import LAST_HOUR, STATES, HourAnswer, StatesAnswer
from ui.wallboard.hour import LastHour
from ui.wallboard.open_workspaces import EVERYBODY, OpenedAgent

WALLBOARD = "/wallboard"


@component
def Wallboard() -> Component:
    """Show the wallboard to whoever is signed in."""
    return Frame(_content, here=WALLBOARD, kind="wallboard")


def _content(me: Person) -> VdomDict | Component:
    if SUPERVISOR in me.privileges:
        return Parts(me.privileges)
    return empty_state(
        texts.NOT_FOR_WALLBOARD_TITLE, texts.NOT_FOR_WALLBOARD, icon=tray(), is_whole_page=True
    )


@component
def Parts(privileges: tuple[str, ...]) -> VdomDict:
    """Put the parts of the page beside each other; each is rendered for what it shows alone."""
    board: Board = use_ref(Board(privileges)).current
    return html.fragment(
        html.div(
            {"key": "head", "class": "wallboard-head"},
            html.h1(texts.WALLBOARD),
            button(texts.OPEN_WORKSPACES, lambda _: board.show(EVERYBODY)),
        ),
        html.div({"key": "news"}, News(board)),
        html.div({"key": "counts"}, Counts(board)),
        html.div({"key": "agents", "class": "wallboard-agents"}, Agents(board)),
        html.div({"key": "hour", "class": "wallboard-hour"}, LastHour(board.hour)),
        html.div({"key": "opened"}, OpenedAgent(board)),
    )


@component
def News(board: Board) -> VdomDict:
    """Follow what there is to follow, once for all parts, and say when it has stopped."""

    def take_states(answer: StatesAnswer) -> None:
        board.take_states(answer.user_call_states)

    def take_hour(answer: HourAnswer) -> None:
        board.hour.put(answer.last_hour)

    troubles = (use_items(STATES, take_states), use_items(LAST_HOUR, take_hour))
    failed = next((each for each in troubles if isinstance(each, Failed)), None)
    return html.div(
        {"role": "status"},
        html.p({"class": "failure"}, texts.updates_stopped(failed.message)) if failed else "",
    )


@component
def Agents(board: Board) -> VdomDict:
    """Show the teams with their agents, who stay where they are whatever they do."""
    teams = use_part(board.agents, lambda agents: agents.teams)
    if teams is None:
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    if not teams:
        return empty_state(texts.NO_AGENTS_TITLE, texts.NO_AGENTS, icon=tray())
    return html.fragment(*(team_section(team, ids, board) for team, ids in teams))
