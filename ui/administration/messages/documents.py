"""What the part "Message log" asks the schema."""

from datetime import datetime

from ui.administration.users.documents import PageInfo
from ui.client import Answer, Document


class Message(Answer, frozen=True):
    """What came from a telephony source, and what became of it."""

    id: str
    received_at: datetime
    source: str | None
    login_name: str | None
    agent: str | None
    phone_number: str | None
    status: str | None
    effect: str | None
    code: str | None


class Edge(Answer, frozen=True):
    """One message of a page."""

    node: Message


class Messages(Answer, frozen=True):
    """A page of messages."""

    edges: tuple[Edge, ...]
    page_info: PageInfo


class LogAnswer(Answer, frozen=True):
    """The answer to LOG."""

    message_log: Messages


class Finding(Answer, frozen=True):
    """One thing that was found out about a pop that somebody missed."""

    cause: str
    detail: str | None
    times: int
    message: Message | None


class WhyAnswer(Answer, frozen=True):
    """The answer to WHY."""

    why_no_pop: tuple[Finding, ...]


MESSAGE = "id receivedAt source loginName agent phoneNumber status effect code"
LOG = Document(
    f"""
    query MessageLog(
      $loginName: String, $phoneNumber: String, $since: DateTime, $until: DateTime,
      $outcome: String, $isRefused: Boolean, $first: Int!, $after: String
    ) {{
      messageLog(
        loginName: $loginName, phoneNumber: $phoneNumber, since: $since, until: $until,
        outcome: $outcome, isRefused: $isRefused, first: $first, after: $after
      ) {{ edges {{ node {{ {MESSAGE} }} }} pageInfo {{ hasNextPage endCursor }} }}
    }}
    """,
    LogAnswer,
)
WHY = Document(
    f"""
    query WhyNoPop($around: DateTime!, $loginName: String, $phoneNumber: String) {{
      whyNoPop(around: $around, loginName: $loginName, phoneNumber: $phoneNumber) {{
        cause detail times message {{ {MESSAGE} }}
      }}
    }}
    """,
    WhyAnswer,
)
