"""The states of a supervisor's agents: all as they are now, then each that changes.

However many supervisors follow a team, and administrators all teams, one change costs one statement in this process:
each team has one reader. Who may see a team is read anew only when something about people has changed.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.figures import agents_of_team
from models.errors import NotPermitted, NotSignedIn
from models.events import user_topic
from models.following import Followed, follow_each
from models.people.changing import ADMINISTRATION_TOPIC
from models.people.privileges import Privilege
from models.people.sessions import sessions_topic
from models.people.tables import User
from models.people.users import viewer_for
from models.sharing import read_together
from models.workspaces.workspaces import workspaces_topic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping
    from typing import Any, TypeAlias
    from uuid import UUID

    from models.calls.figures import Agent
    from models.people.privileges import Viewer
    from models.site import Site

    # Each team, or None for those who are in none, and who belongs to it.
    Teams: TypeAlias = Mapping[UUID | None, tuple[UUID, ...]]

RIGHTS = "rights"  # the key of what says which teams may be seen, beside those of the teams
WATCHERS = frozenset({Privilege.CALL_SUPERVISOR, Privilege.ADMIN})


class AgentStates(Struct, frozen=True, kw_only=True):
    """Show agents: with ``is_all`` everyone who may be seen, else those alone who changed."""

    is_all: bool
    agents: tuple[Agent, ...]


async def follow_agent_states(site: Site, viewer: Viewer) -> AsyncGenerator[AgentStates, None]:
    """Yield all agents that a supervisor or administrator may see, then those that change; all again with who they are.

    Changes that come faster than they are taken are seen as one. Raises ``NotPermitted`` for anybody else, now or
    later, and ``NotSignedIn`` for a disabled user.
    """
    asked = (viewer.user_id, frozenset(WATCHERS & viewer.privileges))
    while True:
        teams = await read_together(site, _teams_of, *asked)
        shown: dict[object, tuple[Agent, ...]] = {}
        async with aclosing(follow_each(site, _followed(teams, *asked))) as news:
            async for key, newest in news:
                if key == RIGHTS:
                    if newest != teams:
                        break
                    continue
                before, shown[key] = shown.get(key), newest
                if len(shown) == len(teams):
                    yield _states(shown, before=before, now=newest)
            else:
                return  # the bus is closed


def _states(
    shown: Mapping[object, tuple[Agent, ...]],
    *,
    before: tuple[Agent, ...] | None,
    now: tuple[Agent, ...],
) -> AgentStates:
    """Tell the difference, or all if somebody came or went."""
    if before is None or [each.user_id for each in before] != [each.user_id for each in now]:
        everyone = (each for team in shown.values() for each in team)
        by_name = sorted(everyone, key=lambda each: (each.full_name, each.user_id))
        return AgentStates(is_all=True, agents=tuple(by_name))
    known = set(before)
    return AgentStates(is_all=False, agents=tuple(each for each in now if each not in known))


def _followed(
    teams: Teams, user_id: UUID, privileges: frozenset[str]
) -> dict[object, Followed[Any]]:
    topics = (sessions_topic(user_id), ADMINISTRATION_TOPIC)
    rights = Followed(topics=topics, read=_teams_of, of=(user_id, privileges))
    return {RIGHTS: rights, **{team_id: _team(team_id, teams[team_id]) for team_id in teams}}


def _team(team_id: UUID | None, members: tuple[UUID, ...]) -> Followed[tuple[Agent, ...]]:
    topics = [topic for each in members for topic in (user_topic(each), workspaces_topic(each))]
    return Followed(topics=(ADMINISTRATION_TOPIC, *topics), read=agents_of_team, of=(team_id,))


async def _teams_of(user_id: UUID, privileges: frozenset[str]) -> Teams:
    """Read which teams a user may see, with those of these privileges that are still held."""
    viewer = await viewer_for(user_id)
    if viewer is None:
        raise NotSignedIn
    held = privileges & viewer.privileges
    if not held:
        raise NotPermitted(Privilege.CALL_SUPERVISOR)
    users = User.select(User.id, User.team).where(User.is_enabled.eq(True)).order_by(User.id)
    teams: dict[UUID | None, tuple[UUID, ...]] = {}
    if viewer.team_id is not None and Privilege.ADMIN not in held:
        users = users.where(User.team == viewer.team_id)
        teams[viewer.team_id] = ()
    for row in await users:
        teams[row["team"]] = (*teams.get(row["team"], ()), row["id"])
    return teams
