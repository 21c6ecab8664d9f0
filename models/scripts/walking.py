"""Follow a call script: which page is next, what is not answered, how far it is. Pure: no database, no text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from models.calls.messages import JSON
from models.scripts.field_types import FieldType, as_text, read_value
from models.scripts.flow import (
    CHOICES,
    Branch,
    Condition,
    Flow,
    Operator,
    Question,
    QuestionType,
    ScriptPage,
    questions_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Answers: TypeAlias = "Mapping[str, JSON]"

_READ_AS = {
    QuestionType.NUMBER: FieldType.NUMBER,
    QuestionType.DATE: FieldType.DATE,
    QuestionType.YES_NO: FieldType.BOOLEAN,
}


class Progress(Struct, frozen=True, kw_only=True):
    """Say how far a page is on the way that the answers so far choose; ``position`` begins at 1."""

    position: int
    total: int
    is_last: bool


def next_page(flow: Flow, page_id: str, answers: Answers) -> ScriptPage | None:
    """Return the page behind this one; None when the script ends here, or the page is not in it."""
    pages, questions = {page.id: page for page in flow}, questions_of(flow)
    page = pages.get(page_id)
    return _next(flow, pages, questions, page, answers) if page else None


def path(flow: Flow, answers: Answers) -> Flow:
    """Return the pages from the first to the end, as the answers so far choose them; no page twice."""
    pages, questions = {page.id: page for page in flow}, questions_of(flow)
    way: dict[str, ScriptPage] = {}
    page = flow[0] if flow else None
    while page and page.id not in way:
        way[page.id] = page
        page = _next(flow, pages, questions, page, answers)
    return tuple(way.values())


def progress(flow: Flow, page_id: str, answers: Answers) -> Progress:
    """Say how far a page is; one that the answers lead past counts as behind those before it."""
    way = [page.id for page in path(flow, answers)]
    position = way.index(page_id) + 1 if page_id in way else len(way) + 1
    return Progress(
        position=position,
        total=max(len(way), position),
        is_last=next_page(flow, page_id, answers) is None,
    )


def missing_answers(page: ScriptPage, answers: Answers) -> tuple[str, ...]:
    """Name the required questions without an answer: they hold back Next, never the saving of a call."""
    return tuple(
        question.id
        for question in page.questions
        if question.is_required and not answer_texts(question, answers.get(question.id))
    )


def wrong_answers(page: ScriptPage, answers: Answers) -> tuple[str, ...]:
    """Name the questions whose answer is not of their type."""
    return tuple(
        question.id for question in page.questions if not fits(question, answers.get(question.id))
    )


def fits(question: Question, value: JSON) -> bool:
    """Tell whether an answer is of the question's type; none fits every type."""
    texts = answer_texts(question, value)
    if question.type in CHOICES:
        return set(texts) <= {option.value for option in question.options}
    if question.type in _READ_AS:
        return all(read_value(_READ_AS[question.type], text).fits for text in texts)
    return True


def answer_texts(question: Question, value: JSON) -> tuple[str, ...]:
    """Return an answer as text: none for an empty one, several only for several choices."""
    if isinstance(value, list):
        texts = [as_text(each) for each in value]
    else:
        text = as_text(value)
        several = question.type is QuestionType.SEVERAL_CHOICES
        texts = text.splitlines() if several else [text]
    return tuple(text.strip() for text in texts if text.strip())


def _next(
    flow: Flow,
    pages: Mapping[str, ScriptPage],
    questions: Mapping[str, Question],
    page: ScriptPage,
    answers: Answers,
) -> ScriptPage | None:
    for branch in page.branches:
        if _holds(branch, questions, answers):
            # A branch to a missing page, which no published script has, ends the script rather than the call.
            return pages.get(branch.next) if branch.next else None
    behind = flow[[each.id for each in flow].index(page.id) + 1 :]
    return behind[0] if behind else None


def _holds(branch: Branch, questions: Mapping[str, Question], answers: Answers) -> bool:
    return all(_is_met(condition, questions, answers) for condition in branch.conditions)


def _is_met(condition: Condition, questions: Mapping[str, Question], answers: Answers) -> bool:
    question = questions.get(condition.question)
    if question is None:
        return False
    texts = answer_texts(question, answers.get(question.id))
    if condition.operator is Operator.ANSWERED:
        return bool(texts)
    if condition.operator is Operator.NOT_ANSWERED:
        return not texts
    if condition.operator in (Operator.LESS, Operator.GREATER):
        return _is_beyond(question, condition, texts)
    return _matches(question, condition, texts)


def _matches(question: Question, condition: Condition, texts: tuple[str, ...]) -> bool:
    given = [_key(question, text) for text in texts]
    wanted = [_key(question, text) for text in answer_texts(question, condition.value)]
    if condition.operator is Operator.EQUALS:
        return sorted(given) == sorted(wanted)
    if condition.operator is Operator.NOT_EQUALS:
        return sorted(given) != sorted(wanted)
    if question.type is QuestionType.SEVERAL_CHOICES:
        return set(wanted) <= set(given)
    return bool(given) and condition.value.strip().casefold() in given[0]


def _is_beyond(question: Question, condition: Condition, texts: tuple[str, ...]) -> bool:
    """Compare a number or a day; what is none of them is neither less nor greater."""
    read = _day if question.type is QuestionType.DATE else _number
    given, limit = (read(text) for text in (texts[0] if texts else "", condition.value))
    if given is None or limit is None:
        return False
    return given < limit if condition.operator is Operator.LESS else given > limit


def _key(question: Question, text: str) -> str:
    """Write equal answers in the same way."""
    if question.type is QuestionType.NUMBER:
        number = _number(text)
        return text if number is None else str(number.normalize())
    if question.type in _READ_AS:
        return read_value(_READ_AS[question.type], text).text
    return text.casefold()


def _number(text: str) -> Decimal | None:
    return Decimal(text.strip()) if text.strip() and read_value("NUMBER", text).fits else None


def _day(text: str) -> Decimal | None:
    read = read_value("DATE", text)
    if not read.fits or not read.text.strip():
        return None
    return Decimal(date.fromisoformat(read.text).toordinal())
