"""Find what is wrong with a call script. Errors keep it from being published; warnings are worth a look."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from itertools import chain, islice
from typing import TYPE_CHECKING

from msgspec import Struct

from models.errors import InvalidValue
from models.scripts.flow import (
    CHOICES,
    WITHOUT_VALUE,
    Branch,
    Condition,
    Flow,
    Question,
    ScriptPage,
    questions_of,
)
from models.scripts.naming import DETAILS, WRITABLE, KnownNames, MergeField, dotted, known_names
from models.scripts.walking import answer_texts, fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_FINDINGS = 500


class FindingCode(StrEnum):
    """Name what is wrong; the first of them are errors, those from UNREACHABLE_PAGE on warnings."""

    NO_PAGES = "NO_PAGES"
    DUPLICATE_PAGE = "DUPLICATE_PAGE"
    BROKEN_TEXT = "BROKEN_TEXT"
    UNKNOWN_MERGE_FIELD = "UNKNOWN_MERGE_FIELD"
    NO_LABEL = "NO_LABEL"
    DUPLICATE_QUESTION = "DUPLICATE_QUESTION"
    NO_OPTIONS = "NO_OPTIONS"
    DUPLICATE_OPTION = "DUPLICATE_OPTION"
    WRONG_DEFAULT = "WRONG_DEFAULT"
    UNKNOWN_PREFILL = "UNKNOWN_PREFILL"
    UNKNOWN_WRITE_BACK = "UNKNOWN_WRITE_BACK"
    MISSING_PAGE = "MISSING_PAGE"
    UNKNOWN_QUESTION = "UNKNOWN_QUESTION"
    WRONG_VALUE = "WRONG_VALUE"
    ENDLESS_LOOP = "ENDLESS_LOOP"
    UNREACHABLE_PAGE = "UNREACHABLE_PAGE"
    UNREACHABLE_BRANCH = "UNREACHABLE_BRANCH"
    UNDECLARED_DETAIL = "UNDECLARED_DETAIL"
    EMPTY_PAGE = "EMPTY_PAGE"


WARNINGS = frozenset(
    {
        FindingCode.UNREACHABLE_PAGE,
        FindingCode.UNREACHABLE_BRANCH,
        FindingCode.UNDECLARED_DETAIL,
        FindingCode.EMPTY_PAGE,
    }
)


class Finding(Struct, frozen=True, kw_only=True):
    """Say what is wrong where; ``subject`` is the name in question: a merge field, a page, an option, ..."""

    code: FindingCode
    page: str | None = None
    question: str | None = None
    subject: str = ""

    @property
    def is_error(self) -> bool:
        """Tell whether it keeps the script from being published."""
        return self.code not in WARNINGS


def check_flow(flow: Flow, fields: Sequence[MergeField]) -> list[Finding]:
    """Find what is wrong with a script, errors first, at most 500 findings."""
    names, questions = known_names(fields, questions_of(flow)), questions_of(flow)
    found = chain(
        _whole(flow),
        *(_page(page, flow, names, questions) for page in flow),
        _unreachable(flow),
        _endless(flow),
    )
    return sorted(islice(found, MOST_FINDINGS), key=lambda finding: not finding.is_error)


def check_text(text: str, names: KnownNames, *, page: str | None = None) -> Iterator[Finding]:
    """Find what is wrong with the text of a page."""
    # Liquid makes a start longer, and is not needed before a script is looked at.
    from models.scripts import rendering  # noqa: PLC0415  # late by intention, as said above

    try:
        rendering.check(text)
        asked = rendering.merge_fields(text)
    except InvalidValue as error:
        yield Finding(code=FindingCode.BROKEN_TEXT, page=page, subject=error.expected)
        return
    for name in sorted(map(dotted, asked)):
        if not names.has(name):
            undeclared = name.startswith(DETAILS)
            code = FindingCode.UNDECLARED_DETAIL if undeclared else FindingCode.UNKNOWN_MERGE_FIELD
            yield Finding(code=code, page=page, subject=name)


def _whole(flow: Flow) -> Iterator[Finding]:
    if not flow:
        yield Finding(code=FindingCode.NO_PAGES)
    for page in _repeated(page.id for page in flow):
        yield Finding(code=FindingCode.DUPLICATE_PAGE, page=page, subject=page)
    asked = [(question.id, page.id) for page in flow for question in page.questions]
    again = _repeated(question for question, _ in asked)
    for question, page in asked:
        if question in again:
            yield Finding(
                code=FindingCode.DUPLICATE_QUESTION, page=page, question=question, subject=question
            )


def _page(
    page: ScriptPage, flow: Flow, names: KnownNames, questions: Mapping[str, Question]
) -> Iterator[Finding]:
    if not page.text.strip() and not page.questions:
        yield Finding(code=FindingCode.EMPTY_PAGE, page=page.id)
    yield from check_text(page.text, names, page=page.id)
    for question in page.questions:
        yield from _question(question, page.id, names)
    pages, always = {each.id for each in flow}, False
    for branch in page.branches:
        if always:
            yield Finding(code=FindingCode.UNREACHABLE_BRANCH, page=page.id)
        always = always or not branch.conditions
        yield from _branch(branch, page.id, pages, questions)


def _question(question: Question, page: str, names: KnownNames) -> Iterator[Finding]:
    def found(code: FindingCode, subject: str = "") -> Finding:
        return Finding(code=code, page=page, question=question.id, subject=subject)

    if not question.label.strip():
        yield found(FindingCode.NO_LABEL)
    yield from (found(code, subject) for code, subject in _options(question))
    if not fits(question, question.default):
        yield found(FindingCode.WRONG_DEFAULT, question.default)
    if question.prefill and not _can_prefill(question.prefill, names):
        yield found(FindingCode.UNKNOWN_PREFILL, question.prefill)
    if question.write_back and question.write_back not in WRITABLE:
        yield found(FindingCode.UNKNOWN_WRITE_BACK, question.write_back)


def _options(question: Question) -> Iterator[tuple[FindingCode, str]]:
    if question.type not in CHOICES:
        return
    values = [option.value.strip() for option in question.options]
    if not any(values):
        yield FindingCode.NO_OPTIONS, ""
    for value in _repeated(values):
        yield FindingCode.DUPLICATE_OPTION, value


def _can_prefill(name: str, names: KnownNames) -> bool:
    return name in names.names or name.startswith(DETAILS)


def _branch(
    branch: Branch, page: str, pages: set[str], questions: Mapping[str, Question]
) -> Iterator[Finding]:
    if branch.next and branch.next not in pages:
        yield Finding(code=FindingCode.MISSING_PAGE, page=page, subject=branch.next)
    for condition in branch.conditions:
        question = questions.get(condition.question)
        if question is None:
            yield Finding(code=FindingCode.UNKNOWN_QUESTION, page=page, subject=condition.question)
        elif not _can_compare(condition, question):
            yield Finding(
                code=FindingCode.WRONG_VALUE,
                page=page,
                question=question.id,
                subject=condition.value,
            )


def _can_compare(condition: Condition, question: Question) -> bool:
    if condition.operator in WITHOUT_VALUE:
        return True
    return bool(answer_texts(question, condition.value)) and fits(question, condition.value)


def _unreachable(flow: Flow) -> Iterator[Finding]:
    ways, reached, waiting = _ways(flow), set[str](), [page.id for page in flow[:1]]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            waiting.extend(next for next in ways[page] if next in ways)
    for page in ways:
        if page not in reached:
            yield Finding(code=FindingCode.UNREACHABLE_PAGE, page=page)


def _endless(flow: Flow) -> Iterator[Finding]:
    """Find the pages from which no way leads to the end, whatever the answers."""
    ways = _ways(flow)
    ending: set[str] = set()
    while more := {
        page
        for page in ways
        if page not in ending and any(n not in ways or n in ending for n in ways[page])
    }:
        ending |= more
    for page in ways:
        if page not in ending:
            yield Finding(code=FindingCode.ENDLESS_LOOP, page=page)


def _ways(flow: Flow) -> dict[str, set[str]]:
    """Return for each page the pages that may follow; "" is the end, as is a page that is missing."""
    ways: dict[str, set[str]] = {}
    for page, following in zip(flow, [*(page.id for page in flow[1:]), ""], strict=False):
        targets = [branch.next or "" for branch in page.branches]
        always = next((i for i, branch in enumerate(page.branches) if not branch.conditions), None)
        ways[page.id] = {*targets, following} if always is None else set(targets[: always + 1])
    return ways


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
