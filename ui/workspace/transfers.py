"""The region "Transferred call": who had the caller before, and how far that agent got."""

from datetime import datetime
from typing import Any

from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import texts
from ui.callers import Named
from ui.client import Answer, Document, Failed, Loading, use_subscription
from ui.components.button import button
from ui.components.focus import keep_focus
from ui.events import BrowserEvent
from ui.workspace.choosing import use_choosing
from ui.workspace.timer import timer


class Contact(Named, frozen=True):
    """The contact that the agent chose."""

    id: str


class Answered(Answer, frozen=True):
    """An answer to a question of the agent's script."""

    question: str
    label: str
    value: str


class Transfer(Answer, frozen=True):
    """One agent who had the caller."""

    user: Named
    notes: str
    answered_questions: tuple[Answered, ...]
    connected_at: datetime
    ended_at: datetime | None
    contact: Contact | None


class Transfers(Answer, frozen=True):
    """Whoever had the caller, the last one first."""

    transfers: tuple[Transfer, ...]


class TransfersAnswer(Answer, frozen=True):
    """The answer to TRANSFERS."""

    workspace: Transfers


# By itself: another agent may still be typing, and only this region should be rendered for it.
TRANSFERS = Document(
    """
    subscription Transfers($id: ID!) {
      workspace(id: $id) {
        transfers {
          user { fullName } notes connectedAt endedAt contact { id fullName }
          answeredQuestions { question label value }
        }
      }
    }
    """,
    TransfersAnswer,
)


@component
def TransferSection(workspace_id: str, contact_id: str | None) -> VdomDict | Component:
    """Show nothing unless the call was transferred; ``contact_id`` is whom the caller is taken for."""
    answer = use_subscription(TRANSFERS, {"id": workspace_id}).answer
    if isinstance(answer, Loading | Failed) or not answer.workspace.transfers:
        return html.fragment()
    return html.section(
        {"aria-label": texts.TRANSFERRED_CALL, "class": "transfers"},
        keep_focus(
            html.h3({"key": "head", "class": "eyebrow", "tabIndex": -1}, texts.TRANSFERRED_CALL),
            *(
                html.article(
                    {"key": each.connected_at.isoformat()},
                    *_transfer(workspace_id, contact_id, each),
                )
                for each in answer.workspace.transfers
            ),
        ),
    )


def _transfer(
    workspace_id: str, contact_id: str | None, transfer: Transfer
) -> tuple[VdomDict | str, ...]:
    chosen = transfer.contact
    return (
        html.p(
            {"key": "agent", "class": "when"},
            html.strong({"dir": "auto"}, transfer.user.full_name),
            html.span({"class": "soft"}, timer(transfer.connected_at, transfer.ended_at)),
        ),
        html.p({"key": "notes", "class": "whole", "dir": "auto"}, transfer.notes)
        if transfer.notes
        else html.p({"key": "notes", "class": "soft"}, texts.NO_NOTES),
        html.dl({"key": "answers"}, *_answers(transfer.answered_questions))
        if transfer.answered_questions
        else "",
        html.div(
            {"key": "contact"}, ChosenContact(workspace_id, chosen, is_ours=chosen.id == contact_id)
        )
        if chosen
        else "",
    )


def _answers(answered: tuple[Answered, ...]) -> list[VdomDict]:
    return [
        part
        for each in answered
        for part in (
            html.dt({"key": f"{each.question}:label", "dir": "auto"}, each.label),
            html.dd({"key": each.question, "dir": "auto"}, each.value),
        )
    ]


@component
def ChosenContact(workspace_id: str, contact: Contact, *, is_ours: bool) -> VdomDict:
    """Say whom the agent took for the caller, and offer to do the same."""
    choosing = use_choosing(workspace_id, "")
    problem, set_problem = use_state("")
    named: dict[str, Any] = {"aria-label": texts.choose_contact(contact.full_name)}

    async def choose(_: BrowserEvent) -> None:
        set_problem(await choosing.choose(contact.id))

    return html.fragment(
        html.p(
            {"key": "contact", "class": "offer"},
            html.span({"class": "soft"}, texts.CONTACT_CHOSEN),
            html.span({"dir": "auto"}, contact.full_name),
            "" if is_ours else button(texts.CHOOSE, choose, is_small=True, **named),
        ),
        html.p({"key": "problem", "class": "error", "role": "alert"}, problem) if problem else "",
    )
