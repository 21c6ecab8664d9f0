"""The script as an agent would see it: a made-up or an unknown caller, any details, answers to try."""

from typing import Any

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Failed, Loading, use_query
from ui.components.button import button
from ui.customize.scripts.answering import answering
from ui.customize.scripts.choosing import chooser
from ui.customize.scripts.documents import PREVIEW, PreviewedPage
from ui.events import BrowserEvent, listen, value_of
from ui.fields import DEBOUNCE_MS
from ui.workspace.prose import prose

NUMBER = "+14165550100"


@component
def Preview(script_id: str, version: int, page_id: str) -> VdomDict:
    """Show the page that is being edited, or where "Next" led from there."""
    walked, set_walked = use_state((page_id, page_id))
    call, set_call = use_state({"caller": "MADE_UP", "phoneNumber": NUMBER, "details": ""})
    answers, set_answers = use_state(dict[str, str]())
    edited, here = walked if walked[0] == page_id else (page_id, page_id)
    asked = {
        **call,
        "script": script_id,
        "page": here,
        "details": read_details(call["details"]),
        "answers": answers,
    }
    # No variable of the document: asks again when the script has changed.
    answer = use_query(PREVIEW, {**asked, "version": version}, keeps_answer=True).answer

    def change(name: str, text: str) -> None:
        set_call(lambda before: {**before, name: text})

    def reply(question: str, text: str) -> None:
        set_answers(lambda before: {**before, question: text})

    def go(goal: str) -> None:
        set_walked((edited, goal))

    return html.section(
        {"aria-label": texts.PREVIEW, "class": "preview"},
        html.h2({"class": "eyebrow"}, texts.PREVIEW),
        _caller(call, change),
        _shown(answer, answers, reply, go, edited),
    )


def read_details(text: str) -> dict[str, str]:
    """Read details that stand one a line, ``name = value``."""
    parts = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, _, value in parts if name.strip()}


def _shown(answer: Any, answers: dict[str, str], reply: Any, go: Any, edited: str) -> VdomDict:
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
        _next(page, go, edited),
    )


def _next(page: PreviewedPage, go: Any, edited: str) -> VdomDict:
    is_held, following = bool(page.missing_answers or page.wrong_answers), page.next_page

    def forward(_: BrowserEvent) -> None:
        go(following)

    def back(_: BrowserEvent) -> None:
        go(edited)

    return html.div(
        {"class": "actions"},
        button(texts.BACK_TO_EDITED, back, kind="quiet") if page.id != edited else "",
        html.span({"class": "soft"}, texts.END_OF_SCRIPT)
        if following is None
        else button(texts.NEXT_PAGE, forward, is_unavailable=is_held),
        html.p({"class": "soft", "role": "status"}, texts.HELD_BACK if is_held else ""),
    )


def _caller(call: dict[str, str], change: Any) -> VdomDict:
    async def choose(caller: str) -> None:
        change("caller", caller)

    callers, target = texts.PREVIEW_CALLERS, "preview:caller"
    return html.div(
        {"class": "stack"},
        chooser(
            "preview-caller", texts.PREVIEW_CALLER, callers, call["caller"], choose, target=target
        ),
        html.details(
            html.summary(texts.PREVIEW_CALL), html.div({"class": "stack"}, *_call(change))
        ),
    )


def _call(change: Any) -> tuple[VdomDict, ...]:
    number = {"type": "text", "defaultValue": NUMBER, "maxLength": 255}
    details = {"rows": 3, "maxLength": 4000, "placeholder": texts.PREVIEW_DETAILS_HINT}
    return (
        html.label({"htmlFor": "preview-phoneNumber"}, texts.NUMBER),
        html.input({**number, **_typed("phoneNumber", change)}),
        html.label({"htmlFor": "preview-details"}, texts.PREVIEW_DETAILS),
        html.textarea({**details, **_typed("details", change)}),
    )


def _typed(name: str, change: Any) -> dict[str, Any]:
    def take(event: BrowserEvent) -> None:
        change(name, value_of(event))

    handler = listen(take, target=f"preview:{name}", debounce=DEBOUNCE_MS)
    return {"id": f"preview-{name}", "onInput": handler}
