"""Users, as GraphQL shows them."""

import strawberry

from api.schema.context import Info
from models.people.privileges import Viewer


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


def _me(viewer: Viewer) -> Me:
    return Me(
        id=strawberry.ID(str(viewer.user_id)),
        login_name=viewer.login_name,
        full_name=viewer.full_name,
        privileges=sorted(viewer.privileges),
    )
