"""Take scripts from a file: known by their names, in force at once where they were in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from models.scripts.changing import note
from models.scripts.drafting import begin_script, count_change, version_having, write_version
from models.scripts.flow import content, read_flow, write_flow
from models.scripts.plans import ImportChange, ImportNoun, planned
from models.scripts.publishing import put_in_force
from models.scripts.scripts import VersionStatus
from models.scripts.tables import CallScript, ScriptVersion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer
    from models.scripts.filing import FiledScript
    from models.scripts.flow import Flow
    from models.site import Site


async def import_scripts(
    site: Site, viewer: Viewer, scripts: Iterable[FiledScript]
) -> list[ImportChange]:
    """Take scripts in within a change."""
    return [await _script(site, viewer, filed) for filed in scripts]


async def _script(site: Site, viewer: Viewer, filed: FiledScript) -> ImportChange:
    pages = tuple(map(content, filed.pages))
    row = (
        await CallScript.select()
        .where(CallScript.name == filed.name)
        .order_by(CallScript.id)
        .first()
    )
    if row is None:
        await _begin(site, viewer, filed, pages)
        return planned(ImportNoun.SCRIPT, filed.name, None, {})
    before = await _current(row["id"], filed)
    if before != pages:
        await _replace(site, viewer, row, filed, pages)
    return planned(ImportNoun.SCRIPT, filed.name, {"pages": before}, {"pages": pages})


async def _begin(site: Site, viewer: Viewer, filed: FiledScript, pages: Flow) -> None:
    script_id = await begin_script(site, viewer, filed.name, pages)
    draft = await version_having(script_id, VersionStatus.DRAFT)
    if filed.is_published and draft:
        await put_in_force(site, viewer, draft)


async def _current(script_id: UUID, filed: FiledScript) -> Flow | None:
    """Return what is here of what the file holds: the pages in force, or those of the draft."""
    row = await version_having(script_id, VersionStatus.PUBLISHED)
    if not filed.is_published:
        row = await version_having(script_id, VersionStatus.DRAFT) or row
    return tuple(map(content, read_flow(row["pages"]))) if row else None


async def _replace(
    site: Site, viewer: Viewer, script: Row, filed: FiledScript, pages: Flow
) -> None:
    """Add a version with these pages; a draft gives way to a draft, and stays beside what is put in force."""
    # Whoever has former pages on screen can't save them over these.
    flow = tuple(msgspec.structs.replace(page, revision=script["version"] + 1) for page in pages)
    draft = await version_having(script["id"], VersionStatus.DRAFT)
    if draft and not filed.is_published:
        await ScriptVersion.update(pages=write_flow(flow), author=viewer.user_id).where(
            ScriptVersion.id == draft["id"]
        )
        await count_change(script["id"])
        await note(site, viewer, "script.draft_replaced", script["id"], after={"by": "import"})
        return
    row = await write_version(site, viewer, script["id"], flow)
    await count_change(script["id"])
    if filed.is_published:
        await put_in_force(site, viewer, row)
