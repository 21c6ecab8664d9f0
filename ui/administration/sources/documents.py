"""What the part "Telephony sources" asks the schema, and tells it to change."""

from datetime import datetime

from ui.client import Answer, Document, Variant
from ui.components.changing import REFUSAL, Refusal


class TelephonySource(Variant, frozen=True):
    """A server that may report calls."""

    id: str
    name: str
    networks: tuple[str, ...]
    default_region: str | None
    created_at: datetime
    revoked_at: datetime | None
    last_message_at: datetime | None
    messages_a_minute: int
    version: int


class SourcesAnswer(Answer, frozen=True):
    """The answer to SOURCES."""

    telephony_sources: tuple[TelephonySource, ...]


class SourceAnswer(Answer, frozen=True):
    """The answer to UPDATE and REVOKE."""

    result: TelephonySource | Refusal


class TelephonySourceWithToken(Variant, frozen=True):
    """A source and its token, which can't be read again."""

    source: TelephonySource
    token: str


class TokenAnswer(Answer, frozen=True):
    """The answer to CREATE and RENEW."""

    result: TelephonySourceWithToken | Refusal


SOURCE = """
    __typename id name networks defaultRegion createdAt revokedAt lastMessageAt messagesAMinute version
"""
WITH_TOKEN = f"{REFUSAL} ... on TelephonySourceWithToken {{ source {{ {SOURCE} }} token }}"
RESULT = f"{REFUSAL} ... on TelephonySource {{ {SOURCE} }}"

SOURCES = Document(f"query Sources {{ telephonySources {{ {SOURCE} }} }}", SourcesAnswer)
CREATE = Document(
    f"""
    mutation CreateSource($name: String!, $networks: [String!], $region: String) {{
      result: createTelephonySource(name: $name, networks: $networks, defaultRegion: $region) {{
        {WITH_TOKEN}
      }}
    }}
    """,
    TokenAnswer,
)
UPDATE = Document(
    f"""
    mutation UpdateSource($id: ID!, $version: Int!, $source: TelephonySourceInput!) {{
      result: updateTelephonySource(id: $id, version: $version, source: $source) {{ {RESULT} }}
    }}
    """,
    SourceAnswer,
)
REVOKE = Document(
    f"""
    mutation RevokeSource($id: ID!) {{ result: revokeTelephonySource(id: $id) {{ {RESULT} }} }}
    """,
    SourceAnswer,
)
RENEW = Document(
    f"""
    mutation RenewSourceToken($id: ID!) {{
      result: renewTelephonySourceToken(id: $id) {{ {WITH_TOKEN} }}
    }}
    """,
    TokenAnswer,
)
