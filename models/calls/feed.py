"""The feed of a user's call state: the state as it is first, then after every change."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from models.calls.states import read_state_among
from models.events import user_topic
from models.following import follow

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from uuid import UUID

    from models.calls.states import CallState
    from models.site import Site


async def follow_state(site: Site, user_id: UUID) -> AsyncGenerator[CallState, None]:
    """Yield the current state, then another after each change; versions never fall.

    A state is read once after each change, whoever follows it. The same version again says that the user's privileges
    changed, and with them the beacon.
    """
    before: CallState | None = None
    following = follow(site, user_topic(user_id), read=read_state_among, of=(site, user_id))
    async with aclosing(following) as states:
        async for state in states:
            _trace(site, state, before=before)
            before = state
            yield state


def _trace(site: Site, state: CallState, *, before: CallState | None) -> None:
    """Trace that a beacon was handed to one more listener, once for each call."""
    was_flashing = before is not None and before.is_beacon_flashing
    if not state.is_beacon_flashing or state.call_id is None:
        return
    if before is None or not was_flashing or before.call_id != state.call_id:
        site.tracer.delivered(state.call_id, site.now(), was_following=before is not None)
