"""Drafts: what an agent types, kept field by field while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from models.errors import InvalidValue, NoSuchWorkspace
from models.people.privileges import Privilege, Viewer, require
from models.text import checked, storable
from models.workspaces.tables import Draft, Workspace
from models.workspaces.workspaces import DraftText, draft_text, drafts_topic

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.site import Site

LONGEST_DRAFT = 100_000
LONGEST_EDITOR = 64
OWN_WORKSPACE = """
    SELECT id FROM workspace WHERE id = $1 AND "user" = $2 AND status = 'OPEN'
"""


class DraftEdit(Struct, frozen=True, kw_only=True):
    """Say what was typed into a field, over which version of it, and in which browser tab.

    ``version`` is 0 for a field that nobody has typed in. ``editor`` is any text (64 characters count) that tells one
    tab from another; an empty one is nobody's. ``edit`` grows with each edit of that tab, for they may arrive in
    another order than they were made; who does not count says 0.
    """

    workspace_id: UUID
    field: str
    value: str
    version: int
    editor: str = ""
    edit: int = 0


class DraftConflict(Struct, frozen=True, kw_only=True):
    """Say that another tab changed the field since: nothing was stored, and this is what it holds."""

    current: DraftText


async def save_draft(site: Site, viewer: Viewer, edit: DraftEdit) -> DraftText | DraftConflict:
    """Store the text of one field and return it with its new version.

    The same text again changes nothing. A tab may overtake its own older edits, and one of those that comes late
    changes nothing; what another tab typed meanwhile is never overwritten, but comes back as a conflict.
    """
    require(viewer, Privilege.CALL_USER)
    edit = _checked(edit)

    async def save() -> tuple[DraftText | DraftConflict, int | None]:
        await _lock_own(site, viewer, edit.workspace_id)
        stored = await _stored(edit)
        if stored and _is_by_editor_of(edit, stored):
            if edit.edit < stored["edit"]:
                return draft_text(stored), None
        elif stored and stored["version"] > edit.version and stored["value"] != edit.value:
            return DraftConflict(current=draft_text(stored)), None
        if stored and stored["value"] == edit.value:
            await _note_edit(edit, stored)
            return draft_text(stored), None
        return await _store(site, edit, stored), await _note_change(edit.workspace_id)

    result, workspace_version = await site.writer.run(save)
    if workspace_version:
        await site.bus.announce(drafts_topic(edit.workspace_id), workspace_version)
    return result


async def put_draft(site: Site, viewer: Viewer, workspace_id: UUID, field: str, value: str) -> None:
    """Store a field that the program keeps and nobody types, over whatever it holds."""

    async def put() -> int | None:
        await _lock_own(site, viewer, workspace_id)
        edit = DraftEdit(workspace_id=workspace_id, field=field, value=value, version=0)
        stored = await _stored(edit)
        if stored and stored["value"] == value:
            return None
        await _store(site, edit, stored)
        return await _note_change(workspace_id)

    if version := await site.writer.run(put):
        await site.bus.announce(drafts_topic(workspace_id), version)


def _checked(edit: DraftEdit) -> DraftEdit:
    if len(edit.value) > LONGEST_DRAFT:
        raise InvalidValue("value", f"has at most {LONGEST_DRAFT} characters.")
    return replace(
        edit,
        field=checked("field", edit.field, shortest=1),
        value=storable(edit.value),
        editor=storable(edit.editor)[:LONGEST_EDITOR],
    )


def _is_by_editor_of(edit: DraftEdit, stored: Row) -> bool:
    """Tell whether the same tab typed both; who names no tab may be anybody."""
    return edit.editor != "" and stored["editor"] == edit.editor


async def _lock_own(site: Site, viewer: Viewer, workspace_id: UUID) -> None:
    """Keep other tabs from changing the workspace until the transaction ends."""
    locking = "" if site.database.is_sqlite else " FOR UPDATE"
    if not await site.database.fetch(OWN_WORKSPACE + locking, workspace_id, viewer.user_id):
        raise NoSuchWorkspace


async def _stored(edit: DraftEdit) -> Row | None:
    row: Row | None = (
        await Draft.select()
        .where(Draft.workspace == edit.workspace_id, Draft.field == edit.field)
        .first()
    )
    return row


async def _note_edit(edit: DraftEdit, stored: Row) -> None:
    """Keep an edit that undid an earlier one from being undone by it when that comes late."""
    if _is_by_editor_of(edit, stored) and edit.edit > stored["edit"]:
        await Draft.update({Draft.edit: edit.edit}).where(Draft.id == stored["id"])


async def _store(site: Site, edit: DraftEdit, stored: Row | None) -> DraftText:
    version, saved_at = (stored["version"] if stored else 0) + 1, site.now()
    if stored:
        await Draft.update(
            {
                Draft.value: edit.value,
                Draft.version: version,
                Draft.editor: edit.editor,
                Draft.edit: edit.edit,
                Draft.saved_at: saved_at,
            }
        ).where(Draft.id == stored["id"])
    else:
        await Draft.insert(
            Draft(
                workspace=edit.workspace_id,
                field=edit.field,
                value=edit.value,
                version=version,
                editor=edit.editor,
                edit=edit.edit,
                saved_at=saved_at,
            )
        )
    return DraftText(field=edit.field, value=edit.value, version=version, saved_at=saved_at)


async def _note_change(workspace_id: UUID) -> int:
    rows = (
        await Workspace.update({Workspace.version: Workspace.version + 1})
        .where(Workspace.id == workspace_id)
        .returning(Workspace.version)
    )
    version: int = rows[0]["version"]
    return version
