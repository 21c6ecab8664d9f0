"""The states of a supervisor's agents: all as they are now, then each that changes.

However many supervisors follow a team, and administrators all teams, one change costs one statement in this process:
each team has one reader. Who may see a team is read anew only when something about people has changed.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.figures import agents_of_team
from models.following import Followed, follow_each
from models.sharing import read_together
from models.workspaces.watched_teams import rights, teams_of, topics_of, watcher

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping
    from typing import Any
    from uuid import UUID

    from models.calls.figures import Agent
    from models.people.privileges import Viewer
    from models.site import Site

RIGHTS = "rights"  # the key of what says which teams may be seen, beside those of the teams


class AgentStates(Struct, frozen=True, kw_only=True):
    """Show agents: with ``is_all`` everyone who may be seen, else those alone who changed."""

    is_all: bool
    agents: tuple[Agent, ...]


async def follow_agent_states(site: Site, viewer: Viewer) -> AsyncGenerator[AgentStates, None]:
    """Yield all agents that a supervisor or administrator may see, then those that change; all again with who they are.

    Changes that come faster than they are taken are seen as one. Raises ``NotPermitted`` for anybody else, now or
    later, and ``NotSignedIn`` for a disabled user.
    """
    asked = watcher(viewer)
    while True:
        teams = await read_together(site, teams_of, *asked)
        shown: dict[object, tuple[Agent, ...]] = {}
        followed: dict[object, Followed[Any]] = {RIGHTS: rights(*asked)}
        followed |= {team_id: _team(team_id, teams[team_id]) for team_id in teams}
        async with aclosing(follow_each(site, followed)) as news:
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


def _team(team_id: UUID | None, members: tuple[UUID, ...]) -> Followed[tuple[Agent, ...]]:
    return Followed(topics=topics_of(members), read=agents_of_team, of=(team_id,))
