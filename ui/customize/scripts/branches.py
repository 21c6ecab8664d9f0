"""Where the page being edited leads: branches by the answers, and what happens otherwise."""

from collections.abc import Callable

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.components.button import button
from ui.customize.scripts import parts
from ui.customize.scripts.choosing import chooser, sign_button
from ui.customize.scripts.conditions import conditions
from ui.customize.scripts.desk import Desk, element_id
from ui.customize.scripts.documents import Branch, Page, Question
from ui.events import BrowserEvent, EventFunction

END, FOLLOWING, NEW_PAGE = "", "+following", "+new"


def branches(desk: Desk) -> VdomDict:
    """Show the branches in the order in which they are tried, and the way that is left."""

    async def add(_: BrowserEvent) -> None:
        branch = _likely_branch(desk)
        at = len(parts.conditional(desk.page))
        if await desk.writing.change(desk.page.id, lambda page: parts.add_branch(page, branch)):
            desk.focus(element_id(f"branches.{at}.next"))

    question = likely_question(desk)
    return html.section(
        {"aria-label": texts.NEXT_PAGES, "class": "parts"},
        html.h3({"class": "eyebrow"}, texts.NEXT_PAGES),
        *(_branch(desk, each, at) for at, each in enumerate(parts.conditional(desk.page))),
        _otherwise(desk),
        button(texts.ADD_BRANCH, add, is_unavailable=question is None),
        "" if question else html.p({"class": "soft"}, texts.BRANCHES_NEED_QUESTIONS),
    )


def likely_question(desk: Desk) -> Question | None:
    """Return the question that a new condition most likely asks for: the newest up to this page."""
    asked = [*desk.page.questions]
    for page in reversed(desk.pages[: desk.number_of(desk.page.id) - 1]):
        asked = [*page.questions, *asked]
    return asked[-1] if asked else next(iter(desk.questions), None)


def _likely_branch(desk: Desk) -> Branch:
    question = likely_question(desk)
    taken = {branch.next for branch in desk.page.branches}
    behind = [page.id for page in desk.pages[desk.number_of(desk.page.id) :]]
    free = [page for page in behind if page not in taken]
    goal = next(iter(free or behind), None)
    return Branch(next=goal, conditions=(parts.condition_on(question),) if question else ())


def _branch(desk: Desk, branch: Branch, at: int) -> VdomDict:
    name = texts.branch_number(at + 1)

    def put(goal: str | None) -> Callable[[Page], Page]:
        return lambda page: parts.change_branch(page, at, next=goal)

    return html.div(
        {"key": f"branch-{at}", "role": "group", "aria-label": name, "class": "part"},
        _head(desk, name, at),
        conditions(desk, branch, at),
        _goal(desk, f"branches.{at}.next", texts.GO_TO, branch.next or END, put),
    )


def _head(desk: Desk, name: str, at: int) -> VdomDict:
    last = len(parts.conditional(desk.page)) - 1

    def step(by: int) -> EventFunction:
        return desk.changing(lambda page: parts.move_branch(page, at, by))

    return html.div(
        {"class": "bar"},
        html.span({"class": "eyebrow"}, name),
        sign_button("↑", texts.up(name), step(-1) if at else None, target=f"branch:{at}:up"),
        sign_button(
            "↓", texts.down(name), step(1) if at < last else None, target=f"branch:{at}:down"
        ),
        sign_button(
            "×",
            texts.remove(name),
            desk.changing(lambda page: parts.remove_branch(page, at)),
            target=f"branch:{at}:remove",
        ),
    )


def _otherwise(desk: Desk) -> VdomDict:
    """Choose what follows when no branch holds; most often that is simply the next page."""
    ways = desk.page.branches[len(parts.conditional(desk.page)) :]
    chosen = (ways[0].next or END) if ways else FOLLOWING

    def put(goal: str | None) -> Callable[[Page], Page]:
        branch = None if goal == FOLLOWING else Branch(next=goal)
        return lambda page: parts.lead_otherwise(page, branch)

    label = texts.OTHERWISE_GO_TO if parts.conditional(desk.page) else texts.AFTER_THIS_PAGE
    return _goal(desk, "otherwise", label, chosen, put, is_last=True)


def _goal(
    desk: Desk,
    path: str,
    label: str,
    chosen: str,
    put: Callable[[str | None], Callable[[Page], Page]],
    *,
    is_last: bool = False,
) -> VdomDict:
    async def choose(goal: str) -> None:
        if goal == NEW_PAGE:
            added = await desk.writing.add_page()
            if added is None:
                return
            goal = added
        await desk.writing.change(desk.page.id, put(goal or None))

    goals = {**(_following(desk) if is_last else {}), **_goals(desk)}
    return chooser(element_id(path), label, goals, chosen, choose, target=f"{desk.page.id}:{path}")


def _following(desk: Desk) -> dict[str, str]:
    behind = desk.pages[desk.number_of(desk.page.id) :]
    title = desk.title_of(behind[0].id) if behind else texts.END_OF_SCRIPT
    return {FOLLOWING: texts.following_page(title)}


def _goals(desk: Desk) -> dict[str, str]:
    pages = {
        page.id: texts.numbered(desk.number_of(page.id), desk.title_of(page.id))
        for page in desk.pages
        if page.id != desk.page.id
    }
    return {**pages, END: texts.END_OF_SCRIPT, NEW_PAGE: texts.NEW_PAGE}
