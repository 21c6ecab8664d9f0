"""The pages of a script and the ways between them: every branch a line with an arrow."""

from collections.abc import Iterator
from typing import Any

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.components.badge import badge
from ui.components.button import button
from ui.customize.scripts.desk import Desk, element_id
from ui.customize.scripts.documents import Branch, Condition, Page
from ui.customize.scripts.parts import WITHOUT_VALUE
from ui.events import BrowserEvent, listen

UNREACHABLE, ENDLESS = "UNREACHABLE_PAGE", "ENDLESS_LOOP"


def flow_map(desk: Desk) -> VdomDict:
    """Show the map; a click opens a page."""

    async def add(_: BrowserEvent) -> None:
        page_id = await desk.writing.add_page()
        if page_id:
            desk.open_page(page_id)
            desk.focus(element_id("title"))

    opens: dict[str, Any] = {"data-opens": "+"}
    return html.section(
        {"aria-label": texts.FLOW, "class": "flow"},
        html.h2({"class": "eyebrow"}, texts.FLOW),
        html.ol(*(_page(desk, page) for page in desk.pages)),
        button(texts.ADD_PAGE, add, **opens),
    )


def _page(desk: Desk, page: Page) -> VdomDict:
    def open_page(_: BrowserEvent) -> None:
        desk.open_page(page.id)

    attributes = {
        "type": "button",
        "class": "flow-page",
        "aria-current": "true" if page.id == desk.page.id else None,
        "data-opens": page.id,
        "onClick": listen(open_page, target=f"open:{page.id}"),
    }
    number, title = str(desk.number_of(page.id)), desk.title_of(page.id)
    return html.li(
        {"key": page.id},
        html.button(
            attributes,
            html.span({"class": "flow-number"}, number),
            html.span({"class": "flow-title"}, title),
            *_flags(desk, page),
        ),
        html.ul(*(_way(each, at) for at, each in enumerate(ways(desk, page)))),
    )


def _flags(desk: Desk, page: Page) -> Iterator[VdomDict]:
    found = desk.findings_on(page.id)
    codes = {each.code for each in found}
    if UNREACHABLE in codes:
        yield badge(texts.UNREACHABLE, "danger")
    if ENDLESS in codes:
        yield badge(texts.NEVER_ENDS, "danger")
    errors = sum(each.is_error and each.code != ENDLESS for each in found)
    if errors:
        yield badge(texts.errors(errors), "danger")


def _way(way: tuple[str, str], at: int) -> VdomDict:
    condition, goal = way
    return html.li(
        {"key": str(at)},
        html.span({"class": "soft"}, condition, " ") if condition else "",
        html.span({"class": "flow-goal"}, html.span({"aria-hidden": "true"}, "→ "), goal),
    )


def ways(desk: Desk, page: Page) -> Iterator[tuple[str, str]]:
    """Say under which condition a page leads where."""
    for branch in page.branches:
        yield _condition(desk, branch, is_only=len(page.branches) == 1), _goal(desk, branch.next)
        if not branch.conditions:
            return
    following = desk.pages[desk.number_of(page.id) :]
    otherwise = texts.OTHERWISE if page.branches else ""
    yield otherwise, _goal(desk, following[0].id if following else None)


def _condition(desk: Desk, branch: Branch, *, is_only: bool) -> str:
    if branch.conditions:
        return texts.if_all(*(spoken(desk, each) for each in branch.conditions))
    return "" if is_only else texts.OTHERWISE


def spoken(desk: Desk, condition: Condition) -> str:
    """Say a condition in short: "Amount disputed = yes"."""
    question = next((each for each in desk.questions if each.id == condition.question), None)
    label = question.label.strip() if question else ""
    value = "" if condition.operator in WITHOUT_VALUE else condition.value.strip() or "…"
    sign = texts.OPERATOR_SIGNS[condition.operator]
    return " ".join(part for part in (label or condition.question, sign, value) if part)


def _goal(desk: Desk, page_id: str | None) -> str:
    return desk.title_of(page_id) if page_id else texts.END_OF_SCRIPT
