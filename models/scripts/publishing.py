"""Putting a call script in force, and out of it; a running call keeps the version it began with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.calls.tables import InboundCall
from models.errors import InvalidValue, ScriptHasErrors, ScriptInUse
from models.scripts.changing import change, note
from models.scripts.checking import check_flow
from models.scripts.drafting import count_change, script_at, version_having
from models.scripts.flow import read_flow
from models.scripts.naming import merge_fields
from models.scripts.scripts import VersionStatus
from models.scripts.tables import CallReason, CallScript, ScriptVersion
from models.workspaces.tables import CallRecord

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer
    from models.scripts.checking import Finding
    from models.site import Site


async def findings_of(version_id: UUID) -> list[Finding]:
    """Find what is wrong with a version as it is now."""
    row = (
        await ScriptVersion.select(ScriptVersion.pages)
        .where(ScriptVersion.id == version_id)
        .first()
    )
    return check_flow(read_flow(row["pages"]), await merge_fields()) if row else []


async def publish_script(site: Site, viewer: Viewer, script_id: UUID, *, version: int) -> None:
    """Put the draft in force for the calls that open from now on; the version before it is past.

    Raises ``ScriptHasErrors``, and ``ChangedMeanwhile`` unless ``version`` is the script's newest.
    """

    async def publish() -> None:
        await script_at(script_id, version)
        draft = await version_having(script_id, VersionStatus.DRAFT)
        if draft is None:
            raise InvalidValue("id", "is a script without a draft.")
        errors = [found for found in await findings_of(draft["id"]) if found.is_error]
        if errors:
            raise ScriptHasErrors(len(errors))
        await put_in_force(site, viewer, draft)

    await change(site, viewer, publish)


async def put_in_force(site: Site, viewer: Viewer, draft: Row) -> None:
    """Put a draft in force within a change."""
    former = await version_having(draft["script"], VersionStatus.PUBLISHED)
    if former:
        await _set_status(former, VersionStatus.RETIRED)
    await ScriptVersion.update(status=VersionStatus.PUBLISHED.value, published_at=site.now()).where(
        ScriptVersion.id == draft["id"]
    )
    await count_change(draft["script"])
    await note(
        site,
        viewer,
        "script.published",
        draft["script"],
        before={"version": former["number"]} if former else None,
        after={"version": draft["number"]},
    )


async def retire_script(site: Site, viewer: Viewer, script_id: UUID, *, version: int) -> None:
    """Take a script out of force: its reasons show the default reason's. A second time nothing happens."""

    async def retire() -> None:
        await script_at(script_id, version)
        former = await version_having(script_id, VersionStatus.PUBLISHED)
        if former is None:
            return
        await _set_status(former, VersionStatus.RETIRED)
        await count_change(script_id)
        before = {"version": former["number"]}
        await note(site, viewer, "script.retired", script_id, before=before)

    await change(site, viewer, retire)


async def delete_script(site: Site, viewer: Viewer, script_id: UUID, *, version: int) -> None:
    """Delete a script that no reason, call or record refers to; raise ``ScriptInUse`` for another."""

    async def delete() -> None:
        row = await script_at(script_id, version)
        if await _is_used(script_id):
            raise ScriptInUse
        await CallScript.delete().where(CallScript.id == script_id)
        await note(site, viewer, "script.deleted", script_id, before={"name": row["name"]})

    await change(site, viewer, delete)


async def _is_used(script_id: UUID) -> bool:
    if await CallReason.exists().where(CallReason.script == script_id):
        return True
    rows = await ScriptVersion.select(ScriptVersion.id).where(ScriptVersion.script == script_id)
    versions = [row["id"] for row in rows]
    calls = InboundCall.exists().where(InboundCall.script_version.is_in(versions))
    return await calls or await CallRecord.exists().where(CallRecord.script_version.is_in(versions))


async def _set_status(row: Row, status: VersionStatus) -> None:
    await ScriptVersion.update(status=status.value).where(ScriptVersion.id == row["id"])
