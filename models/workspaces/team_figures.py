"""The figures of the last hour of whatever teams somebody may watch: as they are now, then as they change.

They change with every call of every agent, so they are read at a calm pace, once for all who watch the same teams.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from models.calls.last_hour import last_hour
from models.following import Followed, Pace, follow_each
from models.sharing import read_together
from models.workspaces.watched_teams import rights, teams_of, topics_of, watcher

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from typing import Any

    from models.calls.last_hour import LastHour
    from models.people.privileges import Viewer
    from models.site import Site
    from models.workspaces.watched_teams import Teams

# Nobody sees a mean change faster than this; and by the minute calls become older than an hour.
PACE = Pace(rest=5.0, at_least_every=60.0)
RIGHTS, FIGURES = "rights", "figures"


async def team_figures(site: Site, viewer: Viewer) -> LastHour:
    """Return the figures of the agents that a supervisor or administrator may see; for others ``NotPermitted``."""
    teams = await read_together(site, teams_of, *watcher(viewer))
    return await read_together(site, last_hour, site, tuple(teams))


async def follow_team_figures(site: Site, viewer: Viewer) -> AsyncGenerator[LastHour, None]:
    """Yield the same now, then again when they have changed, at most every five seconds.

    Raises ``NotPermitted`` for anybody else, now or later, and ``NotSignedIn`` for a disabled user.
    """
    asked = watcher(viewer)
    while True:
        teams = await read_together(site, teams_of, *asked)
        followed: dict[str, Followed[Any]] = {
            RIGHTS: rights(*asked),
            FIGURES: _figures(site, teams),
        }
        async with aclosing(follow_each(site, followed)) as news:
            async for key, newest in news:
                if key == FIGURES:
                    yield newest
                elif newest != teams:
                    break
            else:
                return  # the bus is closed


def _figures(site: Site, teams: Teams) -> Followed[LastHour]:
    members = (each for team in teams.values() for each in team)
    of = (site, tuple(teams))
    return Followed(topics=topics_of(members), read=last_hour, of=of, pace=PACE)
