"""Users, as GraphQL shows them."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import strawberry

from api.schema.context import Info
from models.following import follow
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


@strawberry.type
class PeopleQuery:
    """Questions about people."""

    @strawberry.field
    async def me(self, info: Info) -> Me:
        """The user whose session or token this is."""
        return _me(await info.context.viewer())


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
        async with aclosing(follow(context.site.bus, topic, read=context.viewer)) as viewers:
            async for viewer in viewers:
                yield _me(viewer)


def _me(viewer: Viewer) -> Me:
    return Me(
        id=strawberry.ID(str(viewer.user_id)),
        login_name=viewer.login_name,
        full_name=viewer.full_name,
        privileges=sorted(viewer.privileges),
    )
