"""When backups were made, as the audit trail keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.audit import note

if TYPE_CHECKING:
    from models.site import Site

BACKUP_MADE = "backup.made"


async def note_backup(site: Site, name: str) -> None:
    """Write down that a backup of this name was made, so that the set-up check list knows."""
    await site.writer.run(lambda: note(site, None, BACKUP_MADE, kind="backup", subject=name[:255]))
