"""What a supervisor watches: the agents of the own teams as they are now, then as they change."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from models.calls.figures import agents
from models.errors import NotSignedIn
from models.events import user_topic
from models.people.sessions import sessions_topic
from models.people.users import viewer_for
from models.workspaces.workspaces import workspaces_topic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from models.calls.figures import Agent
    from models.events import Listener
    from models.people.privileges import Viewer
    from models.site import Site

# Seconds. In a busy centre somebody always changes: what changes within the first is shown as one change. The second
# is until somebody who joined the team is seen.
COLLECTED_FOR = 0.25
LOOKED_EVERY = 5.0


async def follow_agents(site: Site, viewer: Viewer) -> AsyncGenerator[list[Agent], None]:
    """Yield all agents that a supervisor may see, then all of them again after each change.

    Raises ``NotPermitted`` when the viewer is no supervisor (any more), ``NotSignedIn`` for a disabled user.
    """
    shown = await _agents_now(viewer)
    yield shown
    while True:
        watched = {each.user_id for each in shown}
        async with site.bus.listen(*_topics(viewer, shown)) as announcements:
            while {each.user_id for each in shown} == watched:
                newer = await _agents_now(viewer)
                if newer != shown:
                    shown = newer
                    yield shown
                    continue
                if not await _news(announcements):
                    return


def _topics(viewer: Viewer, watched: Sequence[Agent]) -> list[str]:
    topics = [sessions_topic(viewer.user_id)]
    for each in watched:
        topics += [user_topic(each.user_id), workspaces_topic(each.user_id)]
    return topics


async def _agents_now(viewer: Viewer) -> list[Agent]:
    supervisor = await viewer_for(viewer.user_id)
    if supervisor is None:
        raise NotSignedIn
    return await agents(supervisor)


async def _news(announcements: Listener) -> bool:
    """Wait until something was announced, or for a while; False when the bus is closed."""
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOKED_EVERY):
                await anext(announcements)
                await asyncio.sleep(COLLECTED_FOR)
    except StopAsyncIteration:
        return False
    return True
