"""The agents of a team, a tile for each: the name, what the agent does, and for how long."""

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.events import listen
from ui.parts import use_part
from ui.wallboard.board import Board
from ui.wallboard.documents import State
from ui.workspace.timer import timer


def team_section(team: str | None, ids: tuple[str, ...], board: Board) -> VdomDict:
    """Show a team."""
    name = team or texts.WITHOUT_TEAM
    return html.section(
        {"key": team or "", "class": "team", "aria-label": name},
        html.h2(
            html.span({"dir": "auto"}, name),
            " ",
            html.span({"class": "soft"}, texts.agents_in_team(len(ids))),
        ),
        html.ul(*(AgentTile(id, board, key=id) for id in ids)),
    )


@component
def AgentTile(id: str, board: Board) -> VdomDict:
    """Show one agent; a click shows which workspaces are open there."""
    state = use_part(board.agents, lambda agents: agents.states.get(id))
    if state is None:
        return html.li()
    name = state.user.full_name
    return html.li(
        {"class": "agent-tile", "data-status": state.status},
        html.button(
            {
                "type": "button",
                "class": "link",
                "dir": "auto",
                "onClick": listen(lambda _: board.show(id)),
            },
            name,
        ),
        doing(state),
    )


def doing(state: State) -> VdomDict:
    """Say what an agent does and for how long; the browser counts on, and says when it has been too long."""
    return html.p(
        {"class": "doing", "data-status": state.status},
        html.span({"class": "agent-status"}, texts.AGENT_STATUSES.get(state.status, state.status)),
        " ",
        timer(state.since, None, late_from=state.runs_too_long_from),
        html.strong({"class": "late-mark"}, texts.TOO_LONG),
    )
