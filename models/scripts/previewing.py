"""Show a page of a draft as an agent would see it, for a caller who is made up or unknown."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field

from models.errors import InvalidValue
from models.scripts.fields import shown_details
from models.scripts.filling import first_answers, spoken_answers
from models.scripts.flow import Question, check_limits
from models.scripts.merging import Merged, merged_fields
from models.scripts.naming import CONTACT_FIELDS, STANDING
from models.scripts.scripts import call_script, pages_of
from models.scripts.walking import missing_answers, next_page, progress, wrong_answers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.calls.messages import JSON
    from models.people.privileges import Viewer
    from models.scripts.flow import Flow, ScriptPage
    from models.scripts.walking import Progress

LONGEST_PREVIEW = 64 * 1024  # bytes of details or answers, as JSON


class PreviewCaller(StrEnum):
    """Say who calls in a preview."""

    MADE_UP = "MADE_UP"
    UNKNOWN = "UNKNOWN"


class PreviewCall(Struct, frozen=True, kw_only=True):
    """Describe the call of a preview; ``text`` stands in place of the page's own while it is typed."""

    caller: PreviewCaller = PreviewCaller.MADE_UP
    phone_number: str = "+14165550100"
    details: Mapping[str, JSON] = field(default_factory=dict)
    answers: Mapping[str, JSON] = field(default_factory=dict)
    text: str | None = None


class PreviewedPage(Struct, frozen=True, kw_only=True):
    """Show one page with its text as sanitised HTML, and where it leads.

    ``first_answers`` stand in the questions before anybody types; ``missing`` and ``wrong`` name questions.
    """

    id: str
    language: str
    title: str
    html: str
    questions: tuple[Question, ...]
    first_answers: Mapping[str, str]
    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    next_page: str | None
    progress: Progress


async def preview_page(
    viewer: Viewer, script_id: UUID, page_id: str, call: PreviewCall
) -> PreviewedPage:
    """Show a page of the draft, else of the version that a draft would begin with."""
    for name, value in (("details", call.details), ("answers", call.answers)):
        if len(msgspec.json.encode(value)) > LONGEST_PREVIEW:
            raise InvalidValue(name, f"has at most {LONGEST_PREVIEW} bytes.")
    flow = await pages_of(await call_script(viewer, script_id))
    page = next((each for each in flow if each.id == page_id), None)
    if page is None:
        raise InvalidValue("page", "is no page of this script.")
    if call.text is not None:
        page = msgspec.structs.replace(page, text=call.text)
        check_limits(page)
    return _shown(flow, page, await _fields(viewer, flow, call), call)


async def _fields(viewer: Viewer, flow: Flow, call: PreviewCall) -> dict[str, Any]:
    is_known = call.caller is PreviewCaller.MADE_UP
    examples = {each.name: each.example for each in STANDING}
    contact = {name: examples[f"contact.{name}"] for name in (*CONTACT_FIELDS, "full_name")}
    return merged_fields(
        Merged(
            contact=contact if is_known else {},
            phone_number=call.phone_number,
            reason=examples["call.reason"],
            details=await shown_details(call.details),
            full_name=viewer.full_name,
            login_name=viewer.login_name,
            answers=spoken_answers(flow, call.answers),
        )
    )


def _shown(
    flow: Flow, page: ScriptPage, fields: Mapping[str, Any], call: PreviewCall
) -> PreviewedPage:
    # Liquid makes a start longer, and is not needed before a script is looked at.
    from models.scripts.rendering import render  # noqa: PLC0415  # late by intention, as said above

    begun = first_answers(page, fields)
    answers = {**begun, **call.answers}
    following = next_page(flow, page.id, answers)
    return PreviewedPage(
        id=page.id,
        language=page.language,
        title=page.title,
        html=render(page.text, fields),
        questions=page.questions,
        first_answers=begun,
        missing=missing_answers(page, answers),
        wrong=wrong_answers(page, answers),
        next_page=following.id if following else None,
        progress=progress(flow, page.id, answers),
    )
