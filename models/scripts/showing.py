"""Show a call's script to its agent: the right version, with the caller's data merged in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.calls.calls import LedgerCall, shared_call
from models.calls.tables import InboundCall
from models.scripts.fields import shown_details
from models.scripts.filling import spoken_answers
from models.scripts.scripts import script_version
from models.sharing import read_together
from models.workspaces.caller import caller_of
from models.workspaces.tables import ANSWER, Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from models.contacts.cards import ContactCard
    from models.people.privileges import Viewer
    from models.scripts.fields import Detail
    from models.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """Hold one page with its text as sanitised HTML."""

    id: str
    title: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownScript:
    """Hold a script as its agent reads it."""

    name: str
    pages: tuple[ShownPage, ...]


async def script_for_call(site: Site, viewer: Viewer, call_id: UUID) -> ShownScript | None:
    """Return the script of a call that the viewer may see; None before it was opened or without one."""
    return await read_together(site, _script_of, site, await shared_call(site, viewer, call_id))


async def _script_of(site: Site, call: LedgerCall) -> ShownScript | None:
    # Liquid and Markdown make a start noticeably longer, and are not needed before the first script is shown.
    from models.scripts.rendering import render  # noqa: PLC0415  # late by intention, as said above

    row = (
        await InboundCall.select(InboundCall.script_version)
        .where(InboundCall.id == call.id)
        .first()
    )
    if row is None or row["script_version"] is None:
        return None
    script = await script_version(row["script_version"])
    caller = await caller_of(site, call)
    answers = spoken_answers(script.pages, await _answers(call.id))
    fields = merge_fields(call, caller, await shown_details(call.details), answers)
    return ShownScript(
        name=script.name,
        pages=tuple(
            ShownPage(id=page.id, title=page.title, html=render(page.text, fields))
            for page in script.pages
        ),
    )


async def _answers(call_id: UUID) -> dict[str, str]:
    """Read what the agent has answered so far."""
    drafts = await Draft.select(Draft.field, Draft.value).where(
        Draft.workspace.inbound_call == call_id, Draft.field.like(f"{ANSWER}%")
    )
    return {row["field"].removeprefix(ANSWER): row["value"] for row in drafts}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Hold what a script may say; ``contact`` is empty while the caller is unknown."""

    contact: Mapping[str, str]
    phone_number: str
    reason: str
    details: Sequence[Detail]
    full_name: str
    login_name: str
    answers: Mapping[str, str] = field(default_factory=dict)


def merged_fields(merged: Merged) -> dict[str, Any]:
    """Return the values of the merge fields by noun and name, as ``naming.py`` names them."""
    return {
        "contact": dict(merged.contact),
        "call": {
            "phone_number": merged.phone_number,
            "reason": merged.reason,
            "details": {detail.name: detail.value for detail in merged.details},
        },
        "agent": {"full_name": merged.full_name, "login_name": merged.login_name},
        "answers": dict(merged.answers),
    }


def merge_fields(
    call: LedgerCall,
    caller: ContactCard | None,
    details: Sequence[Detail],
    answers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what a script may say about the caller, the call and the agent; masked values stay masked."""
    return merged_fields(
        Merged(
            contact=_contact(caller) if caller else {},
            phone_number=call.phone_number or "",
            reason=call.reason.name,
            details=details,
            full_name=call.full_name,
            login_name=call.login_name,
            answers=answers or {},
        )
    )


def _contact(caller: ContactCard) -> dict[str, str]:
    return {
        "first_name": caller.first_name,
        "last_name": caller.last_name,
        "full_name": caller.full_name,
        "company": caller.company,
        "email": caller.email,
        "external_id": caller.external_id or "",
    }
