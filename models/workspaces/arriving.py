"""Following the calls that arrive, from where somebody has left off: none is missed, none told twice."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from models.calls.arrivals import ARRIVALS_TOPIC, place_of
from models.calls.calls import calls_after
from models.errors import NotSignedIn
from models.people.users import viewer_for
from models.sharing import read_together

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from uuid import UUID

    from models.calls.calls import LedgerCall
    from models.events import Listener
    from models.people.privileges import Viewer
    from models.site import Site

LOOKED_EVERY = 30.0  # seconds; the most that a lost announcement delays a call


class Arrival(Struct, frozen=True, kw_only=True):
    """Tell of a call, and after which one to go on later; the first item has that alone."""

    cursor: UUID
    call: LedgerCall | None


async def follow_arrivals(
    site: Site, viewer: Viewer, *, after: UUID | None = None
) -> AsyncGenerator[Arrival, None]:
    """Yield where it begins, the calls that arrived after that one, then each that arrives; without one, from now on.

    A call is told once, when it arrives; what becomes of it is not. At most 100 are held for a slow reader, who is
    never left out of anything. Raises ``InvalidValue`` for a call that never arrived, ``NotSignedIn`` for a disabled
    user.
    """
    async with site.bus.listen(ARRIVALS_TOPIC) as announcements:
        position, cursor = await place_of(after)
        yield Arrival(cursor=cursor, call=None)
        asked = (viewer.user_id, viewer.privileges)
        while True:
            found = await read_together(site, _arrived, *asked, position)
            for place, call in found:
                position = place
                yield Arrival(cursor=call.id, call=call)
            if not found and not await _news(announcements):
                return


async def _news(announcements: Listener) -> bool:
    """Wait for an announcement, or for a while; False when the bus is closed."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LOOKED_EVERY):
            return await anext(announcements, None) is not None
    return True


async def _arrived(
    user_id: UUID, privileges: frozenset[str], position: int
) -> list[tuple[int, LedgerCall]]:
    """Read what has arrived, as far as the user may see it now with those of these privileges that are still held."""
    viewer = await viewer_for(user_id)
    if viewer is None:
        raise NotSignedIn
    held = replace(viewer, privileges=viewer.privileges & privileges)
    return await calls_after(held, position)
