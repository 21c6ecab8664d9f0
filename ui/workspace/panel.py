"""One workspace: what is known of the call, the script to follow, and the agent's notes."""

from typing import Any

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, use_subscription
from ui.workspace.call import CALL, CallFacts, call_section
from ui.workspace.caller import CallerSection
from ui.workspace.contacts import KNOWN_CALLER
from ui.workspace.notices import Board
from ui.workspace.record import RecordColumn
from ui.workspace.script import SCRIPT, Script, script_section
from ui.workspace.timeline import timeline
from ui.workspace.transfers import TransferSection


class Facts(Answer, frozen=True):
    """What a workspace shows and nobody types."""

    has_chosen_contact: bool
    inbound_call: CallFacts
    script: Script | None


class FactsAnswer(Answer, frozen=True):
    """The answer to FACTS."""

    workspace: Facts


# Without the drafts: the answer stays equal while somebody types, and nothing is rendered.
FACTS = Document(
    f"""
    subscription Facts($id: ID!) {{
      workspace(id: $id) {{
        hasChosenContact inboundCall {{ {KNOWN_CALLER} {CALL} }} {SCRIPT}
      }}
    }}
    """,
    FactsAnswer,
)


@component
def Panel(workspace_id: str, call_id: str, board: Board) -> VdomDict:
    """Show one workspace in its columns."""
    return html.div(
        {"class": "columns"},
        CallColumns(workspace_id, board),
        html.div(
            {**_scrolling("notes", texts.RECORD), "tabIndex": None},
            RecordColumn(workspace_id, call_id, board),
        ),
    )


@component
def CallColumns(workspace_id: str, board: Board) -> VdomDict | Component:
    """Show who is calling and what to say."""
    answer = use_subscription(FACTS, {"id": workspace_id}).answer
    if isinstance(answer, Loading):
        return html.div({"class": "column", "aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    call = answer.workspace.inbound_call

    def bring(other_id: str) -> None:
        board.bring(other_id)  # whoever is there then

    return html.fragment(
        html.div(
            _scrolling("facts", texts.CALLER_AND_CALL),
            CallerSection(workspace_id, call, has_chosen=answer.workspace.has_chosen_contact),
            TransferSection(workspace_id, call.contact.id if call.contact else None),
            call_section(workspace_id, call, bring),
            timeline(call.contact.id if call.contact else None),
        ),
        html.div(
            _scrolling("script", texts.CALL_SCRIPT),
            script_section(workspace_id, answer.workspace.script),
        ),
    )


def _scrolling(kind: str, label: str) -> dict[str, Any]:
    """Let a column that may scroll be reached with the keyboard, whatever stands in it."""
    return {"class": f"column {kind}", "role": "group", "aria-label": label, "tabIndex": 0}
