"""Call scripts: which version a reason shows, and reading scripts with their versions."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from models.errors import NoSuchScript
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer, require
from models.scripts.flow import Flow, read_flow, write_flow
from models.scripts.tables import CallReason, CallScript, ScriptVersion

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.scripts.flow import ScriptPage

# The published version of the reason's script; where the reason has none, of the default reason's.
SCRIPT_OF_REASON = """
    SELECT v.id FROM call_reason r
    JOIN script_version v ON v.script = r.script AND v.status = {}
    WHERE r.id = {} OR r.is_default
    ORDER BY CASE WHEN r.id = {} THEN 0 ELSE 1 END
    LIMIT 1
"""


class VersionStatus(StrEnum):
    """Say whether a version of a script is being written, in force, or past."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    RETIRED = "RETIRED"


class Script(Struct, frozen=True, kw_only=True):
    """Show one version of a script."""

    version_id: UUID
    name: str
    number: int
    pages: Flow


class VersionSummary(Struct, frozen=True, kw_only=True):
    """Show when a version was begun and published, and who wrote on it last; None for one that came with Callbeacon."""

    id: UUID
    number: int
    status: VersionStatus
    author: str | None
    created_at: datetime
    published_at: datetime | None


class ManagedScript(Struct, frozen=True, kw_only=True):
    """Show a script to those who write it; ``version`` grows with every change, of its draft too.

    ``versions`` begin with the newest. ``reasons`` are the ids of the reasons that show it.
    """

    id: UUID
    name: str
    version: int
    versions: tuple[VersionSummary, ...]
    reasons: tuple[str, ...]

    @property
    def draft(self) -> VersionSummary | None:
        """Return the version that is being written, if one is."""
        return self._having(VersionStatus.DRAFT)

    @property
    def published(self) -> VersionSummary | None:
        """Return the version in force, if one is."""
        return self._having(VersionStatus.PUBLISHED)

    @property
    def edited(self) -> VersionSummary:
        """Return the version that the editor shows: the draft, else what a draft would begin with."""
        return self.draft or self.published or self.versions[0]

    def _having(self, status: VersionStatus) -> VersionSummary | None:
        return next((version for version in self.versions if version.status is status), None)


async def version_for(reason: UUID) -> UUID | None:
    """Return the version in force of the script that a reason shows; None when nothing is published."""
    rows: list[Row] = await CallReason.raw(
        SCRIPT_OF_REASON, VersionStatus.PUBLISHED.value, reason, reason
    )
    return rows[0]["id"] if rows else None


async def script_version(version_id: UUID) -> Script:
    """Read one version with its pages, whatever its status."""
    found = await script_versions({version_id})
    if version_id not in found:
        raise LookupError(f"There is no script version {version_id}.")
    return found[version_id]


async def script_versions(version_ids: Collection[UUID]) -> dict[UUID, Script]:
    """Read several versions, by id, in one statement."""
    if not version_ids:
        return {}
    rows = await ScriptVersion.select(
        *ScriptVersion.all_columns(), ScriptVersion.script.name
    ).where(ScriptVersion.id.is_in(list(version_ids)))
    return {
        row["id"]: Script(
            version_id=row["id"],
            name=row["script.name"],
            number=row["number"],
            pages=read_flow(row["pages"]),
        )
        for row in rows
    }


async def call_scripts(viewer: Viewer) -> list[ManagedScript]:
    """List every script by name."""
    require(viewer, Privilege.CALL_MANAGEMENT)
    versions, reasons = defaultdict(list), defaultdict(list)
    columns = [
        column for column in ScriptVersion.all_columns() if column is not ScriptVersion.pages
    ]
    for row in await ScriptVersion.select(*columns, ScriptVersion.author.full_name).order_by(
        ScriptVersion.number, ascending=False
    ):
        versions[row["script"]].append(_summary(row))
    for row in await CallReason.select(CallReason.reason_id, CallReason.script).order_by(
        CallReason.name
    ):
        reasons[row["script"]].append(row["reason_id"])
    rows = await CallScript.select().order_by(CallScript.name).order_by(CallScript.id)
    return [
        ManagedScript(
            id=row["id"],
            name=row["name"],
            version=row["version"],
            versions=tuple(versions[row["id"]]),
            reasons=tuple(reasons[row["id"]]),
        )
        for row in rows
    ]


async def call_script(viewer: Viewer, script_id: UUID) -> ManagedScript:
    """Read one script."""
    found = next((each for each in await call_scripts(viewer) if each.id == script_id), None)
    if found is None:
        raise NoSuchScript
    return found


async def pages_of(script: ManagedScript) -> Flow:
    """Read what the editor shows: the pages of the draft, else those that a draft would begin with."""
    return (await script_version(script.edited.id)).pages


async def add_published_script(
    name: str, pages: Sequence[ScriptPage], *, now: datetime, author: UUID | None = None
) -> UUID:
    """Add a script whose first version is in force; within a job of the writer."""
    script_id = new_id()
    await CallScript.insert(CallScript(id=script_id, name=name))
    await ScriptVersion.insert(
        ScriptVersion(
            script=script_id,
            number=1,
            status=VersionStatus.PUBLISHED,
            pages=write_flow(tuple(pages)),
            author=author,
            created_at=now,
            published_at=now,
        )
    )
    return script_id


def _summary(row: Row) -> VersionSummary:
    return VersionSummary(
        id=row["id"],
        number=row["number"],
        status=VersionStatus(row["status"]),
        author=row["author.full_name"],
        created_at=row["created_at"],
        published_at=row["published_at"],
    )
