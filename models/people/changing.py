"""Changing what administrators see: one job each, announced after the commit, so that open pages read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from models.people.privileges import Privilege, Viewer, require

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from models.site import Site

T = TypeVar("T")

ADMINISTRATION_TOPIC = "administration"


async def administer(site: Site, job: Callable[[], Awaitable[T]]) -> T:
    """Run a change of users, teams, sources or tokens in a job of the writer, and announce it after the commit."""
    result = await site.writer.run(job)
    await announce_administration(site)
    return result


async def announce_administration(site: Site) -> None:
    """Tell the pages of administrators that something has changed; call it after the commit."""
    await site.bus.announce(ADMINISTRATION_TOPIC, 1)


async def administration_changes(
    site: Site, asking: Callable[[], Awaitable[Viewer]]
) -> AsyncGenerator[int, None]:
    """Count up from 0 with each change; ``asking`` is read each time, for rights may have been revoked since.

    Changes that come faster than they are taken are seen as one.
    """
    changes = 0
    require(await asking(), Privilege.ADMIN)
    async with site.bus.listen(ADMINISTRATION_TOPIC) as announcements:
        yield changes
        async for _ in announcements:
            require(await asking(), Privilege.ADMIN)
            changes += 1
            yield changes
