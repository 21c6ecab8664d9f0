"""The open calls: their tabs, and the set of their panels. static/call-tabs.js puts one in front."""

from datetime import datetime

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.beacon import Reference
from ui.callers import CALLER, Caller
from ui.client import Answer, Document, Failed, Loading, use_subscription
from ui.workspace.call import Reason
from ui.workspace.notices import Board
from ui.workspace.panel import Panel
from ui.workspace.timer import timer


class TabCall(Caller, frozen=True):
    """The call behind a tab."""

    call_reason: Reason
    connected_at: datetime
    ended_at: datetime | None


class Tab(Answer, frozen=True):
    """One open workspace."""

    id: str
    is_front: bool
    inbound_call: TabCall


class TabsAnswer(Answer, frozen=True):
    """The answer to TABS."""

    workspaces: tuple[Tab, ...]


class Opened(Answer, frozen=True):
    """The id of one open workspace, and of its call."""

    id: str
    inbound_call: Reference


class PanelsAnswer(Answer, frozen=True):
    """The answer to PANELS, which stays equal while only a call changes."""

    workspaces: tuple[Opened, ...]


TABS = Document(
    f"""
    subscription Tabs {{
      workspaces {{
        id isFront inboundCall {{ {CALLER} connectedAt endedAt callReason {{ name }} }}
      }}
    }}
    """,
    TabsAnswer,
)
PANELS = Document("subscription Panels { workspaces { id inboundCall { id } } }", PanelsAnswer)


@component
def TabList() -> VdomDict | Component:
    """Show a tab for each open call, in the order of opening."""
    answer = use_subscription(TABS).answer
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    tabs = () if isinstance(answer, Loading) else answer.workspaces
    return html.div(
        {"class": "tabs"},
        html.h1({"id": "inbound-calls"}, texts.INBOUND_CALLS),
        html.div(
            {"role": "tablist", "aria-labelledby": "inbound-calls"}, *(_tab(tab) for tab in tabs)
        ),
    )


def _tab(tab: Tab) -> VdomDict:
    call = tab.inbound_call
    return html.button(
        {
            "key": tab.id,
            "id": f"tab-{tab.id}",
            "type": "button",
            "role": "tab",
            "aria-label": call.name,
            "aria-controls": f"panel-{tab.id}",
            "aria-describedby": f"tab-state-{tab.id}",
            "title": texts.joined(call.name, call.call_reason.name),
            "data-workspace": tab.id,
            "data-default": "" if tab.is_front else None,
            "data-ended": "" if call.ended_at else None,
        },
        html.span({"class": "tab-name"}, call.name),
        html.span(
            {"class": "tab-state", "id": f"tab-state-{tab.id}"},
            texts.ENDED if call.ended_at else timer(call.connected_at, None),
            f" · {call.call_reason.name}",
        ),
    )


@component
def Panels(board: Board) -> VdomDict:
    """Keep every open call's panel on the page, hidden or not: what is typed in it stays."""
    answer = use_subscription(PANELS).answer
    opened = () if isinstance(answer, Loading | Failed) else answer.workspaces
    return html.fragment(*(_panel(each, board) for each in opened))


def _panel(opened: Opened, board: Board) -> VdomDict:
    workspace_id = opened.id
    return html.div(
        {
            "key": workspace_id,
            "id": f"panel-{workspace_id}",
            "class": "panel",
            "role": "tabpanel",
            "aria-labelledby": f"tab-{workspace_id}",
            "hidden": True,
        },
        Panel(workspace_id, opened.inbound_call.id, board, key=workspace_id),
    )
