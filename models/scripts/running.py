"""A script while a call goes through it: what is answered, what each page shows, where it leads. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from models.scripts.filling import first_answers, spoken_answers
from models.scripts.walking import missing_answers, next_page, path, progress, wrong_answers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.scripts.flow import Flow, Question, ScriptPage
    from models.scripts.walking import Progress


class TypedAnswer(Struct, frozen=True, kw_only=True):
    """Hold what somebody typed as an answer, and the version of that draft."""

    value: str
    version: int


class Answer(Struct, frozen=True, kw_only=True):
    """Show the answer to a question as it stands; version 0: nobody has typed one, it is the prefill or the default."""

    question: str
    value: str
    version: int


class RunningScript(Struct, frozen=True, kw_only=True):
    """Hold a version of a script, what it may say (``fields``), and how far the agent has got.

    ``visited`` are the pages that were turned to, the one in front first; none before the first turning.
    ``contact_id`` is the caller that the fields speak of.
    """

    version_id: UUID
    name: str
    flow: Flow
    fields: Mapping[str, Any]
    contact_id: UUID | None = None
    typed: Mapping[str, TypedAnswer] = field(default_factory=dict)
    visited: tuple[str, ...] = ()

    @property
    def begun(self) -> dict[str, str]:
        """Return what stands in the questions before anybody types."""
        found: dict[str, str] = {}
        for page in self.flow:
            found |= first_answers(page, self.fields)
        return found

    @property
    def answers(self) -> dict[str, str]:
        """Return the answers as they stand."""
        return {**self.begun, **{name: typed.value for name, typed in self.typed.items()}}

    @property
    def front(self) -> str:
        """Name the page in front for a tab that has turned none itself; empty for a script without pages."""
        known = [page.id for page in self.flow]
        return next((page for page in [*self.visited[:1], *known] if page in known), "")

    def page(self, page_id: str) -> ScriptPage | None:
        """Return a page by its id."""
        return next((page for page in self.flow if page.id == page_id), None)

    def unasked(self) -> dict[str, str]:
        """Return the answers that nobody typed on the pages that the agent has seen: what stood there counts."""
        seen = {*(page.id for page in self.flow[:1]), *self.visited}
        found: dict[str, str] = {}
        for page in path(self.flow, self.answers):
            if page.id in seen:
                found |= first_answers(page, self.fields)
        return {name: text for name, text in found.items() if name not in self.typed}


class RunningPage(Struct, frozen=True, kw_only=True):
    """Show one page to the agent: its text as sanitised HTML, its questions with their answers, and the way.

    ``missing`` and ``wrong`` name the questions that hold back the next page.
    """

    id: str
    language: str
    title: str
    html: str
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    previous_page: str | None
    next_page: str | None
    progress: Progress


def text_of(script: RunningScript, page: ScriptPage) -> str:
    """Return the text of a page as sanitised HTML, with the caller, the call and the answers merged in."""
    # Liquid and Markdown make a start noticeably longer, and are not needed before the first script is shown.
    from models.scripts.rendering import render  # noqa: PLC0415  # late by intention, as said above

    answers = spoken_answers(script.flow, script.answers)
    return render(page.text, {**script.fields, "answers": answers})


def running_page(script: RunningScript, page: ScriptPage) -> RunningPage:
    """Show a page as it is now."""
    answers = script.answers
    following = next_page(script.flow, page.id, answers)
    return RunningPage(
        id=page.id,
        language=page.language,
        title=page.title,
        html=text_of(script, page),
        questions=page.questions,
        answers=tuple(_answer(script, each, answers) for each in page.questions),
        missing=missing_answers(page, answers),
        wrong=wrong_answers(page, answers),
        previous_page=page_before(script, page),
        next_page=following.id if following else None,
        progress=progress(script.flow, page.id, answers),
    )


def page_before(script: RunningScript, page: ScriptPage) -> str | None:
    """Name the page before this one on the way; of one that the answers lead past, the last before it in the script."""
    way = [each.id for each in path(script.flow, script.answers)]
    if page.id in way:
        place = way.index(page.id)
        return way[place - 1] if place else None
    before = script.flow[: script.flow.index(page)]
    return next((each.id for each in reversed(before) if each.id in way), None)


def _answer(script: RunningScript, question: Question, answers: Mapping[str, str]) -> Answer:
    typed = script.typed.get(question.id)
    return Answer(
        question=question.id,
        value=answers.get(question.id, ""),
        version=typed.version if typed else 0,
    )
