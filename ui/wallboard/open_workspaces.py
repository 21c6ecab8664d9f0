"""The dialog about an agent, or about all of them: which workspaces are open there, and taking them over."""

from collections.abc import Callable, Sequence

from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.client import Failed, Loading, use_query
from ui.components.addressing import use_address
from ui.components.badge import badge
from ui.components.dialog import form_dialog
from ui.components.table import Column, Row, table
from ui.dependable import use_task
from ui.events import EventFunction
from ui.parts import use_part
from ui.wallboard.agents import doing
from ui.wallboard.board import Board
from ui.wallboard.documents import OPEN_WORKSPACES, OpenWorkspace, State
from ui.wallboard.taking_over import Taken, caller_id, take_over, taken_notice
from ui.workspace.call_end import EndCall

PARAMETER, EVERYBODY = "agent", "all"


@component
def OpenedAgent(board: Board) -> VdomDict:
    """Show the agent that the address names, once somebody has chosen one."""
    opened = use_address(PARAMETER)
    agent_id = "".join(opened.values[:1])

    def show(chosen: str) -> None:
        opened.change(lambda _: (chosen,))

    def close() -> None:
        opened.change(lambda _: ())

    board.show = show
    return html.fragment(
        html.div({"key": "address"}, opened.element),
        html.div({"key": agent_id}, AgentDialog(agent_id, board, lambda _: close(), key=agent_id))
        if agent_id
        else "",
    )


@component
def AgentDialog(agent_id: str, board: Board, close: EventFunction) -> VdomDict:
    """Show what the agent does, and the open workspaces; with EVERYBODY those of all agents."""
    state = use_part(board.agents, lambda agents: agents.states.get(agent_id))
    return form_dialog(
        "agent",
        state.user.full_name if state else texts.OPEN_WORKSPACES,
        html.div({"key": "doing", "class": "agent-doing"}, *(_doing(state) if state else ())),
        html.div({"key": "workspaces"}, Workspaces(agent_id, board)),
        close=texts.CLOSE,
        on_close=close,
    )


def _doing(state: State) -> tuple[VdomDict | Component, ...]:
    call = state.inbound_call
    if call is None:
        return (doing(state),)
    return (doing(state), html.div({"key": call.id}, EndCall(call.id, is_running_too_long=False)))


@component
def Workspaces(agent_id: str, board: Board) -> VdomDict | Component:
    """List what is open; it is read again when the agent does something else, and when the figures change."""
    taken, set_taken = use_state(tuple[Taken, ...]())
    of = {} if agent_id == EVERYBODY else {"agent": agent_id}
    query = use_query(OPEN_WORKSPACES, of)
    changed = (
        use_part(board.agents, lambda agents: agents.states.get(agent_id)),
        use_part(board.hour, lambda hour: hour),
        len(taken),
    )
    is_ready = not isinstance(query.answer, Loading)

    async def ask_again() -> None:
        if is_ready:
            query.refetch()

    use_task(ask_again, [is_ready, changed])
    if isinstance(query.answer, Loading):
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    if isinstance(query.answer, Failed):
        return html.p({"class": "failure"}, texts.loading_failed(query.answer.message))

    def note(one: Taken) -> None:
        set_taken(lambda before: (*before, one))

    rest = [each for each in query.answer.open_workspaces if each.id not in {t.id for t in taken}]
    return html.fragment(
        html.div({"key": "taken", "role": "status"}, *(taken_notice(each) for each in taken)),
        html.div({"key": "list"}, *_listed(rest, board, note, is_of_all=agent_id == EVERYBODY)),
    )


def _listed(
    workspaces: Sequence[OpenWorkspace],
    board: Board,
    note: Callable[[Taken], None],
    *,
    is_of_all: bool,
) -> tuple[VdomDict | str, ...]:
    if not workspaces:
        return (html.p({"class": "soft"}, texts.NOTHING_LEFT_OPEN),)
    titles = [texts.CALLER, texts.OPENED, texts.LAST_TYPED]
    columns = [Column(title=title) for title in titles]
    if board.may_take_over:
        columns.append(Column(title=texts.TAKE_OVER, is_number=True))
    rows = [_row(each, note, is_of_all=is_of_all, width=len(columns)) for each in workspaces]
    hint = "" if board.may_take_over else html.p({"class": "soft"}, texts.TAKING_OVER_NEEDS)
    return (table(texts.OPEN_WORKSPACES, columns, rows), hint)


def _row(
    workspace: OpenWorkspace, note: Callable[[Taken], None], *, is_of_all: bool, width: int
) -> Row:
    typed_at = workspace.last_typed_at
    cells: list[VdomDict | Component | str] = [
        html.div(
            {"class": "who"},
            html.span({"id": caller_id(workspace), "dir": "auto"}, workspace.inbound_call.name),
            html.span({"class": "soft", "dir": "auto"}, workspace.user.full_name)
            if is_of_all
            else "",
            "" if workspace.is_agent_enabled else badge(texts.AGENT_DISABLED, "danger"),
        ),
        formats.time(workspace.opened_at),
        formats.time(typed_at) if typed_at else texts.NOTHING_TYPED,
        take_over(workspace, note),
    ]
    return Row(key=workspace.id, cells=cells[:width])
