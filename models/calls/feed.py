"""The feed of a user's call state: the state as it is first, then after every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calls.states import read_state
from models.events import user_topic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from uuid import UUID

    from models.calls.states import CallState
    from models.site import Site


async def follow_state(site: Site, user_id: UUID) -> AsyncGenerator[CallState, None]:
    """Yield the current state, then another after each change; versions never fall.

    It listens before it reads, so no change falls between the two. Changes that come faster than they are taken are
    seen as one. What is announced is only that something changed, so each state is read fresh; the same version again
    says that the user's privileges changed, and with them perhaps the beacon.
    """
    async with site.bus.listen(user_topic(user_id)) as announcements:
        state = await read_state(user_id)
        _trace(site, state, before=None)
        yield state
        async for announcement in announcements:
            if not announcement.missed and (announcement.version or 0) < state.version:
                continue
            newer = await read_state(user_id)
            if newer != state:
                before, state = state, newer
                _trace(site, state, before=before)
                yield state


def _trace(site: Site, state: CallState, *, before: CallState | None) -> None:
    """Trace that a beacon was handed to one more listener, once for each call."""
    was_flashing = before is not None and before.is_beacon_flashing
    if not state.is_beacon_flashing or state.call_id is None:
        return
    if before is None or not was_flashing or before.call_id != state.call_id:
        site.tracer.delivered(state.call_id, site.now())
