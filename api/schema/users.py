"""Users as administrators see them."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry import relay

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.paging import check_first, page_info
from api.schema.people import TelephonyLogin, User, telephony_login
from models.errors import InvalidValue, NoSuchUser
from models.people import teams, user_list
from models.people.privileges import Privilege
from models.people.teams import TeamCard
from models.people.user_list import UserCard, UserFilter


@strawberry.type
class TeamReference:
    """A team by its name."""

    id: strawberry.ID = strawberry.field(description="Ours; it never changes.")
    name: str = strawberry.field(description="As people name it.")


@strawberry.type
class Team(TeamReference):
    """A group of agents that its supervisors may see."""

    members: int = strawberry.field(description="How many users belong to it, disabled ones too.")
    version: int = strawberry.field(description="Give it when renaming the team.")


@strawberry.type
class UserAccount(User):
    """A user as administrators see one."""

    email: str = strawberry.field(description="Empty when there is none.")
    team: TeamReference | None = strawberry.field(description="Null for a user without a team.")
    is_enabled: bool = strawberry.field(description="Whether the user may sign in and get calls.")
    privileges: list[str] = strawberry.field(
        description="Such as gCallUser, in alphabetical order."
    )
    telephony_logins: list[TelephonyLogin] = strawberry.field(
        description="The extensions and agent ids under which telephony systems know the user."
    )
    created_at: datetime = strawberry.field(description="When the user was added.")
    signed_in_at: datetime | None = strawberry.field(
        description="When the user signed in last; null for never."
    )
    version: int = strawberry.field(description="Give it when changing the user.")


@strawberry.type
class UserAccountEdge:
    """One user of a page."""

    cursor: str = strawberry.field(description="Give it as `after` for the users behind it.")
    node: UserAccount = strawberry.field(description="The user.")


@strawberry.type
class UserAccountConnection:
    """A page of users by login name."""

    edges: list[UserAccountEdge] = strawberry.field(description="The users with their cursors.")
    page_info: relay.PageInfo = strawberry.field(description="Whether there is more, and where.")


@strawberry.type
class UserQuery:
    """Questions about users and teams; they need gAdmin."""

    @strawberry.field
    async def users(
        self,
        info: Info,
        *,
        search: str | None = None,
        is_enabled: bool | None = None,
        privilege: str | None = None,
        team: strawberry.ID | None = None,
        first: int = 20,
        after: str | None = None,
    ) -> UserAccountConnection:
        """Users by login name, at most 100 a page; `search` by beginnings of names, e-mail, telephony logins."""
        check_first(first, most=user_list.LARGEST_PAGE)
        wanted = UserFilter(
            search=search,
            is_enabled=is_enabled,
            privilege=read_privilege(privilege) if privilege is not None else None,
            team_id=read_id(team, name="team") if team is not None else None,
        )
        viewer, cursor = await info.context.viewer(), read_id(after) if after is not None else None
        found = await user_list.list_users(viewer, wanted, first=first, after=cursor)
        return _page(found, first=first, after=after)

    @strawberry.field
    async def user(self, info: Info, id: strawberry.ID) -> UserAccount | None:
        """One user; null when there is none."""
        viewer = await info.context.viewer()
        try:
            return user_account(await user_list.user_card(viewer, read_id(id)))
        except (NoSuchUser, InvalidValue):
            return None

    @strawberry.field
    async def teams(self, info: Info) -> list[Team]:
        """Every team, by name."""
        return [show_team(each) for each in await teams.list_teams(await info.context.viewer())]


async def account_of(info: Info, user_id: UUID) -> UserAccount:
    """Read a user again after a change."""
    return user_account(await user_list.user_card(await info.context.viewer(), user_id))


def user_account(card: UserCard) -> UserAccount:
    """Show a user."""
    team = TeamReference(id=strawberry.ID(str(card.team_id)), name=card.team_name or "")
    return UserAccount(
        id=strawberry.ID(str(card.id)),
        login_name=card.login_name,
        full_name=card.full_name,
        email=card.email,
        team=team if card.team_id else None,
        is_enabled=card.is_enabled,
        privileges=list(card.privileges),
        telephony_logins=[telephony_login(each) for each in card.telephony_logins],
        created_at=card.created_at,
        signed_in_at=card.signed_in_at,
        version=card.version,
    )


def show_team(card: TeamCard) -> Team:
    """Show a team."""
    return Team(
        id=strawberry.ID(str(card.id)),
        name=card.name,
        members=card.members,
        version=card.version,
    )


def read_privilege(name: str) -> Privilege:
    """Read the name of a privilege."""
    try:
        return Privilege(name)
    except ValueError as error:
        raise InvalidValue("privilege", f"is one of {', '.join(Privilege)}.") from error


def _page(found: list[UserCard], *, first: int, after: str | None) -> UserAccountConnection:
    edges = [
        UserAccountEdge(cursor=str(card.id), node=user_account(card)) for card in found[:first]
    ]
    return UserAccountConnection(
        edges=edges,
        page_info=page_info(edges, found=found, after=after),
    )
