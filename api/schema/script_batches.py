"""The pages of the call scripts of one answer: read once for all of them, when the first one asks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from models.scripts import naming
from models.scripts.scripts import script_versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from models.scripts.flow import Flow
    from models.scripts.naming import MergeField
    from models.scripts.scripts import ManagedScript, Script


class ScriptBatch:
    """Hold the scripts of one answer; it lives no longer than that, so that nothing in it is old."""

    def __init__(self, scripts: Sequence[ManagedScript]) -> None:
        self._edited = frozenset(script.edited.id for script in scripts)
        self._all = frozenset(version.id for script in scripts for version in script.versions)
        self._known: dict[frozenset[UUID], Mapping[UUID, Script]] = {}
        self._fields: Sequence[MergeField] | None = None
        self._reading = asyncio.Lock()

    async def edited_pages(self, script: ManagedScript) -> Flow:
        """Return what the editor shows of one of the scripts."""
        return (await self._read(self._edited))[script.edited.id].pages

    async def pages(self, version_id: UUID) -> Flow:
        """Return the pages of one version of one of the scripts."""
        return (await self._read(self._all))[version_id].pages

    async def merge_fields(self) -> Sequence[MergeField]:
        """Return what the pages may merge into their text."""
        async with self._reading:
            if self._fields is None:
                self._fields = await naming.merge_fields()
            return self._fields

    async def _read(self, version_ids: frozenset[UUID]) -> Mapping[UUID, Script]:
        async with self._reading:
            if version_ids not in self._known:
                self._known[version_ids] = await script_versions(version_ids)
            return self._known[version_ids]
