"""The script as an agent would see it: a made-up or an unknown caller, any details, answers to try."""

from collections.abc import Awaitable, Callable
from typing import Any

from msgspec.structs import replace
from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Failed, Loading, use_mutation, use_query
from ui.components.button import button
from ui.customize.scripts.answering import Reply, answering
from ui.customize.scripts.choosing import chooser
from ui.customize.scripts.documents import PREVIEW, PreviewedPage
from ui.customize.scripts.trial import NUMBER, TryAnew, replied, use_trial
from ui.events import BrowserEvent, EventFunction, listen, value_of
from ui.fields import DEBOUNCE_MS
from ui.workspace.prose import prose

Way = Callable[[PreviewedPage], VdomDict]
"""Show where a page leads."""


@component
def Preview(script_id: str, version: int, page_id: str) -> VdomDict:
    """Show the page that is being edited, or where "Next" led from there."""
    walked, set_walked = use_state((page_id, page_id))
    trial, try_anew, newest = use_trial()
    edited, here = walked if walked[0] == page_id else (page_id, page_id)
    place = {"script": script_id, "page": here}
    # No variable of the document: asks again when the script has changed.
    variables = {**place, **trial.asked(), "version": version}
    answer = use_query(PREVIEW, variables, keeps_answer=True).answer
    ask = use_mutation(PREVIEW)

    def back(_: BrowserEvent) -> None:
        set_walked((edited, edited))

    async def go_on(shown: PreviewedPage) -> None:
        # What is on screen may be older than the last answer, which may lead elsewhere.
        asked = await ask({**place, **newest().asked(), "page": shown.id})
        page = None if isinstance(asked, Failed) else asked.preview_call_script_page
        if page and page.next_page and not _is_held(page):
            set_walked((edited, page.next_page))

    return html.section(
        {"aria-label": texts.PREVIEW, "class": "preview"},
        html.h2({"class": "eyebrow"}, texts.PREVIEW),
        _caller(trial.caller, try_anew),
        _shown(
            answer,
            trial.answers,
            reply=lambda *reply: try_anew(replied(*reply)),
            way=lambda page: _way(page, back if page.id != edited else None, go_on),
        ),
    )


def _shown(answer: Any, answers: dict[str, str], *, reply: Reply, way: Way) -> VdomDict:
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure"}, texts.no_preview(answer.message))
    page: PreviewedPage = answer.preview_call_script_page
    return html.div(
        {"class": "preview-page", "key": page.id},
        html.div(
            {"class": "bar"},
            html.h3({"lang": page.language or None}, page.title)
            if page.title
            else html.h3(texts.untitled_page(page.position)),
            html.span({"class": "soft"}, texts.position(page.position, page.total)),
        ),
        html.div({"class": "prose", "lang": page.language or None}, prose(page.html)),
        *(answering(each, page, answers, reply) for each in page.questions),
        way(page),
    )


def _way(
    page: PreviewedPage,
    back: EventFunction | None,
    go_on: Callable[[PreviewedPage], Awaitable[None]],
) -> VdomDict:
    async def forward(_: BrowserEvent) -> None:
        await go_on(page)

    is_held = _is_held(page)
    return html.div(
        {"class": "actions"},
        button(texts.BACK_TO_EDITED, back, kind="quiet") if back else "",
        html.span({"class": "soft"}, texts.END_OF_SCRIPT)
        if page.next_page is None
        else button(texts.NEXT_PAGE, forward, is_unavailable=is_held),
        html.p({"class": "soft", "role": "status"}, texts.HELD_BACK if is_held else ""),
    )


def _is_held(page: PreviewedPage) -> bool:
    return bool(page.missing_answers or page.wrong_answers)


def _caller(caller: str, try_anew: TryAnew) -> VdomDict:
    async def choose(chosen: str) -> None:
        try_anew(lambda trial: replace(trial, caller=chosen))

    callers, target = texts.PREVIEW_CALLERS, "preview:caller"
    return html.div(
        {"class": "stack"},
        chooser("preview-caller", texts.PREVIEW_CALLER, callers, caller, choose, target=target),
        html.details(
            html.summary(texts.PREVIEW_CALL), html.div({"class": "stack"}, *_call(try_anew))
        ),
    )


def _call(try_anew: TryAnew) -> tuple[VdomDict, ...]:
    def take_number(text: str) -> None:
        try_anew(lambda trial: replace(trial, phone_number=text))

    def take_details(text: str) -> None:
        try_anew(lambda trial: replace(trial, details=text))

    number = {"type": "text", "defaultValue": NUMBER, "maxLength": 255}
    details = {"rows": 3, "maxLength": 4000, "placeholder": texts.PREVIEW_DETAILS_HINT}
    return (
        html.label({"htmlFor": "preview-phoneNumber"}, texts.NUMBER),
        html.input({**number, **_typed("phoneNumber", take_number)}),
        html.label({"htmlFor": "preview-details"}, texts.PREVIEW_DETAILS),
        html.textarea({**details, **_typed("details", take_details)}),
    )


def _typed(name: str, take: Callable[[str], None]) -> dict[str, Any]:
    handler = listen(
        lambda event: take(value_of(event)), target=f"preview:{name}", debounce=DEBOUNCE_MS
    )
    return {"id": f"preview-{name}", "onInput": handler}
