"""All that is known of one call, in a dialog in front of the list."""

from datetime import datetime

from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.calls.board import Board
from ui.calls.documents import CALL_IN_FULL, CallInFull, Record
from ui.calls.opening import HeldCall, OpenCall
from ui.calls.reading import use_fresh
from ui.calls.trace import trace
from ui.client import Failed, Loading
from ui.components.addressing import use_address
from ui.components.badge import badge
from ui.components.button import button
from ui.components.dialog import form_dialog
from ui.events import BrowserEvent, EventFunction
from ui.workspace.amending import Amend
from ui.workspace.details import Details, line_dialled, verified
from ui.workspace.timer import timer

PARAMETER = "open"


@component
def OpenedCall(board: Board) -> VdomDict:
    """Show the call that the address names, once somebody has chosen one."""
    opened = use_address(PARAMETER)

    def show(call_id: str) -> None:
        opened.change(lambda _: (call_id,))

    def close() -> None:
        opened.change(lambda _: ())

    board.show = show
    call_id = "".join(opened.values[:1])
    return html.fragment(
        html.div({"key": "address"}, opened.element),
        html.div({"key": call_id}, CallDialog(call_id, board, lambda _: close(), key=call_id))
        if call_id
        else "",
    )


@component
def CallDialog(call_id: str, board: Board, close: EventFunction) -> VdomDict | Component:
    """Ask for the call, and again after each change."""
    answer = use_fresh(board.changes, CALL_IN_FULL, {"id": call_id}).answer
    if isinstance(answer, Loading):
        return html.fragment()
    call = None if isinstance(answer, Failed) else answer.inbound_call
    title = call.name if call else texts.DETAILS_OF_CALL
    if isinstance(answer, Failed):
        content = html.p({"class": "failure"}, texts.loading_failed(answer.message))
    elif call is None:
        content = html.p({"class": "soft"}, texts.NO_SUCH_CALL)
    else:
        content = _call(call, board)
    return form_dialog("call", title, content, close=texts.CLOSE, on_close=close)


def _call(call: CallInFull, board: Board) -> VdomDict:
    return html.div(
        {"key": call.id, "class": "call-in-full"},
        html.div({"key": "actions", "class": "page-of-call"}, *_actions(call, board)),
        _facts(call, board),
        html.div({"key": "details"}, Details(call.id, call.details)),
        html.section(
            {"key": "record", "aria-label": texts.RECORD},
            html.h3({"class": "eyebrow"}, texts.RECORD),
            RecordPart(call.record, board)
            if call.record
            else html.p({"class": "soft"}, texts.NO_RECORD),
        ),
        html.section(
            {"key": "trace", "aria-label": texts.WAY_OF_CALL},
            html.h3({"class": "eyebrow"}, texts.WAY_OF_CALL),
            trace(call.trace),
        ),
    )


def _actions(call: CallInFull, board: Board) -> tuple[VdomDict | Component | str, ...]:
    marks = [(call.is_by_hand, texts.BY_HAND), (call.is_test, texts.TEST_CALL)]
    badges = [badge(each.label, "good") for each in verified(call.details)]
    badges += [badge(text) for is_so, text in marks if is_so]
    if call.held_workspace:
        return (*badges, HeldCall(call.held_workspace))
    if board.may_open(call):
        return (*badges, OpenCall(call.id, call.name, "primary"))
    return tuple(badges)


def _facts(call: CallInFull, board: Board) -> VdomDict:
    line = line_dialled(call.details)
    facts: list[tuple[str, VdomDict | str | None]] = [
        (texts.NUMBER_OF_CALL, _number(call)),
        (line.label if line else "", line.written if line else None),
        (texts.AGENT_OF_CALL, html.span({"dir": "auto"}, call.user.full_name)),
        (texts.REASON, _reason(call)),
        (texts.SOURCE, call.source),
        (texts.BEGAN, _moment(call.connected_at)),
        (texts.CLICKED, _moment(call.clicked_at)),
        (texts.OPENED, _moment(call.opened_at) if not call.clicked_at else None),
        (texts.CALL_ENDED, _end(call)),
        (texts.TALK_TIME, _talk(call)),
        (texts.EARLIER_CALL, _other(call.transferred_from, board)),
        (texts.LATER_CALL, _other(call.continued_in, board)),
    ]
    pairs = [
        (html.dt({"key": f"{label}:label"}, label), html.dd({"key": label}, value))
        for label, value in facts
        if value
    ]
    return html.dl({"key": "facts", "class": "facts"}, *(part for pair in pairs for part in pair))


def _number(call: CallInFull) -> str:
    if call.is_number_withheld:
        return texts.NUMBER_WITHHELD if call.phone_number else texts.NUMBER_NOT_SENT
    return call.number


def _reason(call: CallInFull) -> VdomDict:
    received = call.reason_id_received
    told = texts.reason_received(received) if received and received != call.call_reason.id else ""
    return html.span(
        html.span({"dir": "auto"}, call.call_reason.name),
        html.span({"class": "soft received"}, told) if told else "",
    )


def _moment(at: datetime | None) -> VdomDict | None:
    if at is None:
        return None
    return html.time({"dateTime": at.isoformat()}, formats.date_and_time(at))


def _end(call: CallInFull) -> VdomDict | str:
    if call.ended_at is None:
        return texts.STILL_RUNNING
    how = texts.END_CAUSES.get(call.end_cause or "", "")
    return html.span(_moment(call.ended_at), html.span({"class": "soft received"}, how))


def _talk(call: CallInFull) -> VdomDict | str | None:
    if call.ended_at is None:
        return timer(call.connected_at, None)
    return None if call.talk_time is None else formats.duration(call.talk_time)


def _other(call_id: str | None, board: Board) -> VdomDict | None:
    if call_id is None:
        return None

    def show(_: BrowserEvent) -> None:
        board.show(call_id)

    return button(texts.ANOTHER_CALL, show, is_small=True)


@component
def RecordPart(record: Record, board: Board) -> VdomDict:
    """Show what was saved; whoever may change it can amend it."""
    is_amending, set_amending = use_state(False)
    is_own = record.user.login_name == board.login_name and board.takes_calls
    answered = record.answered_questions
    pairs = [
        (html.dt({"key": f"{each.question}:label", "dir": "auto", "lang": each.language or None}, each.label),
         html.dd({"key": each.question, "dir": "auto"}, each.value))
        for each in answered
    ]  # fmt: skip
    return html.div(
        {"class": "saved-record"},
        html.p(
            {"key": "head", "class": "record-head"},
            badge(record.outcome.name) if record.outcome else "",
            html.span(
                {"class": "soft"},
                texts.joined(
                    record.user.full_name,
                    formats.date_and_time(record.saved_at),
                    texts.follow_up_due(formats.day(record.follow_up_on))
                    if record.follow_up_on
                    else "",
                ),
            ),
        ),
        html.p({"key": "notes", "class": "whole", "dir": "auto"}, record.notes)
        if record.notes.strip()
        else html.p({"key": "notes", "class": "soft"}, texts.NO_NOTES),
        html.dl({"key": "answers", "class": "facts"}, *(part for pair in pairs for part in pair))
        if pairs
        else "",
        button(texts.AMEND, lambda _: set_amending(True)) if is_own or board.is_supervisor else "",
        Amend(record.id, lambda: set_amending(False)) if is_amending else "",
    )
