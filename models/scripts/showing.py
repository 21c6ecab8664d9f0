"""Show a call's script to its agent: the right version, with the caller's data and the answers so far."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from models.calls.calls import shared_call
from models.calls.tables import InboundCall
from models.scripts.fields import shown_details_of_all
from models.scripts.merging import merge_fields
from models.scripts.running import RunningScript, TypedAnswer, text_of
from models.scripts.scripts import script_versions
from models.sharing import read_together
from models.workspaces.caller import callers_of
from models.workspaces.tables import ANSWER, SCRIPT_PAGE, Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from models.calls.calls import LedgerCall
    from models.contacts.cards import ContactCard
    from models.database import Row
    from models.people.privileges import Viewer
    from models.scripts.scripts import Script
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
    call = await shared_call(site, viewer, call_id)
    return (await running_scripts(site, [call])).get(call_id)


async def running_scripts(site: Site, calls: Sequence[LedgerCall]) -> dict[UUID, RunningScript]:
    """Return those of several calls that the viewer was shown, in a few statements for all of them."""
    return await read_together(site, _scripts_of, site, tuple(calls))


async def _scripts_of(site: Site, calls: tuple[LedgerCall, ...]) -> dict[UUID, RunningScript]:
    begun = await _versions_of([call.id for call in calls])
    versions = await script_versions(set(begun.values()))
    scripted = [call for call in calls if call.id in begun]
    callers = await callers_of(site, scripted)
    details = await shown_details_of_all({call.id: call.details for call in scripted})
    drafts = await _drafts([call.id for call in scripted])
    return {
        call.id: _running(
            versions[begun[call.id]],
            merge_fields(call, callers[call.id], details[call.id]),
            caller=callers[call.id],
            drafts=drafts[call.id],
        )
        for call in scripted
    }


async def _versions_of(call_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    if not call_ids:
        return {}
    rows = await InboundCall.select(InboundCall.id, InboundCall.script_version).where(
        InboundCall.id.is_in(list(call_ids))
    )
    return {row["id"]: row["script_version"] for row in rows if row["script_version"]}


def _running(
    script: Script,
    fields: Mapping[str, Any],
    *,
    caller: ContactCard | None,
    drafts: Mapping[str, Row],
) -> RunningScript:
    return RunningScript(
        version_id=script.version_id,
        name=script.name,
        flow=script.pages,
        fields=fields,
        contact_id=caller.id if caller else None,
        typed=_answers(drafts),
        visited=tuple(drafts[page]["value"].split())
        if (page := page_field(script.version_id)) in drafts
        else (),
    )


def page_field(version_id: UUID) -> str:
    """Name the field that keeps which pages of a version the agent turned to: each script of a call has its own."""
    return f"{SCRIPT_PAGE}{version_id.hex}"


async def _drafts(call_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Row]]:
    of_each: defaultdict[UUID, dict[str, Row]] = defaultdict(dict)
    if call_ids:
        for row in await Draft.select(
            Draft.field, Draft.value, Draft.version, Draft.workspace.inbound_call
        ).where(Draft.workspace.inbound_call.is_in(list(call_ids))):
            of_each[row["workspace.inbound_call"]][row["field"]] = row
    return of_each


def _answers(drafts: Mapping[str, Row]) -> dict[str, TypedAnswer]:
    return {
        field.removeprefix(ANSWER): TypedAnswer(value=row["value"], version=row["version"])
        for field, row in drafts.items()
        if field.startswith(ANSWER)
    }
