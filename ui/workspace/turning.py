"""The buttons "Back" and "Next" below a script's page, and the form that takes what was typed along."""

from collections.abc import Awaitable, Callable

from msgspec import Struct
from reactpy import Vdom, component, html
from reactpy.types import VdomDict

from ui import texts
from ui.client import Failed, Variables, use_mutation
from ui.components.button import button
from ui.events import BrowserEvent, EventFunction, fields_of, submit
from ui.parts import Feed, use_part
from ui.workspace.drafts import Drafts, unsaved, use_drafts
from ui.workspace.questions import control_id
from ui.workspace.script_pages import (
    NEXT_PAGE,
    PREVIOUS_PAGE,
    NextAnswer,
    PreviousAnswer,
    Refusal,
    RunningScriptPage,
    Shown,
    UnansweredQuestions,
)

focus_on = Vdom("focus-on")

Turned = RunningScriptPage | UnansweredQuestions | Refusal | Failed


class Way(Struct, frozen=True, kw_only=True):
    """Where the page leads, and why it stayed when somebody tried to turn it."""

    has_previous: bool
    has_next: bool
    goal: str
    attempt: int
    problem: str


class _Turner(Struct, frozen=True, kw_only=True):
    """Turn a page of one workspace that is in front in this tab: never the next one, which nobody has seen yet."""

    workspace_id: str
    page_id: str
    feed: Feed[Shown]
    drafts: Drafts
    ask_next: Callable[[Variables], Awaitable[NextAnswer | Failed]]
    ask_previous: Callable[[Variables], Awaitable[PreviousAnswer | Failed]]

    async def go_on(self, event: BrowserEvent) -> None:
        """Save what came with the form, then turn to the next page."""
        for field, edit in unsaved(fields_of(event)):
            if await self.drafts.save(field, edit) is None:
                return self._stay(texts.ANSWER_NOT_SAVED)
        answer = await self.ask_next(self._where())
        return self._take(answer if isinstance(answer, Failed) else answer.next_script_page)

    async def go_back(self, _: BrowserEvent) -> None:
        """Turn to the page before."""
        answer = await self.ask_previous(self._where())
        self._take(answer if isinstance(answer, Failed) else answer.previous_script_page)

    def _where(self) -> dict[str, str]:
        return {"workspace": self.workspace_id, "page": self.page_id}

    def _take(self, result: Turned) -> None:
        shown = self.feed.value
        if isinstance(result, Refusal | Failed) or shown is None:
            self._stay(
                texts.refused(result.message) if isinstance(result, Refusal | Failed) else ""
            )
        elif isinstance(result, RunningScriptPage):
            self.feed.put(shown.turned(result.id))
        else:
            self.feed.put(shown.held(goal=_first(self.workspace_id, shown, result)))

    def _stay(self, problem: str) -> None:
        if self.feed.value is not None:
            goal = _problem_id(self.workspace_id)
            self.feed.put(self.feed.value.held(goal=goal, problem=problem))


@component
def TurnPage(
    workspace_id: str, page_id: str, feed: Feed[Shown], questions: tuple[VdomDict, ...]
) -> VdomDict:
    """Show the questions, and turn the page when they are answered."""
    turner = _Turner(
        workspace_id=workspace_id,
        page_id=page_id,
        feed=feed,
        drafts=use_drafts(workspace_id, ()),
        ask_next=use_mutation(NEXT_PAGE),
        ask_previous=use_mutation(PREVIOUS_PAGE),
    )
    return html.form(
        {
            "key": "form",
            "noValidate": True,
            "data-call-form": "script",
            # By its page: a click that was sent from the page before finds nothing to do.
            "onSubmit": submit(turner.go_on, target=f"next:{workspace_id}:{page_id}"),
        },
        *questions,
        html.div({"key": "way"}, Buttons(workspace_id, feed, turner.go_back)),
    )


@component
def Buttons(workspace_id: str, feed: Feed[Shown], go_back: EventFunction) -> VdomDict:
    """Show the buttons that lead somewhere, and what kept the page in front."""
    way = use_part(feed, _way)
    if way is None:
        return html.fragment()
    place = _problem_id(workspace_id)
    return html.fragment(
        html.div(
            {"key": "actions", "class": "actions"},
            button(texts.BACK, go_back, key="back") if way.has_previous else "",
            button(texts.NEXT, kind="primary", type="submit", key="next") if way.has_next else "",
        )
        if way.has_previous or way.has_next
        else "",
        html.p(
            {"key": "problem", "id": place, "class": "failure", "role": "alert", "tabIndex": -1},
            way.problem,
        )
        if way.problem
        else "",
        focus_on({"key": f"attempt-{way.attempt}", "for": way.goal}) if way.goal else "",
    )


def _way(shown: Shown) -> Way:
    return Way(
        has_previous=shown.page.previous_page is not None,
        has_next=shown.page.next_page is not None,
        goal=shown.goal,
        attempt=shown.attempt,
        problem=shown.problem,
    )


def _first(workspace_id: str, shown: Shown, held: UnansweredQuestions) -> str:
    """Name the control of the first question that needs another answer."""
    asked = {*held.missing_answers, *held.wrong_answers}
    first = next((each for each in shown.page.questions if each.id in asked), None)
    return control_id(workspace_id, first) if first else ""


def _problem_id(workspace_id: str) -> str:
    return f"script-problem-{workspace_id}"
