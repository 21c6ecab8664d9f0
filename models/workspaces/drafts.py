"""Drafts: what an agent types, kept field by field while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.errors import InvalidValue, NoSuchWorkspace
from models.people.privileges import Privilege, Viewer, require
from models.workspaces.tables import Draft, Workspace
from models.workspaces.workspaces import DraftText, draft_text, workspace_topic

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.site import Site

LONGEST_DRAFT = 100_000
LONGEST_NAME = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEdit:
    """Say what was typed into a field, over which version of it, and in which browser tab.

    ``version`` is 0 for a field that nobody has typed in. ``editor`` is any text that tells one tab from another.
    """

    workspace_id: UUID
    field: str
    value: str
    version: int
    editor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftConflict:
    """Say that another tab changed the field since: nothing was stored, and this is what it holds."""

    current: DraftText


async def save_draft(site: Site, viewer: Viewer, edit: DraftEdit) -> DraftText | DraftConflict:
    """Store the text of one field and return it with its new version.

    The same text again changes nothing. A tab may overtake its own older edits; what another tab typed meanwhile is
    never overwritten, but comes back as a conflict.
    """
    require(viewer, Privilege.CALL_USER)
    _check(edit)

    async def save() -> tuple[DraftText | DraftConflict, int | None]:
        await _check_own(viewer, edit.workspace_id)
        stored = await _stored(edit)
        if stored and stored["value"] == edit.value:
            return draft_text(stored), None
        if stored and stored["version"] > edit.version and stored["editor"] != edit.editor:
            return DraftConflict(current=draft_text(stored)), None
        return await _store(site, edit, stored), await _note_change(edit.workspace_id)

    result, workspace_version = await site.writer.run(save)
    if workspace_version:
        await site.bus.announce(workspace_topic(edit.workspace_id), workspace_version)
    return result


def _check(edit: DraftEdit) -> None:
    if not 0 < len(edit.field) <= LONGEST_NAME:
        raise InvalidValue("field", f"has 1 to {LONGEST_NAME} characters.")
    if len(edit.value) > LONGEST_DRAFT:
        raise InvalidValue("value", f"has at most {LONGEST_DRAFT} characters.")


async def _check_own(viewer: Viewer, workspace_id: UUID) -> None:
    if not await Workspace.exists().where(
        Workspace.id == workspace_id,
        Workspace.user == viewer.user_id,
        Workspace.status == "OPEN",
    ):
        raise NoSuchWorkspace


async def _stored(edit: DraftEdit) -> Row | None:
    row: Row | None = (
        await Draft.select()
        .where(Draft.workspace == edit.workspace_id, Draft.field == edit.field)
        .first()
    )
    return row


async def _store(site: Site, edit: DraftEdit, stored: Row | None) -> DraftText:
    # PostgreSQL can't store U+0000, and a character nobody can see must not cost the rest of the text.
    value = edit.value.replace("\x00", "\ufffd")
    version, saved_at = (stored["version"] if stored else 0) + 1, site.now()
    if stored:
        await Draft.update(
            {
                Draft.value: value,
                Draft.version: version,
                Draft.editor: edit.editor[:64],
                Draft.saved_at: saved_at,
            }
        ).where(Draft.id == stored["id"])
    else:
        await Draft.insert(
            Draft(
                workspace=edit.workspace_id,
                field=edit.field,
                value=value,
                version=version,
                editor=edit.editor[:64],
                saved_at=saved_at,
            )
        )
    return DraftText(field=edit.field, value=value, version=version, saved_at=saved_at)


async def _note_change(workspace_id: UUID) -> int:
    rows = (
        await Workspace.update({Workspace.version: Workspace.version + 1})
        .where(Workspace.id == workspace_id)
        .returning(Workspace.version)
    )
    version: int = rows[0]["version"]
    return version
