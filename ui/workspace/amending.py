"""The dialog that amends a saved call record; the audit trail keeps what it was."""

from collections.abc import Callable
from datetime import date
from typing import Any

from reactpy import Vdom, component, html, use_ref, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, Variant, use_mutation, use_query
from ui.components.changing import CHANGED_MEANWHILE
from ui.components.field import long_text_field
from ui.components.form_dialog import form_dialog
from ui.events import BrowserEvent, fields_of, version_typed_over
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

    code: str
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
      ) { __typename ... on CallRecord { id } ... on Refusal { code message } }
    }
    """,
    AmendAnswer,
)


@component
def Amend(record_id: str, close: Callable[[], None]) -> VdomDict:
    """Show the record in a form, and close it when it is saved."""
    answer = use_query(RECORD, {"id": record_id}).answer
    problem, set_problem = use_state("")
    run, read_again, told = use_mutation(AMEND), use_mutation(RECORD), use_ref(0)

    async def save(event: BrowserEvent) -> None:
        base = max(version_typed_over(event), told.current)
        result = await run({"id": record_id, "version": base, **_edit(fields_of(event))})
        amended = result if isinstance(result, Failed) else result.amend_call_record
        if isinstance(amended, CallRecord):
            return close()
        if amended.code != CHANGED_MEANWHILE:
            return set_problem(amended.message)
        now = await read_again({"id": record_id})
        if isinstance(now, Failed):
            return set_problem(now.message)
        told.current = now.call_record.version
        return set_problem(texts.stored_meanwhile(_written(now.call_record)))

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
        version=None if isinstance(answer, Failed) else answer.call_record.version,
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


def _written(record: Record) -> str:
    parts = [
        (texts.NOTES, record.notes),
        (texts.OUTCOME, record.outcome.name if record.outcome else ""),
        (texts.FOLLOW_UP_ON, record.follow_up_on.isoformat() if record.follow_up_on else ""),
    ]
    return ", ".join(f"{label} “{text}”" for label, text in parts if text) or texts.NOTHING


def _edit(sent: dict[str, str]) -> dict[str, str | None]:
    return {
        "notes": sent.get("notes", ""),
        "outcome": sent.get("outcome") or None,
        "followUpOn": sent.get("follow_up_on") or None,
    }
