"""What administrators can do with teams; who belongs to one is said of the user, by `updateUser`."""

from typing import Annotated
from uuid import UUID

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from api.schema.users import Team, show_team
from models.errors import NoSuchTeam
from models.people import teams


@strawberry.type
class DeletedTeam:
    """A team that is gone."""

    id: strawberry.ID = strawberry.field(description="As in `Team.id`.")


TeamResult = Annotated[
    Team | Refusal,
    strawberry.union("TeamResult", description="The team now, or why it is as before."),
]
DeleteTeamResult = Annotated[
    DeletedTeam | Refusal,
    strawberry.union("DeleteTeamResult", description="The team that is gone, or why it stays."),
]


@strawberry.type
class TeamMutation:
    """What administrators can do with teams; all of it needs gAdmin."""

    @strawberry.mutation
    async def create_team(self, info: Info, name: str) -> TeamResult:
        """Add a team without members."""
        return await or_refusal(_create(info, name))

    @strawberry.mutation
    async def rename_team(
        self, info: Info, id: strawberry.ID, version: int, name: str
    ) -> TeamResult:
        """Rename a team over the version that was on screen."""
        return await or_refusal(_rename(info, id, version, name))

    @strawberry.mutation
    async def delete_team(self, info: Info, id: strawberry.ID) -> DeleteTeamResult:
        """Delete a team that nobody belongs to."""
        return await or_refusal(_delete(info, id))


async def _create(info: Info, name: str) -> Team:
    viewer = await info.context.viewer()
    return await _team(info, await teams.create_team(info.context.site, viewer, name))


async def _rename(info: Info, id: str, version: int, name: str) -> Team:
    site, viewer, team_id = info.context.site, await info.context.viewer(), read_id(id)
    await teams.rename_team(site, viewer, team_id, name, version=version)
    return await _team(info, team_id)


async def _delete(info: Info, id: strawberry.ID) -> DeletedTeam:
    viewer = await info.context.viewer()
    await teams.delete_team(info.context.site, viewer, read_id(id))
    return DeletedTeam(id=id)


async def _team(info: Info, team_id: UUID) -> Team:
    for team in await teams.list_teams(await info.context.viewer()):
        if team.id == team_id:
            return show_team(team)
    raise NoSuchTeam
