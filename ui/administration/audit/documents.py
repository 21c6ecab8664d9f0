"""What the part "Audit trail" asks the schema."""

from datetime import datetime
from typing import Any

from ui.administration.users.documents import PageInfo
from ui.client import Answer, Document


class Entry(Answer, frozen=True):
    """One change; without a login name it was made on the command line."""

    id: str
    at: datetime
    login_name: str | None
    full_name: str | None
    action: str
    subject_kind: str
    subject: str
    subject_name: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Edge(Answer, frozen=True):
    """One entry of a page."""

    node: Entry


class Entries(Answer, frozen=True):
    """A page of the trail."""

    edges: tuple[Edge, ...]
    page_info: PageInfo


class AuditAnswer(Answer, frozen=True):
    """The answer to AUDIT."""

    audit_entries: Entries


AUDIT = Document(
    """
    query Audit(
      $loginName: String, $action: String, $subject: String, $since: DateTime, $until: DateTime,
      $first: Int!, $after: String
    ) {
      auditEntries(
        loginName: $loginName, action: $action, subject: $subject, since: $since, until: $until,
        first: $first, after: $after
      ) {
        edges { node {
          id at loginName fullName action subjectKind subject subjectName before after
        } }
        pageInfo { hasNextPage endCursor }
      }
    }
    """,
    AuditAnswer,
)
