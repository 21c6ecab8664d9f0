"""Forgetting files that are no longer needed: at once when an import has ended, after a day when it never began."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.site import Site

KEPT_UNSTARTED = timedelta(days=1)
# A job holds up the messages behind it, so each forgets little.
PIECES = 8
ROWS = 250

OLD = """
    DELETE FROM contact_import WHERE id IN (
        SELECT id FROM contact_import WHERE status IN ('UPLOADING', 'READY') AND created_at < $1 LIMIT 1
    ) RETURNING id
"""
# A file that never began is taken apart first, since its pieces are many.
PIECES_LEFT = """
    DELETE FROM contact_import_piece WHERE id IN (
        SELECT p.id FROM contact_import_piece p JOIN contact_import i ON i.id = p.contact_import
        WHERE i.status IN ('DONE', 'CANCELLED') OR (i.status IN ('UPLOADING', 'READY') AND i.created_at < $1)
        LIMIT {pieces}
    ) RETURNING id
"""
SKIPPED_LEFT = """
    DELETE FROM skipped_contact_row WHERE id IN (
        SELECT s.id FROM skipped_contact_row s JOIN contact_import i ON i.id = s.contact_import
        WHERE i.created_at < $1 LIMIT {rows}
    ) RETURNING id
"""
ENDED_LONG_AGO = """
    DELETE FROM contact_import WHERE id IN (
        SELECT id FROM contact_import WHERE status IN ('DONE', 'CANCELLED') AND created_at < $1 LIMIT 1
    ) RETURNING id
"""


async def clear(site: Site) -> None:
    """Forget files of ended imports, those that were never begun, and reports as old as traces may get."""
    now = site.now()
    unstarted = now - KEPT_UNSTARTED
    reported = now - timedelta(days=site.settings.current.trace_days)
    await _all(site, PIECES_LEFT.format(pieces=PIECES), unstarted)
    await _all(site, OLD, unstarted)
    await _all(site, SKIPPED_LEFT.format(rows=ROWS), reported)
    await _all(site, ENDED_LONG_AGO, reported)


async def _all(site: Site, sql: str, before: object) -> None:
    while await site.writer.run(lambda: site.database.fetch(sql, before)):
        pass
