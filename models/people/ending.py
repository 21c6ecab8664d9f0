"""Wait for the end of what somebody came in with: a session of a browser, a token of a tool."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from models.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from models.events import Listener
    from models.site import Site

CHECKED_EVERY = timedelta(seconds=30)  # the net under announcements that are lost
NEVER = datetime.max.replace(tzinfo=UTC)


async def until_ended(
    site: Site, topic: str, read_end: Callable[[], Awaitable[datetime | None]]
) -> None:
    """Return when ``read_end`` says None (it has ended) or the time that it says has come.

    It is asked anew after each announcement of the topic, and now and then without one.
    """
    async with site.bus.listen(topic) as announcements:
        end = await read_end()
        while end is not None and (left := end - site.now()) > timedelta():
            with suppress(TimeoutError):
                wait = min(left, CHECKED_EVERY).total_seconds()
                # Not wait_for: before Python 3.12 it forgets to be cancelled when the news comes in the same moment.
                async with asyncio.timeout(wait):
                    await _next(announcements)
            with suppress(Unavailable):  # a database that is down is no reason to leave a page
                end = await read_end()


async def _next(announcements: Listener) -> None:
    async for _ in announcements:
        return
    # The bus has closed with the server, which says nothing about the session.
    await asyncio.Event().wait()
