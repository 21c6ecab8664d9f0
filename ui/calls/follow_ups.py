"""The viewer's own follow-ups: what is overdue, what is due today, what comes within a week."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.calls.board import Board
from ui.calls.documents import FOLLOW_UPS, FollowUp
from ui.calls.reading import use_fresh
from ui.client import Answer, Document, Failed, Loading, Variant, use_mutation
from ui.components.badge import badge
from ui.components.button import button
from ui.components.empty import empty_state
from ui.components.focus import keep_focus
from ui.events import BrowserEvent, listen
from ui.icons import clock

AHEAD = timedelta(days=7)


class CallRecord(Variant, frozen=True):
    """The record that is not to be followed up any more."""

    id: str


class Refusal(Variant, frozen=True):
    """Why it still is."""

    message: str


class DoneAnswer(Answer, frozen=True):
    """The answer to DONE."""

    amend_call_record: CallRecord | Refusal


DONE = Document(
    """
    mutation Done($id: ID!, $version: Int!) {
      amendCallRecord(id: $id, version: $version, followUpOn: null) {
        __typename ... on CallRecord { id } ... on Refusal { message }
      }
    }
    """,
    DoneAnswer,
)


@component
def FollowUps(board: Board) -> VdomDict | Component:
    """Show what is to be followed up, the oldest first."""
    today = formats.today()
    until = (today + AHEAD).isoformat()
    answer = use_fresh(board.changes, FOLLOW_UPS, {"until": until}).answer
    if isinstance(answer, Loading):
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    found = answer.follow_ups
    if not found:
        return keep_focus(empty_state(texts.NO_FOLLOW_UPS_TITLE, texts.NO_FOLLOW_UPS, icon=clock()))
    return keep_focus(
        _group("overdue", texts.OVERDUE, [each for each in found if _day(each) < today], board),
        _group("today", texts.TODAY, [each for each in found if _day(each) == today], board),
        _group("coming", texts.COMING, [each for each in found if _day(each) > today], board),
    )


def _day(record: FollowUp) -> date:
    return record.follow_up_on or date.max


def _group(key: str, title: str, records: Sequence[FollowUp], board: Board) -> VdomDict | str:
    if not records:
        return ""
    return html.section(
        {"key": key, "class": "follow-ups", "aria-label": title},
        html.h3({"class": "eyebrow", "tabIndex": -1}, title),
        html.ul(
            {"class": "entries"},
            *(
                html.li({"key": each.id, "class": "entry"}, Entry(each, board, key=each.id))
                for each in records
            ),
        ),
    )


@component
def Entry(record: FollowUp, board: Board) -> VdomDict:
    """Show one record, which can be looked at, and taken off the list."""
    problem, set_problem = use_state("")
    run = use_mutation(DONE)
    named: dict[str, Any] = {"aria-label": texts.done_with(record.name)}

    def show(_: BrowserEvent) -> None:
        board.show(record.call_id)

    async def finish(_: BrowserEvent) -> None:
        answer = await run({"id": record.id, "version": record.version})
        result = answer if isinstance(answer, Failed) else answer.amend_call_record
        set_problem("" if isinstance(result, CallRecord) else texts.refused(result.message))

    return html.div(
        {"class": "follow-up-entry"},
        html.div(
            {"class": "who"},
            html.button({"type": "button", "class": "link", "onClick": listen(show)}, record.name),
            html.span(
                {"class": "soft"},
                texts.joined(texts.due_on(formats.day(_day(record))), record.call_reason.name),
            ),
        ),
        html.p({"class": "first-line", "dir": "auto"}, record.notes.strip().partition("\n")[0]),
        badge(record.outcome.name) if record.outcome else "",
        button(texts.FOLLOW_UP_DONE, finish, **named),
        html.p({"key": "problem", "class": "failure", "role": "alert"}, problem) if problem else "",
    )
