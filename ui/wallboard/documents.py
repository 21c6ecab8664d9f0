"""What the wallboard asks, and the structs that take the answers."""

from datetime import datetime, timedelta
from typing import Any

from ui.callers import CALLER, Caller
from ui.client import Answer, Document, Variant
from ui.components.changing import REFUSAL, Refusal, ResultAnswer


class Agent(Answer, frozen=True):
    """Somebody who takes calls."""

    id: str
    full_name: str


class Reference(Answer, frozen=True):
    """The id of something."""

    id: str


class State(Answer, frozen=True):
    """What an agent does."""

    user: Agent
    team: str | None
    status: str
    since: datetime
    inbound_call: Reference | None
    runs_too_long_from: datetime | None


class States(Answer, frozen=True):
    """What some agents do, or all."""

    is_all: bool
    states: tuple[State, ...]


class StatesAnswer(Answer, frozen=True):
    """The answer to STATES."""

    user_call_states: States


class Figures(Answer, frozen=True):
    """Counts and mean times of calls."""

    calls: int
    unopened: int
    seconds_to_click: int | None
    wrap_up_seconds: int | None
    handling_seconds: int | None


class Part(Answer, frozen=True):
    """Five minutes of the hour."""

    begins: datetime
    figures: Figures


class Hour(Answer, frozen=True):
    """The last hour."""

    total: Figures
    parts: tuple[Part, ...]


class HourAnswer(Answer, frozen=True):
    """The answer to LAST_HOUR."""

    last_hour: Hour


class OpenWorkspace(Answer, frozen=True):
    """An agent's open workspace."""

    id: str
    user: Agent
    is_agent_enabled: bool
    opened_at: datetime
    last_typed_at: datetime | None
    inbound_call: Caller


class OpenWorkspacesAnswer(Answer, frozen=True):
    """The answer to OPEN_WORKSPACES."""

    open_workspaces: tuple[OpenWorkspace, ...]


class Workspace(Variant, frozen=True):
    """The workspace that was taken over."""

    id: str


class TakeOverAnswer(Answer, frozen=True):
    """The answer to TAKE_OVER."""

    result: Workspace | Refusal


STATES = Document(
    """
    subscription States {
      userCallStates {
        isAll
        states { user { id fullName } team status since inboundCall { id } runsTooLongFrom }
      }
    }
    """,
    StatesAnswer,
)
FIGURES = "calls unopened secondsToClick wrapUpSeconds handlingSeconds"
LAST_HOUR = Document(
    f"""
    subscription LastHour {{
      lastHour {{ total {{ {FIGURES} }} parts {{ begins figures {{ {FIGURES} }} }} }}
    }}
    """,
    HourAnswer,
)
OPEN_WORKSPACES = Document(
    f"""
    query OpenWorkspaces($agent: ID) {{
      openWorkspaces(agent: $agent) {{
        id user {{ id fullName }} isAgentEnabled openedAt lastTypedAt inboundCall {{ {CALLER} }}
      }}
    }}
    """,
    OpenWorkspacesAnswer,
)
TAKE_OVER: Document[ResultAnswer[Any]] = Document(
    f"""
    mutation TakeOver($id: ID!) {{
      result: takeOverWorkspace(id: $id) {{ ... on Workspace {{ id }} {REFUSAL} }}
    }}
    """,
    TakeOverAnswer,
)


def time_of(seconds: int | None) -> timedelta | None:
    """Return a time told in seconds."""
    return None if seconds is None else timedelta(seconds=seconds)
