"""Users, as GraphQL shows them."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from api.schema.context import Info
from api.schema.refusals import Refusal, or_refusal
from models.following import follow
from models.people import preferences
from models.people.privileges import Viewer
from models.people.sessions import sessions_topic


@strawberry.type
class User:
    """Somebody who signs in: an agent, a supervisor, an administrator."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    login_name: str = strawberry.field(description="As the telephony system names the user.")
    full_name: str = strawberry.field(description="As people name the user.")


@strawberry.type
class Me(User):
    """The user who asks."""

    privileges: list[str] = strawberry.field(
        description="Such as gCallUser, in alphabetical order."
    )

    @strawberry.field
    async def opens_automatically(self, info: Info) -> bool | None:
        """Whether calls open without a click, by the user's own choice; null: as the site has it."""
        return await preferences.opens_automatically((await info.context.viewer_above()).user_id)


@strawberry.type
class PeopleQuery:
    """Questions about people."""

    @strawberry.field
    async def me(self, info: Info) -> Me:
        """The user whose session or token this is."""
        return _me(await info.context.viewer())


SetOpensAutomaticallyResult = Annotated[
    Me | Refusal,
    strawberry.union(
        "SetOpensAutomaticallyResult", description="The user, or why nothing was changed."
    ),
]


@strawberry.type
class PeopleMutation:
    """What users can do about themselves."""

    @strawberry.mutation
    async def set_opens_automatically(
        self, info: Info, value: bool | None = None
    ) -> SetOpensAutomaticallyResult:
        """Say whether the viewer's calls open without a click; null: as the site has it."""
        return await or_refusal(_set_opens_automatically(info, value))


async def _set_opens_automatically(info: Info, value: bool | None) -> Me:
    viewer = await info.context.viewer()
    await preferences.set_opens_automatically(info.context.site, viewer, value)
    return _me(viewer)


@strawberry.type
class PeopleSubscription:
    """What there is to follow about people."""

    @strawberry.subscription
    async def me(self, info: Info) -> AsyncGenerator[Me, None]:
        """Follow the user whose session or token this is: now, then after each change of the privileges.

        It ends with the error NOT_SIGNED_IN when the session ends or the user is disabled.
        """
        context = info.context
        topic = sessions_topic((await context.viewer()).user_id)
        following = follow(context.site, topic, read=context.viewer, of=())
        async with aclosing(following) as viewers:
            async for viewer in viewers:
                yield _me(viewer)


def _me(viewer: Viewer) -> Me:
    return Me(
        id=strawberry.ID(str(viewer.user_id)),
        login_name=viewer.login_name,
        full_name=viewer.full_name,
        privileges=sorted(viewer.privileges),
    )
