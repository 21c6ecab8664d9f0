"""What the page of calls asks, and the structs that take the answers."""

from datetime import date, datetime, timedelta

from ui.callers import CALLER, Caller
from ui.calls.trace import STEPS, Step
from ui.client import Answer, Document
from ui.workspace.details import Detail


class Choice(Answer, frozen=True):
    """Something with a name that can be chosen."""

    id: str
    name: str


class Agent(Answer, frozen=True):
    """Somebody who has calls."""

    id: str
    login_name: str
    full_name: str


class AgentEntry(Answer, frozen=True):
    """One agent of a supervisor's teams."""

    user: Agent


class Held(Answer, frozen=True):
    """The viewer's own workspace of a call."""

    id: str
    status: str


class Outcome(Answer, frozen=True):
    """How a call ended for the business."""

    outcome: Choice | None


class CallInList(Caller, frozen=True):
    """A call as a list shows it."""

    id: str
    user: Agent
    call_reason: Choice
    connected_at: datetime
    opened_at: datetime | None
    ended_at: datetime | None
    talk_seconds: int | None
    is_test: bool
    held_workspace: Held | None
    record: Outcome | None

    @property
    def talk_time(self) -> timedelta | None:
        """How long it took; None where that says nothing."""
        return None if self.talk_seconds is None else timedelta(seconds=self.talk_seconds)


class Edge(Answer, frozen=True):
    """One place in a list."""

    node: CallInList


class PageInfo(Answer, frozen=True):
    """Whether there is more, and behind what."""

    has_next_page: bool
    end_cursor: str | None


class CallPage(Answer, frozen=True):
    """A page of calls."""

    edges: tuple[Edge, ...]
    page_info: PageInfo


class CallsAnswer(Answer, frozen=True):
    """The answer to CALLS_FOUND."""

    inbound_calls: CallPage


class ChoicesAnswer(Answer, frozen=True):
    """The answer to CHOICES."""

    call_reasons: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]


class AgentsAnswer(Answer, frozen=True):
    """The answer to AGENTS."""

    agents: tuple[AgentEntry, ...]


class Answered(Answer, frozen=True):
    """A question of the script and its answer."""

    question: str
    label: str
    language: str
    value: str


class Record(Answer, frozen=True):
    """What was saved about a call."""

    id: str
    user: Agent
    outcome: Choice | None
    notes: str
    follow_up_on: date | None
    saved_at: datetime
    answered_questions: tuple[Answered, ...]


class CallInFull(Caller, frozen=True):
    """All that is known of a call."""

    id: str
    is_number_withheld: bool
    user: Agent
    call_reason: Choice
    reason_id_received: str | None
    source: str | None
    connected_at: datetime
    clicked_at: datetime | None
    opened_at: datetime | None
    ended_at: datetime | None
    end_cause: str | None
    talk_seconds: int | None
    transferred_from: str | None
    continued_in: str | None
    is_by_hand: bool
    is_test: bool
    details: tuple[Detail, ...]
    held_workspace: Held | None
    record: Record | None
    trace: tuple[Step, ...]

    @property
    def talk_time(self) -> timedelta | None:
        """How long it took; None where that says nothing."""
        return None if self.talk_seconds is None else timedelta(seconds=self.talk_seconds)


class CallAnswer(Answer, frozen=True):
    """The answer to CALL_IN_FULL."""

    inbound_call: CallInFull | None


class FollowUp(Caller, frozen=True):
    """A record that is to be followed up."""

    id: str
    call_id: str
    version: int
    call_reason: Choice
    outcome: Choice | None
    notes: str
    follow_up_on: date | None


class FollowUpsAnswer(Answer, frozen=True):
    """The answer to FOLLOW_UPS."""

    follow_ups: tuple[FollowUp, ...]


CALLS_FOUND = Document(
    f"""
    query CallsFound(
      $first: Int!, $after: String, $agent: ID, $reason: ID, $outcome: ID, $phoneNumber: String, $since: DateTime,
      $until: DateTime, $isOpened: Boolean
    ) {{
      inboundCalls(
        first: $first, after: $after, agent: $agent, reason: $reason, outcome: $outcome, phoneNumber: $phoneNumber,
        since: $since, until: $until, isOpened: $isOpened
      ) {{
        edges {{
          node {{
            id {CALLER} user {{ id loginName fullName }} callReason {{ id name }} connectedAt openedAt endedAt
            talkSeconds isTest heldWorkspace {{ id status }} record {{ outcome {{ id name }} }}
          }}
        }}
        pageInfo {{ hasNextPage endCursor }}
      }}
    }}
    """,
    CallsAnswer,
)
CHOICES = Document(
    "query Choices { callReasons { id name } outcomes { id name } }",
    ChoicesAnswer,
)
AGENTS = Document("query Agents { agents { user { id loginName fullName } } }", AgentsAnswer)
CALL_IN_FULL = Document(
    f"""
    query CallInFull($id: ID!) {{
      inboundCall(id: $id) {{
        id {CALLER} isNumberWithheld user {{ id loginName fullName }} callReason {{ id name }} reasonIdReceived source
        connectedAt clickedAt openedAt endedAt endCause talkSeconds transferredFrom continuedIn isByHand isTest
        details {{ name label value isMasked isDeclared isFlagged }}
        heldWorkspace {{ id status }}
        record {{
          id user {{ id loginName fullName }} outcome {{ id name }} notes followUpOn savedAt
          answeredQuestions {{ question label language value }}
        }}
        trace {{ {STEPS} }}
      }}
    }}
    """,
    CallAnswer,
)
FOLLOW_UPS = Document(
    f"""
    query FollowUps($until: Date!) {{
      followUps(until: $until, mine: true) {{
        id callId version {CALLER} callReason {{ id name }} outcome {{ id name }} notes followUpOn
      }}
    }}
    """,
    FollowUpsAnswer,
)
