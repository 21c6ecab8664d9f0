"""Teams: groups of agents that their supervisors may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models import audit
from models.errors import ChangedMeanwhile, InvalidValue, NoSuchTeam, TeamNotEmpty
from models.people.changing import administer
from models.people.privileges import Privilege, Viewer, require, require_admin
from models.people.tables import Team, User
from models.text import checked

if TYPE_CHECKING:
    from uuid import UUID

    from models.site import Site

TEAMS = """
    SELECT t.*, (SELECT COUNT(*) FROM app_user u WHERE u.team = t.id) AS members
    FROM team t ORDER BY t.name, t.id
"""
# The members are looked for by the same statement, so that nobody joins in between.
DELETE = """
    DELETE FROM team WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM app_user u WHERE u.team = $1)
    RETURNING id
"""


class TeamCard(Struct, frozen=True, kw_only=True):
    """Show a team; ``version`` grows with every change of its name."""

    id: UUID
    name: str
    members: int
    version: int


async def list_teams(viewer: Viewer) -> list[TeamCard]:
    """List the teams by name."""
    require(viewer, Privilege.ADMIN)
    return await all_teams()


async def all_teams() -> list[TeamCard]:
    """List the teams by name, for the command line, which asks for nobody."""
    return [
        TeamCard(
            id=row["id"], name=row["name"], members=int(row["members"]), version=row["version"]
        )
        for row in await Team.raw(TEAMS)
    ]


async def create_team(site: Site, by: Viewer | None, name: str) -> UUID:
    """Add a team; a name that is taken is refused. ``by`` is None for the command line, here and below."""
    require_admin(by)
    name = checked("name", name, shortest=1)

    async def create() -> UUID:
        added = await Team.insert(Team(name=name)).on_conflict(target=Team.name).returning(Team.id)
        if not added:
            raise InvalidValue("name", f"{name} is taken.")
        team_id: UUID = added[0]["id"]
        after = {"name": name}
        await audit.note(site, by, "team.created", kind="team", subject=team_id, after=after)
        return team_id

    return await administer(site, create)


async def rename_team(
    site: Site, by: Viewer | None, team_id: UUID, name: str, *, version: int
) -> None:
    """Rename a team; raise ``ChangedMeanwhile`` unless ``version`` is the newest."""
    require_admin(by)
    name = checked("name", name, shortest=1)

    async def rename() -> None:
        before = await Team.select().where(Team.id == team_id).first()
        if before is None:
            raise NoSuchTeam
        if await Team.exists().where(Team.name == name, Team.id != team_id):
            raise InvalidValue("name", f"{name} is taken.")
        stored = (
            await Team.update({Team.name: name, Team.version: version + 1})
            .where(Team.id == team_id, Team.version == version)
            .returning(Team.id)
        )
        if not stored:
            raise ChangedMeanwhile
        was, now = {"name": before["name"]}, {"name": name}
        await audit.note(
            site, by, "team.renamed", kind="team", subject=team_id, before=was, after=now
        )

    await administer(site, rename)


async def delete_team(site: Site, by: Viewer | None, team_id: UUID) -> None:
    """Delete a team that nobody belongs to; raise ``TeamNotEmpty`` for any other."""
    require_admin(by)

    async def delete() -> None:
        before = await Team.select().where(Team.id == team_id).first()
        if before is None:
            raise NoSuchTeam
        if await User.exists().where(User.team == team_id) or not await site.database.fetch(
            DELETE, team_id
        ):
            raise TeamNotEmpty
        was = {"name": before["name"]}
        await audit.note(site, by, "team.deleted", kind="team", subject=team_id, before=was)

    await administer(site, delete)


async def find_team(name: str) -> TeamCard:
    """Return the team of this name; raise ``NoSuchTeam``."""
    for team in await all_teams():
        if team.name == name.strip():
            return team
    raise NoSuchTeam
