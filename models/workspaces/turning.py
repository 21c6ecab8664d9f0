"""Turning the pages of a call's script: forward when what is required is answered, back at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.errors import InvalidValue, NoSuchScript
from models.people.privileges import Privilege, require
from models.scripts.running import page_before, running_page
from models.scripts.showing import page_field, running_script
from models.scripts.walking import missing_answers, next_page, wrong_answers
from models.workspaces.drafts import put_draft
from models.workspaces.workspaces import open_workspace

if TYPE_CHECKING:
    from uuid import UUID

    from models.people.privileges import Viewer
    from models.scripts.flow import ScriptPage
    from models.scripts.running import RunningPage, RunningScript
    from models.site import Site


class HeldBack(Struct, frozen=True, kw_only=True):
    """Say that the page stays in front, because of these questions."""

    missing: tuple[str, ...]
    wrong: tuple[str, ...]


async def turn_to_next_page(
    site: Site, viewer: Viewer, workspace_id: UUID, page_id: str
) -> RunningPage | HeldBack:
    """Put the page behind this one in front, as the answers so far choose it, and return it.

    Behind the last page there is none, and it stays. Raises ``InvalidValue`` when the page is not in the script.
    """
    script, page = await _where(site, viewer, workspace_id, page_id)
    missing, wrong = (ask(page, script.answers) for ask in (missing_answers, wrong_answers))
    if missing or wrong:
        return HeldBack(missing=missing, wrong=wrong)
    following = next_page(script.flow, page.id, script.answers)
    return await _put_in_front(
        site, viewer, workspace_id, script, left=page, front=following or page
    )


async def turn_to_page_before(
    site: Site, viewer: Viewer, workspace_id: UUID, page_id: str
) -> RunningPage:
    """Put the page before this one in front and return it; before the first there is none, and it stays."""
    script, page = await _where(site, viewer, workspace_id, page_id)
    before = page_before(script, page)
    earlier = script.page(before) if before else None
    return await _put_in_front(site, viewer, workspace_id, script, left=page, front=earlier or page)


async def _where(
    site: Site, viewer: Viewer, workspace_id: UUID, page_id: str
) -> tuple[RunningScript, ScriptPage]:
    require(viewer, Privilege.CALL_USER)
    workspace = await open_workspace(viewer, workspace_id)
    script = await running_script(site, viewer, workspace.call_id)
    if script is None:
        raise NoSuchScript
    page = script.page(page_id)
    if page is None:
        raise InvalidValue("page", "is no page of this call's script.")
    return script, page


async def _put_in_front(
    site: Site,
    viewer: Viewer,
    workspace_id: UUID,
    script: RunningScript,
    *,
    left: ScriptPage,
    front: ScriptPage,
) -> RunningPage:
    visited = dict.fromkeys((front.id, left.id, *script.visited))
    field = page_field(script.version_id)
    await put_draft(site, viewer, workspace_id, field, "\n".join(visited))
    return running_page(script, front)
