"""What the part "API tokens" asks the schema, and tells it to change."""

from datetime import datetime

from ui.client import Answer, Document, Variant
from ui.components.changing import REFUSAL, Refusal


class Owner(Answer, frozen=True):
    """The user for whom a token acts."""

    login_name: str
    full_name: str


class ApiToken(Variant, frozen=True):
    """What is kept of a token."""

    id: str
    name: str
    user: Owner
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class TokensAnswer(Answer, frozen=True):
    """The answer to TOKENS."""

    api_tokens: tuple[ApiToken, ...]


class ApiTokenWithSecret(Variant, frozen=True):
    """A token and its secret, which can't be read again."""

    token: ApiToken
    secret: str


class CreatedAnswer(Answer, frozen=True):
    """The answer to CREATE."""

    result: ApiTokenWithSecret | Refusal


class RevokedAnswer(Answer, frozen=True):
    """The answer to REVOKE."""

    result: ApiToken | Refusal


TOKEN = "__typename id name user { loginName fullName } scopes createdAt expiresAt revokedAt"  # noqa: S105  # the fields of one
TOKENS = Document(
    f"query Tokens($ofEveryone: Boolean!) {{ apiTokens(ofEveryone: $ofEveryone) {{ {TOKEN} }} }}",
    TokensAnswer,
)
CREATE = Document(
    f"""
    mutation CreateToken($name: String!, $scopes: [String!], $expiresAt: DateTime, $login: String) {{
      result: createApiToken(
        name: $name, scopes: $scopes, expiresAt: $expiresAt, loginName: $login
      ) {{ {REFUSAL} ... on ApiTokenWithSecret {{ token {{ {TOKEN} }} secret }} }}
    }}
    """,
    CreatedAnswer,
)
REVOKE = Document(
    f"""
    mutation RevokeToken($id: ID!) {{
      result: revokeApiToken(id: $id) {{ {REFUSAL} ... on ApiToken {{ {TOKEN} }} }}
    }}
    """,
    RevokedAnswer,
)
