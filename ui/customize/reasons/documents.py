"""What the tab "Reasons" asks the schema, and tells it to change."""

from datetime import datetime

from ui.client import Answer, Document
from ui.components.changing import REFUSAL
from ui.customize.changing import ChangeAnswer


class ScriptName(Answer, frozen=True):
    """A script that a reason may show."""

    id: str
    name: str
    is_published: bool = True


class Reason(Answer, frozen=True):
    """A call reason as it is stored."""

    id: str
    name: str
    description: str
    script: ScriptName | None
    requires_outcome: bool
    is_default: bool
    is_active: bool
    aliases: tuple[str, ...]
    version: int


class ReasonsAnswer(Answer, frozen=True):
    """The answer to REASONS."""

    call_reasons: tuple[Reason, ...]
    call_scripts: tuple[ScriptName, ...]


class Received(Answer, frozen=True):
    """An id that calls came with and that means no reason."""

    id: str
    times: int
    first_received_at: datetime
    last_received_at: datetime


class ReceivedAnswer(Answer, frozen=True):
    """The answer to RECEIVED."""

    received_call_reasons: tuple[Received, ...]


REASONS = Document(
    """
    query Reasons {
      callReasons(withRetired: true) {
        id name description script { id name } requiresOutcome isDefault isActive aliases version
      }
      callScripts { id name isPublished }
    }
    """,
    ReasonsAnswer,
)
RECEIVED = Document(
    "query ReceivedReasons { receivedCallReasons { id times firstReceivedAt lastReceivedAt } }",
    ReceivedAnswer,
)
RESULT = f"{REFUSAL} ... on DefinedCallReason {{ version }}"
CREATE = Document(
    f"""
    mutation CreateReason(
      $name: String!, $reason: ID, $description: String!, $script: ID, $requiresOutcome: Boolean!
    ) {{
      result: createCallReason(
        name: $name, id: $reason, description: $description, script: $script,
        requiresOutcome: $requiresOutcome
      ) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
UPDATE = Document(
    f"""
    mutation UpdateReason(
      $id: ID!, $version: Int!, $name: String, $description: String, $script: ID,
      $requiresOutcome: Boolean, $isActive: Boolean
    ) {{
      result: updateCallReason(
        id: $id, version: $version, name: $name, description: $description, script: $script,
        requiresOutcome: $requiresOutcome, isActive: $isActive
      ) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
MAKE_DEFAULT = Document(
    f"""
    mutation MakeDefaultReason($id: ID!, $version: Int!) {{
      result: makeDefaultCallReason(id: $id, version: $version) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
ADD_ALIAS = Document(
    f"""
    mutation AddReasonAlias($id: ID!, $alias: String!, $version: Int!) {{
      result: addCallReasonAlias(id: $id, alias: $alias, version: $version) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
REMOVE_ALIAS = Document(
    f"""
    mutation RemoveReasonAlias($id: ID!, $alias: String!, $version: Int!) {{
      result: removeCallReasonAlias(id: $id, alias: $alias, version: $version) {{ {RESULT} }}
    }}
    """,
    ChangeAnswer,
)
DELETE = Document(
    f"""
    mutation DeleteReason($id: ID!, $version: Int!) {{
      result: deleteCallReason(id: $id, version: $version) {{
        {REFUSAL} ... on RemovedCallReason {{ isRetired }}
      }}
    }}
    """,
    ChangeAnswer,
)
