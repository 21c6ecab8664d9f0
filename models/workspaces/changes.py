"""Following that anything about the calls that somebody may see has changed, for lists that are read again then."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from models.errors import NotSignedIn
from models.events import user_topic
from models.people.privileges import Privilege
from models.people.sessions import sessions_topic
from models.people.tables import User
from models.people.users import viewer_for
from models.workspaces.workspaces import workspaces_topic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from uuid import UUID

    from models.events import Listener
    from models.people.privileges import Viewer
    from models.site import Site

# Seconds. A team always has a call that begins or ends: what changes within the first is one change. The second is
# until somebody who joined the team is followed too.
COLLECTED_FOR = 0.5
LOOKED_EVERY = 10.0


async def follow_call_changes(site: Site, viewer: Viewer) -> AsyncGenerator[int, None]:
    """Yield 0 as soon as changes are heard of, then one more after each: of a call, a workspace or a record.

    What is typed is no change. Raises ``NotSignedIn`` for a user who was disabled.
    """
    changes = 0
    while True:
        watched = await _watched(viewer.user_id)
        async with site.bus.listen(*_topics(viewer, watched)) as announcements:
            yield changes
            is_same = True
            while is_same:
                is_news, is_over = await _news(announcements)
                if is_over:
                    return
                is_same = await _watched(viewer.user_id) == watched
                changes += is_news or not is_same
                if is_news and is_same:
                    yield changes


async def _watched(user_id: UUID) -> frozenset[UUID]:
    """Read whose calls the user may see, with the privileges of the moment."""
    viewer = await viewer_for(user_id)
    if viewer is None:
        raise NotSignedIn
    users = User.select(User.id)
    if not viewer.has(Privilege.CALL_SUPERVISOR):
        return frozenset({user_id})
    if viewer.team_id is not None:
        users = users.where(User.team == viewer.team_id)
    return frozenset({user_id, *(row["id"] for row in await users)})


def _topics(viewer: Viewer, watched: frozenset[UUID]) -> list[str]:
    topics = [sessions_topic(viewer.user_id)]
    for user_id in watched:
        topics += [user_topic(user_id), workspaces_topic(user_id)]
    return topics


async def _news(announcements: Listener) -> tuple[bool, bool]:
    """Wait for an announcement, or for a while; tell whether there was one, and whether the bus is closed."""
    try:
        async with asyncio.timeout(LOOKED_EVERY):
            await anext(announcements)
    except TimeoutError:
        return False, False
    except StopAsyncIteration:
        return False, True
    await asyncio.sleep(COLLECTED_FOR)
    announcements.discard()
    return True, False
