"""API tokens: keys of third-party tools to this schema."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api.schema.context import Info
from api.schema.identifiers import in_utc, read_id
from api.schema.people import User
from api.schema.refusals import Refusal, or_refusal
from models.errors import NoSuchToken
from models.people import tokens
from models.people.privileges import Privilege
from models.people.tokens import TokenCard


@strawberry.type
class ApiToken:
    """A key of a third-party tool to this schema."""

    id: strawberry.ID = strawberry.field(description="Ours; it opens nothing.")
    name: str = strawberry.field(description="What it is for.")
    user: User = strawberry.field(description="The user it acts for.")
    scopes: list[str] = strawberry.field(
        description="`read`: no mutation. Privileges: none but these. Empty: all that the user may."
    )
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime | None = strawberry.field(description="Null: it does not end by itself.")
    revoked_at: datetime | None = strawberry.field(description="Null while it may be used.")


@strawberry.type
class ApiTokenWithSecret:
    """An API token and its secret, which can't be read again."""

    token: ApiToken = strawberry.field(description="What is kept of it.")
    secret: str = strawberry.field(description="What a tool sends as `Authorization: Bearer`.")


ApiTokenResult = Annotated[
    ApiToken | Refusal,
    strawberry.union("ApiTokenResult", description="The token now, or why it is as before."),
]
ApiTokenWithSecretResult = Annotated[
    ApiTokenWithSecret | Refusal,
    strawberry.union("ApiTokenWithSecretResult", description="The token, or why none was made."),
]


@strawberry.type
class ApiTokenQuery:
    """Questions about API tokens."""

    @strawberry.field
    async def api_tokens(self, info: Info, of_everyone: bool = False) -> list[ApiToken]:
        """The viewer's tokens, newest first, those that have ended too; everyone's need gAdmin."""
        found = await tokens.list_tokens(await info.context.viewer(), of_everyone=of_everyone)
        return [_token(each) for each in found]


@strawberry.type
class ApiTokenMutation:
    """What can be done with API tokens."""

    @strawberry.mutation
    async def create_api_token(
        self,
        info: Info,
        name: str,
        scopes: list[str] | None = None,
        expires_at: datetime | None = None,
        login_name: str | None = None,
    ) -> ApiTokenWithSecretResult:
        """Make a token that acts for the viewer, or for another user, which needs gAdmin; told this once."""
        return await or_refusal(_create(info, name, scopes or [], expires_at, login_name))

    @strawberry.mutation
    async def revoke_api_token(self, info: Info, id: strawberry.ID) -> ApiTokenResult:
        """End a token at once, the viewer's own or, with gAdmin, anybody's; a second time changes nothing."""
        return await or_refusal(_revoke(info, id))


async def _create(
    info: Info, name: str, scopes: list[str], expires_at: datetime | None, login_name: str | None
) -> ApiTokenWithSecret:
    made = await tokens.create_token(
        info.context.site,
        await info.context.viewer(),
        name=name,
        scopes=scopes,
        expires_at=in_utc(expires_at),
        login_name=login_name,
    )
    return ApiTokenWithSecret(token=await _read(info, made.id), secret=made.secret)


async def _revoke(info: Info, id: str) -> ApiToken:
    token_id, viewer = read_id(id), await info.context.viewer()
    await tokens.revoke_token(info.context.site, token_id, by=viewer)
    return await _read(info, token_id)


async def _read(info: Info, token_id: UUID) -> ApiToken:
    viewer = await info.context.viewer()
    of_everyone = viewer.has(Privilege.ADMIN)
    for token in await tokens.list_tokens(viewer, of_everyone=of_everyone):
        if token.id == token_id:
            return _token(token)
    raise NoSuchToken


def _token(card: TokenCard) -> ApiToken:
    return ApiToken(
        id=strawberry.ID(str(card.id)),
        name=card.name,
        user=User(
            id=strawberry.ID(str(card.user_id)),
            login_name=card.login_name,
            full_name=card.full_name,
        ),
        scopes=list(card.scopes),
        created_at=card.created_at,
        expires_at=card.expires_at,
        revoked_at=card.revoked_at,
    )
