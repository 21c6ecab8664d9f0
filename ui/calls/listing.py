"""The lists of calls: what is filtered, a page at a time, and what nobody has opened."""

from collections.abc import Sequence

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.calls.asking import Asked
from ui.calls.board import Board
from ui.calls.documents import CALLS_FOUND, CallInList, PageInfo
from ui.calls.filters import Filters
from ui.calls.opening import OpenCall
from ui.calls.reading import use_fresh
from ui.client import Failed, Loading
from ui.components.badge import badge
from ui.components.empty import empty_state
from ui.components.table import Column, Row, table
from ui.events import BrowserEvent, listen
from ui.icons import telephone, tray
from ui.workspace.timer import timer

PAGE = 50
MOST = 100  # that the schema gives at once


def call_list(asked: Asked, board: Board) -> VdomDict:
    """Show the filters, and below them what they find."""
    return html.fragment(
        html.div({"key": "filters"}, Filters(asked, board.is_supervisor)),
        html.div({"key": "list"}, FoundCalls(asked, board)),
    )


@component
def FoundCalls(asked: Asked, board: Board) -> VdomDict | Component:
    """Show a page of the calls that are asked for; the newest stay the newest."""
    variables = {"first": PAGE, **asked.variables}
    if asked.after:
        variables["after"] = asked.after
    answer = use_fresh(board.changes, CALLS_FOUND, variables).answer
    if isinstance(answer, Loading):
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    page = answer.inbound_calls
    if not page.edges:
        return _nothing(asked)
    return html.fragment(
        _table(texts.LIST_OF_CALLS, [edge.node for edge in page.edges], board, can_open=False),
        _pages(asked, page.page_info),
    )


@component
def UnopenedCalls(board: Board) -> VdomDict | Component:
    """Show the calls without a workspace; the own ones can be opened."""
    answer = use_fresh(board.changes, CALLS_FOUND, {"first": MOST, "isOpened": False}).answer
    if isinstance(answer, Loading):
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    page = answer.inbound_calls
    if not page.edges:
        return empty_state(texts.ALL_OPENED_TITLE, texts.ALL_OPENED, icon=tray())
    return html.fragment(
        _table(texts.LIST_OF_UNOPENED, [edge.node for edge in page.edges], board, can_open=True),
        html.p({"class": "soft"}, texts.newest_shown(MOST)) if page.page_info.has_next_page else "",
    )


def _nothing(asked: Asked) -> VdomDict:
    if not asked.filters and not asked.after:
        return empty_state(texts.NO_CALLS_YET_TITLE, texts.NO_CALLS_YET, icon=telephone())
    return empty_state(texts.NO_CALLS_FOUND_TITLE, texts.NO_CALLS_FOUND, icon=telephone())


def _table(caption: str, calls: Sequence[CallInList], board: Board, *, can_open: bool) -> VdomDict:
    titles = [texts.CALLER, texts.WHEN, texts.AGENT_OF_CALL, texts.REASON, texts.STATE_OF_CALL]
    if not board.is_supervisor:
        titles.remove(texts.AGENT_OF_CALL)
    columns = [Column(title=title) for title in titles]
    columns.append(Column(title=texts.DURATION, is_number=True))
    if can_open and any(board.may_open(call) for call in calls):
        columns.append(Column(title=texts.OPEN, is_number=True))
    return table(caption, columns, [_row(call, board, len(columns)) for call in calls])


def _row(call: CallInList, board: Board, width: int) -> Row:
    agent = [html.span({"dir": "auto"}, call.user.full_name)] if board.is_supervisor else []
    cells: list[VdomDict | Component | str] = [
        _caller(call, board),
        html.time(
            {"dateTime": call.connected_at.isoformat(), "class": "when"},
            formats.date_and_time(call.connected_at),
        ),
        *agent,
        html.span({"dir": "auto"}, call.call_reason.name),
        html.span({"class": "states"}, *_states(call)),
        duration_of(call),
        OpenCall(call.id, call.name) if board.may_open(call) else "",
    ]
    return Row(key=call.id, cells=cells[:width])


def _caller(call: CallInList, board: Board) -> VdomDict:
    def show(_: BrowserEvent) -> None:
        board.show(call.id)

    number = call.number if call.number != call.name else ""
    return html.div(
        {"class": "who"},
        html.button({"type": "button", "class": "link", "onClick": listen(show)}, call.name),
        html.span({"class": "soft"}, number) if number else "",
    )


def duration_of(call: CallInList) -> VdomDict | str:
    """Show how long a call took or has been running; nothing where its end was never told."""
    if call.ended_at is None:
        return timer(call.connected_at, None)
    length = formats.duration(call.talk_time) if call.talk_time is not None else "–"
    return html.span({"class": "length"}, length)


def _states(call: CallInList) -> list[VdomDict]:
    is_test = [badge(texts.TEST_CALL)] if call.is_test else []
    return [_state(call), *is_test]


def _state(call: CallInList) -> VdomDict:
    """Say what has become of it."""
    if call.record:
        outcome = call.record.outcome
        return badge(outcome.name) if outcome else _soft(texts.SAVED)
    if call.opened_at is None:
        return badge(texts.NOT_OPENED, "danger") if call.ended_at else badge(texts.WAITING, "good")
    held = call.held_workspace.status if call.held_workspace else ""
    names = {"OPEN": texts.IS_OPEN, "DISCARDED": texts.DISCARDED}
    return _soft(names.get(held, texts.NOT_SAVED))


def _soft(text: str) -> VdomDict:
    return html.span({"class": "soft"}, text)


def _pages(asked: Asked, info: PageInfo) -> VdomDict | str:
    if not asked.after and not info.has_next_page:
        return ""
    older = {"class": "button plain", "href": asked.page(info.end_cursor or ""), "rel": "next"}
    return html.nav(
        {"class": "pager", "aria-label": texts.PAGES_OF_CALLS},
        html.a({"class": "button plain", "href": asked.page()}, texts.NEWEST)
        if asked.after
        else "",
        html.a(older, texts.OLDER) if info.has_next_page else "",
    )
