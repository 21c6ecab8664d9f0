"""One workspace: what is known of the call, the script to follow, and the agent's notes."""

from datetime import datetime
from typing import Any

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, use_subscription
from ui.workspace.call import CALL, CallFacts, call_section
from ui.workspace.caller import KNOWN_CALLER, KnownCaller, caller_section
from ui.workspace.notices import Board
from ui.workspace.record import RecordColumn
from ui.workspace.script import SCRIPT, Script, script_section


class PanelCall(KnownCaller, CallFacts, frozen=True):
    """The call of a workspace."""

    connected_at: datetime
    ended_at: datetime | None


class Facts(Answer, frozen=True):
    """What a workspace shows and nobody types."""

    inbound_call: PanelCall
    script: Script | None


class FactsAnswer(Answer, frozen=True):
    """The answer to FACTS."""

    workspace: Facts


# Without the drafts: the answer stays equal while somebody types, and nothing is rendered.
FACTS = Document(
    f"""
    subscription Facts($id: ID!) {{
      workspace(id: $id) {{ inboundCall {{ {KNOWN_CALLER} {CALL} }} {SCRIPT} }}
    }}
    """,
    FactsAnswer,
)


@component
def Panel(workspace_id: str, call_id: str, board: Board) -> VdomDict:
    """Show one workspace in its columns."""
    return html.div(
        {"class": "columns"},
        CallColumns(workspace_id),
        html.div(
            {**_scrolling("notes", texts.RECORD), "tabIndex": None},
            RecordColumn(workspace_id, call_id, board),
        ),
    )


@component
def CallColumns(workspace_id: str) -> VdomDict | Component:
    """Show who is calling and what to say."""
    answer = use_subscription(FACTS, {"id": workspace_id}).answer
    if isinstance(answer, Loading):
        return html.div({"class": "column", "aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    call = answer.workspace.inbound_call
    return html.fragment(
        html.div(
            _scrolling("facts", texts.CALLER_AND_CALL), caller_section(call), call_section(call)
        ),
        html.div(_scrolling("script", texts.CALL_SCRIPT), script_section(answer.workspace.script)),
    )


def _scrolling(kind: str, label: str) -> dict[str, Any]:
    """Let a column that may scroll be reached with the keyboard, whatever stands in it."""
    return {"class": f"column {kind}", "role": "group", "aria-label": label, "tabIndex": 0}
