"""Call scripts: which one a reason shows, and its pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.identifiers import new_id
from models.scripts.tables import CallReason, CallScript, ScriptVersion

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.database import Row

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptPage:
    """Hold one page of a script: Markdown with merge fields in Liquid."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Show one version of a script."""

    version_id: UUID
    name: str
    number: int
    pages: tuple[ScriptPage, ...]


async def version_for(reason: UUID) -> UUID | None:
    """Return the version in force of the script that a reason shows; None when nothing is published."""
    rows: list[Row] = await CallReason.raw(
        SCRIPT_OF_REASON, VersionStatus.PUBLISHED.value, reason, reason
    )
    return rows[0]["id"] if rows else None


async def script_version(version_id: UUID) -> Script:
    """Read one version with its pages, whatever its status."""
    row = (
        await ScriptVersion.select(*ScriptVersion.all_columns(), ScriptVersion.script.name)
        .where(ScriptVersion.id == version_id)
        .first()
    )
    if row is None:
        raise LookupError(f"There is no script version {version_id}.")
    return Script(
        version_id=row["id"],
        name=row["script.name"],
        number=row["number"],
        pages=tuple(ScriptPage(**page) for page in json.loads(row["pages"])),
    )


async def add_published_script(name: str, pages: list[ScriptPage], *, now: datetime) -> UUID:
    """Add a script whose first version is in force; within a job of the writer."""
    script_id = new_id()
    await CallScript.insert(CallScript(id=script_id, name=name))
    await ScriptVersion.insert(
        ScriptVersion(
            script=script_id,
            number=1,
            status=VersionStatus.PUBLISHED,
            pages=json.dumps(
                [{"id": page.id, "title": page.title, "text": page.text} for page in pages]
            ),
            created_at=now,
            published_at=now,
        )
    )
    return script_id
