"""Changing what call management shapes: who may, one change after the other, in the audit trail, announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from models import audit
from models.people.privileges import Privilege, Viewer, require

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from models.site import Site

T = TypeVar("T")

CALL_MANAGEMENT_TOPIC = "call-management"

# Not FOR UPDATE: messages that refer to the default reason need not wait for an administrator.
ONE_AT_A_TIME = "SELECT id FROM call_reason WHERE is_default FOR NO KEY UPDATE"


async def change(site: Site, viewer: Viewer, job: Callable[[], Awaitable[T]]) -> T:
    """Run a change for somebody with gCallManagement, alone among such changes; announce it after the commit.

    Being alone keeps what no constraint can: an id is unique over reasons and aliases, a script has one draft.
    """
    require(viewer, Privilege.CALL_MANAGEMENT)

    async def alone() -> T:
        if not site.database.is_sqlite:
            await site.database.fetch(ONE_AT_A_TIME)
        return await job()

    result = await site.writer.run(alone)
    await site.bus.announce(CALL_MANAGEMENT_TOPIC, 1)
    return result


async def note(
    site: Site,
    viewer: Viewer,
    action: str,
    subject: object,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Note in the audit trail what differs between before and after; ``action`` begins with the noun."""
    old, new = before or {}, after or {}
    differs = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    await audit.note(
        site,
        viewer,
        action,
        kind=action.partition(".")[0],
        subject=subject,
        before=None if before is None else {n: old[n] for n in differs if n in old},
        after=None if after is None else {n: new[n] for n in differs if n in new},
    )
