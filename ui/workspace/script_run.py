"""A script's page in front of an agent: text, questions, "Back" and "Next".

Each part watches its own piece of the page: an answer that is typed sends that question again, and the text only when
the answer is in it. Which page is in front belongs to this tab; the server keeps the last for the next one.
"""

from msgspec import Struct
from msgspec.structs import replace
from reactpy import Vdom, component, html, use_ref
from reactpy.types import VdomDict

from ui import texts
from ui.client import Failed, Loading, use_subscription
from ui.parts import Feed, use_feed, use_part
from ui.workspace.prose import prose
from ui.workspace.questions import QuestionField
from ui.workspace.script_pages import SCRIPT_PAGE, Question, Shown
from ui.workspace.turning import TurnPage

focus_on = Vdom("focus-on")


class Outline(Struct, frozen=True, kw_only=True):
    """What of a page stays while it is in front; ``turns`` is not 0 when this tab has just turned to it."""

    id: str
    language: str | None
    title: str
    questions: tuple[Question, ...]
    turns: int


@component
def ScriptRun(workspace_id: str, name: str, front_page: str) -> VdomDict:
    """Show a script from the page that is in front when this begins."""
    feed: Feed[Shown] = use_feed()
    return html.fragment(
        html.div(
            {"key": "head", "class": "section-head"},
            html.h3(
                html.span({"class": "eyebrow"}, texts.CALL_SCRIPT),
                html.span({"class": "script-name", "dir": "auto"}, name),
            ),
            Progress(feed),
        ),
        html.div({"key": "follow"}, FollowPage(workspace_id, front_page, feed)),
        html.div({"key": "page"}, PageInFront(workspace_id, feed)),
    )


@component
def FollowPage(workspace_id: str, front_page: str, feed: Feed[Shown]) -> VdomDict:
    """Follow the page in front of this tab, and show nothing but that this has failed."""
    first = use_ref(front_page).current
    turned_to = use_part(feed, lambda shown: shown.turned_to)
    asked = {"workspace": workspace_id, "page": turned_to or first}
    answer = use_subscription(SCRIPT_PAGE, asked).answer
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    page = None if isinstance(answer, Loading) else answer.script_page
    before = feed.value
    if page and (before is None or before.page != page):
        feed.put(replace(before, page=page) if before else Shown(page=page))
    return html.fragment()


@component
def Progress(feed: Feed[Shown]) -> VdomDict | str:
    """Say which page of how many it is, unless it is the only one."""
    where = use_part(feed, lambda shown: (shown.page.position, shown.page.total))
    if where is None or where[1] == 1:
        return ""
    return html.span(
        {"class": "progress"},
        html.span({"aria-hidden": "true"}, texts.progress(*where)),
        html.span({"class": "visually-hidden"}, texts.page_of(*where)),
    )


@component
def PageInFront(workspace_id: str, feed: Feed[Shown]) -> VdomDict:
    """Show the page; everything in it is new when another comes to the front."""
    outline = use_part(feed, _outline)
    if outline is None:
        return html.div({"aria-busy": "true"})
    heading = f"script-page-{workspace_id}"
    return html.article(
        {"key": outline.id, "class": "script-page", "aria-labelledby": heading},
        html.div({"key": "title"}, PageHeading(heading, outline, feed)),
        html.div({"key": "text", "class": "prose", "lang": outline.language}, PageText(feed)),
        TurnPage(
            workspace_id,
            outline.id,
            feed,
            tuple(
                html.div(
                    {"key": each.id},
                    QuestionField(workspace_id, each, outline.language, feed, key=each.id),
                )
                for each in outline.questions
            ),
        ),
        focus_on({"key": f"turned-{outline.turns}", "for": heading}) if outline.turns else "",
    )


def _outline(shown: Shown) -> Outline:
    page = shown.page
    return Outline(
        id=page.id,
        language=page.language or None,
        title=page.title,
        questions=page.questions,
        turns=shown.turns if shown.turned_to == page.id else 0,
    )


@component
def PageHeading(identifier: str, outline: Outline, feed: Feed[Shown]) -> VdomDict:
    """Name the page, by its number when it has no title; of the only page the text says enough."""
    position, total = use_part(feed, lambda shown: (shown.page.position, shown.page.total)) or (
        1,
        1,
    )
    return html.h4(
        {"id": identifier, "tabIndex": -1, "class": "visually-hidden" if total == 1 else None},
        html.span({"dir": "auto", "lang": outline.language}, outline.title)
        if outline.title
        else texts.page_number(position),
    )


@component
def PageText(feed: Feed[Shown]) -> VdomDict | str:
    """Show the text, which may speak of the answers."""
    text: str | None = use_part(feed, lambda shown: shown.page.html)
    return prose(text or "")
