"""Users, as GraphQL shows them."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from models.following import follow
from models.people import accounts, desks, preferences, telephony_logins
from models.people.privileges import Viewer
from models.people.sessions import sessions_topic
from models.people.telephony_logins import MappedLogin


@strawberry.type
class User:
    """Somebody who signs in: an agent, a supervisor, an administrator."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    login_name: str = strawberry.field(description="As the telephony system names the user.")
    full_name: str = strawberry.field(description="As people name the user.")


@strawberry.type
class TelephonySourceName:
    """A telephony source by its name."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    name: str = strawberry.field(description="As an administrator named it.")


@strawberry.type
class TelephonyLogin:
    """An extension or agent id under which telephony systems know a user."""

    id: strawberry.ID = strawberry.field(description="Of the mapping.")
    login: str = strawberry.field(description="In the form in which it is compared.")
    source: TelephonySourceName | None = strawberry.field(description="Null: of all sources.")
    is_desk: bool = strawberry.field(
        description="Whether the user said so, who sits there now; the next desk replaces it."
    )


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

    @strawberry.field
    async def telephony_logins(self, info: Info) -> list[TelephonyLogin]:
        """The extensions and agent ids under which telephony systems know the user."""
        user_id = (await info.context.viewer_above()).user_id
        return [telephony_login(each) for each in await telephony_logins.telephony_logins(user_id)]


@strawberry.type
class DeskTaken:
    """The user with the extension, and whose it was."""

    me: Me = strawberry.field(description="The user who sits there now.")
    taken_from: User | None = strawberry.field(
        description="The user who had it until now and is told; null when it was free."
    )


@strawberry.type
class PeopleQuery:
    """Questions about people."""

    @strawberry.field
    async def me(self, info: Info) -> Me:
        """The user whose session or token this is."""
        return _me(await info.context.viewer())

    @strawberry.field
    async def telephony_source_names(self, info: Info) -> list[TelephonySourceName]:
        """The telephony sources in use, for agents who say in which one their extension is."""
        found = await desks.source_names(await info.context.viewer())
        return [TelephonySourceName(id=strawberry.ID(str(s.id)), name=s.name) for s in found]


SetOpensAutomaticallyResult = Annotated[
    Me | Refusal,
    strawberry.union(
        "SetOpensAutomaticallyResult", description="The user, or why nothing was changed."
    ),
]


DeskResult = Annotated[
    DeskTaken | Refusal,
    strawberry.union("DeskResult", description="Who sits there now, or why nothing was changed."),
]
ChangePasswordResult = Annotated[
    Me | Refusal,
    strawberry.union("ChangePasswordResult", description="The user, or why nothing was changed."),
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

    @strawberry.mutation
    async def use_telephony_login(
        self, info: Info, login: str, source: strawberry.ID | None = None
    ) -> DeskResult:
        """Say at which extension the viewer sits now; it replaces what the viewer said before.

        An extension that is another agent's is taken over: both see it, and the audit trail keeps it.
        """
        return await or_refusal(_use_login(info, login, source))

    @strawberry.mutation
    async def leave_desk(self, info: Info) -> DeskResult:
        """Give up the extensions that the viewer chose; what an administrator mapped stays."""
        return await or_refusal(_leave_desk(info))

    @strawberry.mutation
    async def change_my_password(self, info: Info, current: str, new: str) -> ChangePasswordResult:
        """Change the viewer's own password; the viewer's other sessions end. API tokens may not do it."""
        return await or_refusal(_change_password(info, current, new))


async def _use_login(info: Info, login: str, source: str | None) -> DeskTaken:
    source_id = read_id(source, name="source") if source is not None else None
    viewer = await info.context.viewer()
    taken = await desks.use_login(info.context.site, viewer, login, source_id=source_id)
    loser = (
        User(
            id=strawberry.ID(str(taken.user_id)),
            login_name=taken.login_name,
            full_name=taken.full_name,
        )
        if taken
        else None
    )
    return DeskTaken(me=_me(viewer), taken_from=loser)


async def _leave_desk(info: Info) -> DeskTaken:
    viewer = await info.context.viewer()
    await desks.leave_desk(info.context.site, viewer)
    return DeskTaken(me=_me(viewer), taken_from=None)


async def _change_password(info: Info, current: str, new: str) -> Me:
    viewer = await info.context.viewer()
    await accounts.change_own_password(info.context.site, viewer, current=current, new=new)
    return _me(viewer)


async def _set_opens_automatically(info: Info, value: bool | None) -> Me:
    viewer = await info.context.viewer()
    await preferences.set_opens_automatically(info.context.site, viewer, value)
    return _me(viewer)


@strawberry.type
class PeopleSubscription:
    """What there is to follow about people."""

    @strawberry.subscription
    async def me(self, info: Info) -> AsyncGenerator[Me, None]:
        """Follow the user whose session or token this is: now, then after each change of privileges or extensions.

        It ends with the error NOT_SIGNED_IN when the session ends or the user is disabled.
        """
        context = info.context
        topic = sessions_topic((await context.viewer()).user_id)

        async def read() -> tuple[Viewer, list[MappedLogin]]:
            viewer = await context.viewer()
            return viewer, await telephony_logins.telephony_logins(viewer.user_id)

        async with aclosing(follow(context.site, topic, read=read, of=())) as items:
            async for viewer, _ in items:
                yield _me(viewer)


def telephony_login(mapped: MappedLogin) -> TelephonyLogin:
    """Show a telephony login."""
    source = TelephonySourceName(
        id=strawberry.ID(str(mapped.source_id)), name=mapped.source_name or ""
    )
    return TelephonyLogin(
        id=strawberry.ID(str(mapped.id)),
        login=mapped.login,
        source=source if mapped.source_id else None,
        is_desk=mapped.is_desk,
    )


def _me(viewer: Viewer) -> Me:
    return Me(
        id=strawberry.ID(str(viewer.user_id)),
        login_name=viewer.login_name,
        full_name=viewer.full_name,
        privileges=sorted(viewer.privileges),
    )
