"""The dialog that amends a saved call record; the audit trail keeps what it was."""

from collections.abc import Callable
from datetime import date
from typing import Any

from reactpy import Vdom, component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, Variant, use_mutation, use_query
from ui.components.field import long_text_field
from ui.components.form_dialog import form_dialog
from ui.events import BrowserEvent, fields_of
from ui.workspace.follow_up import follow_up_choice
from ui.workspace.outcome import Outcome, outcome_options

KEY = "amend"
LINES = 8

kept_form = Vdom("kept-form")


class User(Answer, frozen=True):
    """Who amends: the next user of the browser tab is not shown what this one typed."""

    login_name: str


class Record(Answer, frozen=True):
    """A saved record, as far as it can be amended here."""

    version: int
    notes: str
    follow_up_on: date | None
    outcome: Outcome | None


class RecordAnswer(Answer, frozen=True):
    """The answer to RECORD."""

    me: User
    call_record: Record
    outcomes: tuple[Outcome, ...]


class CallRecord(Variant, frozen=True):
    """The record as it is now."""

    id: str


class Refusal(Variant, frozen=True):
    """Why it is as it was."""

    message: str


class AmendAnswer(Answer, frozen=True):
    """The answer to AMEND."""

    amend_call_record: CallRecord | Refusal


RECORD = Document(
    """
    query Record($id: ID!) {
      me { loginName }
      callRecord(id: $id) { version notes followUpOn outcome { id name } }
      outcomes { id name }
    }
    """,
    RecordAnswer,
)
AMEND = Document(
    """
    mutation Amend(
      $id: ID!, $version: Int!, $notes: String!, $outcome: ID, $followUpOn: Date
    ) {
      amendCallRecord(
        id: $id, version: $version, notes: $notes, outcome: $outcome, followUpOn: $followUpOn
      ) { __typename ... on CallRecord { id } ... on Refusal { message } }
    }
    """,
    AmendAnswer,
)


@component
def Amend(record_id: str, close: Callable[[], None]) -> VdomDict:
    """Show the record in a form, and close it when it is saved."""
    answer = use_query(RECORD, {"id": record_id}).answer
    problem, set_problem = use_state("")
    run = use_mutation(AMEND)

    async def save(event: BrowserEvent) -> None:
        if isinstance(answer, RecordAnswer):
            edit = _edit(fields_of(event))
            result = await run({"id": record_id, "version": answer.call_record.version, **edit})
            told = result if isinstance(result, Failed) else result.amend_call_record
            if isinstance(told, CallRecord):
                close()
            else:
                set_problem(told.message)

    if isinstance(answer, Loading):
        return html.fragment()
    return form_dialog(
        KEY,
        texts.AMEND_TITLE,
        *(() if isinstance(answer, Failed) else _fields(answer, record_id)),
        agree=texts.SAVE_AMENDMENT,
        on_submit=save,
        on_cancel=lambda _: close(),
        problem=texts.loading_failed(answer.message) if isinstance(answer, Failed) else problem,
    )


def _fields(answer: RecordAnswer, record_id: str) -> tuple[VdomDict, ...]:
    record = answer.call_record
    chosen, offered = record.outcome, answer.outcomes
    if chosen and chosen not in offered:  # retired since
        offered = (*offered, chosen)
    day: dict[str, Any] = {
        "type": "date",
        "name": "follow_up_on",
        "aria-label": texts.FOLLOW_UP_ON,
        "defaultValue": record.follow_up_on.isoformat() if record.follow_up_on else "",
    }
    kept = {
        "class": "soft",
        "role": "status",
        "key-of": f"{answer.me.login_name}:{record_id}",
        "data-restored": texts.TYPED_BEFORE,
    }
    return (
        kept_form(kept),
        long_text_field("notes", texts.NOTES, rows=LINES, defaultValue=record.notes),
        html.div(
            {"class": "field"},
            html.label({"htmlFor": "amend-outcome"}, texts.OUTCOME),
            html.select(
                {"id": "amend-outcome", "name": "outcome"},
                *outcome_options(offered, chosen.id if chosen else ""),
            ),
        ),
        follow_up_choice("amend-follow-up", html.input(day)),
    )


def _edit(sent: dict[str, str]) -> dict[str, str | None]:
    return {
        "notes": sent.get("notes", ""),
        "outcome": sent.get("outcome") or None,
        "followUpOn": sent.get("follow_up_on") or None,
    }
