"""Show a call's script to its agent: the right version, with the caller's data and the answers so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.calls import LedgerCall, shared_call
from models.calls.tables import InboundCall
from models.scripts.fields import shown_details
from models.scripts.merging import merge_fields
from models.scripts.running import RunningScript, TypedAnswer, text_of
from models.scripts.scripts import script_version
from models.sharing import read_together
from models.workspaces.caller import caller_of
from models.workspaces.tables import ANSWER, SCRIPT_PAGE, Draft

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer
    from models.site import Site


class ShownPage(Struct, frozen=True, kw_only=True):
    """Hold one page with its text as sanitised HTML."""

    id: str
    language: str
    title: str
    html: str


class ShownScript(Struct, frozen=True, kw_only=True):
    """Hold a script as its agent reads it."""

    name: str
    pages: tuple[ShownPage, ...]


async def script_for_call(site: Site, viewer: Viewer, call_id: UUID) -> ShownScript | None:
    """Return the whole text of a call's script; None before the call was opened or without a script."""
    script = await running_script(site, viewer, call_id)
    return ShownScript(name=script.name, pages=shown_pages(script)) if script else None


def shown_pages(script: RunningScript) -> tuple[ShownPage, ...]:
    """Show every page with its text."""
    return tuple(
        ShownPage(id=page.id, language=page.language, title=page.title, html=text_of(script, page))
        for page in script.flow
    )


async def running_script(site: Site, viewer: Viewer, call_id: UUID) -> RunningScript | None:
    """Return the script of a call that the viewer may see; None before it was opened or without one."""
    return await read_together(site, _script_of, site, await shared_call(site, viewer, call_id))


async def _script_of(site: Site, call: LedgerCall) -> RunningScript | None:
    row = (
        await InboundCall.select(InboundCall.script_version)
        .where(InboundCall.id == call.id)
        .first()
    )
    if row is None or row["script_version"] is None:
        return None
    script = await script_version(row["script_version"])
    caller = await caller_of(site, call)
    drafts = await _drafts(call.id)
    return RunningScript(
        version_id=script.version_id,
        name=script.name,
        flow=script.pages,
        fields=merge_fields(call, caller, await shown_details(call.details)),
        contact_id=caller.id if caller else None,
        typed=_answers(drafts),
        visited=tuple(drafts[page]["value"].split())
        if (page := page_field(script.version_id)) in drafts
        else (),
    )


def page_field(version_id: UUID) -> str:
    """Name the field that keeps which pages of a version the agent turned to: each script of a call has its own."""
    return f"{SCRIPT_PAGE}{version_id.hex}"


async def _drafts(call_id: UUID) -> dict[str, Row]:
    rows = await Draft.select(Draft.field, Draft.value, Draft.version).where(
        Draft.workspace.inbound_call == call_id
    )
    return {row["field"]: row for row in rows}


def _answers(drafts: dict[str, Row]) -> dict[str, TypedAnswer]:
    return {
        field.removeprefix(ANSWER): TypedAnswer(value=row["value"], version=row["version"])
        for field, row in drafts.items()
        if field.startswith(ANSWER)
    }
