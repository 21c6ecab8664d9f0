"""Aliases of call reasons: several ids that the telephony system sends may mean the same reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.errors import InvalidValue
from models.scripts.changing import change, note
from models.scripts.defining import forget_received, free_id, reason_at
from models.scripts.tables import CallReason, CallReasonAlias

if TYPE_CHECKING:
    from models.database import Row
    from models.people.privileges import Viewer
    from models.site import Site

MOST_ALIASES = 200


async def add_reason_alias(
    site: Site, viewer: Viewer, reason_id: str, alias: str, *, version: int
) -> None:
    """Let one more id mean a reason; one that was received and undefined is so no longer."""

    async def add() -> None:
        await add_alias(site, viewer, await reason_at(reason_id, version), alias)

    await change(site, viewer, add)


async def add_alias(site: Site, viewer: Viewer, row: Row, text: str) -> None:
    """Add an alias within a change."""
    alias = await free_id(text)
    if await CallReasonAlias.count().where(CallReasonAlias.reason == row["id"]) >= MOST_ALIASES:
        raise InvalidValue("alias", f"A reason has at most {MOST_ALIASES} aliases.")
    await CallReasonAlias.insert(CallReasonAlias(alias=alias, reason=row["id"]))
    if row["is_active"]:
        await forget_received(alias)
    await _count_change(row)
    await note(site, viewer, "reason.alias_added", row["reason_id"], after={"alias": alias})


async def remove_reason_alias(
    site: Site, viewer: Viewer, reason_id: str, alias: str, *, version: int
) -> None:
    """Let an id mean nothing any more; calls that came with it keep their reason."""

    async def remove() -> None:
        row = await reason_at(reason_id, version)
        gone = (
            await CallReasonAlias.delete()
            .where(CallReasonAlias.reason == row["id"], CallReasonAlias.alias == alias)
            .returning(CallReasonAlias.alias)
        )
        if not gone:
            raise InvalidValue("alias", "is no alias of this reason.")
        await _count_change(row)
        await note(site, viewer, "reason.alias_removed", reason_id, before={"alias": alias})

    await change(site, viewer, remove)


async def _count_change(row: Row) -> None:
    await CallReason.update(version=row["version"] + 1).where(CallReason.id == row["id"])
