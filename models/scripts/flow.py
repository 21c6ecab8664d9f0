"""What a call script is: pages with questions, and branches that choose the next page by the answers.

Only the data and its limits are here; ``walking.py`` follows a flow, ``checking.py`` finds what is wrong with one.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeAlias

import msgspec

from models.errors import InvalidValue
from models.text import LONGEST, storable

MOST_PAGES = 100
TEXT_LIMIT = 20_000  # characters of a page
MOST_QUESTIONS = 50
MOST_OPTIONS = 200
MOST_BRANCHES = 50
MOST_CONDITIONS = 20
LONGEST_HELP = 2_000

# "Well-formed" as RFC 5646 has it, section 2.2.9, without the tags that it keeps for old times' sake.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
LONGEST_LANGUAGE = 35  # RFC 5646, section 4.4.1
_PAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# As a merge field has it: {{ answers.invoice_number }}.
_QUESTION_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


class QuestionType(StrEnum):
    """Name what answers a question.

    An answer is kept as text: a number with a point, a day as in 2027-01-31, "yes" or "no", the value of an option, for
    several choices the values on a line each.
    """

    TEXT = "TEXT"
    LONG_TEXT = "LONG_TEXT"
    NUMBER = "NUMBER"
    DATE = "DATE"
    YES_NO = "YES_NO"
    CHOICE = "CHOICE"
    SEVERAL_CHOICES = "SEVERAL_CHOICES"


CHOICES = frozenset({QuestionType.CHOICE, QuestionType.SEVERAL_CHOICES})


class Operator(StrEnum):
    """Say how a condition compares an answer; case does not matter. LESS and GREATER are for numbers and days."""

    EQUALS = "EQUALS"
    NOT_EQUALS = "NOT_EQUALS"
    CONTAINS = "CONTAINS"
    LESS = "LESS"
    GREATER = "GREATER"
    ANSWERED = "ANSWERED"
    NOT_ANSWERED = "NOT_ANSWERED"


WITHOUT_VALUE = frozenset({Operator.ANSWERED, Operator.NOT_ANSWERED})


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Be written in JSON with the names that clients know, without what has its default."""


class Option(_Part, frozen=True, kw_only=True):
    """Offer one choice; ``value`` is kept, ``label`` (else the value) is shown."""

    value: str
    label: str = ""


class Question(_Part, frozen=True, kw_only=True):
    """Ask something.

    ``prefill`` is a merge field whose value is the answer until somebody types another (``contact.email``,
    ``call.details.account_number``); ``default`` is for when that is empty. ``write_back`` is a field of the contact
    that gets the answer when the record is saved (``contact.email``).
    """

    id: str
    type: QuestionType = QuestionType.TEXT
    label: str = ""
    help: str = ""
    is_required: bool = False
    default: str = ""
    prefill: str = ""
    write_back: str = ""
    options: tuple[Option, ...] = ()


class Condition(_Part, frozen=True, kw_only=True):
    """Compare the answer to a question with a value."""

    question: str
    operator: Operator = Operator.EQUALS
    value: str = ""


class Branch(_Part, frozen=True, kw_only=True):
    """Lead to a page when all conditions hold, and so always when there is none; without ``next`` the script ends."""

    conditions: tuple[Condition, ...] = ()
    next: str | None = None


class ScriptPage(_Part, frozen=True, kw_only=True):
    """Hold one page: Markdown with merge fields in Liquid, questions, and branches.

    The first branch that holds chooses the next page; when none does, the following page is next, and behind the last
    one the script ends. ``language`` (a tag of RFC 5646 such as ``fr`` or ``pt-BR``) is that of all its texts; empty:
    not said. ``revision`` is the version that the script had with the last change of this page.
    """

    id: str
    title: str = ""
    text: str = ""
    language: str = ""
    questions: tuple[Question, ...] = ()
    branches: tuple[Branch, ...] = ()
    revision: int = 1


Flow: TypeAlias = tuple[ScriptPage, ...]


def read_flow(written: str | bytes) -> Flow:
    """Read a flow as it was stored."""
    return msgspec.json.decode(written, type=tuple[ScriptPage, ...])


def write_flow(flow: Flow) -> str:
    """Write a flow as JSON."""
    return msgspec.json.encode(flow).decode()


def content(page: ScriptPage) -> ScriptPage:
    """Return the page without its revision, to compare two by what is in them."""
    return msgspec.structs.replace(page, revision=1)


def languages_of(flow: Flow) -> dict[str, str]:
    """Return the language in which each question is asked; empty where its page does not say."""
    return {question.id: page.language for page in flow for question in page.questions}


def questions_of(flow: Flow) -> dict[str, Question]:
    """Return the questions of all pages by id."""
    return {question.id: question for page in flow for question in page.questions}


def check_limits(page: ScriptPage) -> None:
    """Raise ``InvalidValue`` for what can't be kept even in a draft; what is only wrong may stand there."""
    if not _is_storable(msgspec.to_builtins(page)):
        raise InvalidValue("page", "holds a character that can't be kept, such as U+0000.")
    if not _PAGE_ID.fullmatch(page.id):
        raise InvalidValue("page", "Its id is made of 1 to 64 letters, digits, - and _.")
    _check_length("title", page.title, LONGEST)
    _check_length("text", page.text, TEXT_LIMIT)
    if page.language and not _is_language(page.language):
        raise InvalidValue("language", "is a tag such as fr or pt-BR (RFC 5646), or empty.")
    _check_count("questions", page.questions, MOST_QUESTIONS)
    _check_count("branches", page.branches, MOST_BRANCHES)
    for question in page.questions:
        _check_question(question)
    for branch in page.branches:
        _check_branch(branch)


def _is_language(tag: str) -> bool:
    return len(tag) <= LONGEST_LANGUAGE and bool(_LANGUAGE.fullmatch(tag))


def _is_storable(part: object) -> bool:
    if isinstance(part, str):
        return storable(part) == part
    if isinstance(part, dict):
        return all(map(_is_storable, part.values()))
    return not isinstance(part, list | tuple) or all(map(_is_storable, part))


def _check_question(question: Question) -> None:
    if not _QUESTION_ID.fullmatch(question.id):
        raise InvalidValue(
            "question",
            "An id is made of 1 to 64 letters, digits and _, and does not begin with a digit.",
        )
    for text in (question.label, question.prefill, question.write_back):
        _check_length("question", text, LONGEST)
    for text in (question.help, question.default):
        _check_length("question", text, LONGEST_HELP)
    _check_count("options", question.options, MOST_OPTIONS)
    for option in question.options:
        _check_length("option", option.value + option.label, LONGEST)
        if len(option.value.splitlines()) > 1:
            raise InvalidValue("option", "A value stands on one line.")


def _check_branch(branch: Branch) -> None:
    _check_count("conditions", branch.conditions, MOST_CONDITIONS)
    _check_length("branch", branch.next or "", LONGEST)
    for condition in branch.conditions:
        _check_length("condition", condition.question, LONGEST)
        _check_length("condition", condition.value, LONGEST)


def _check_length(name: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise InvalidValue(name, f"has at most {longest} characters.")


def _check_count(name: str, parts: tuple[object, ...], most: int) -> None:
    if len(parts) > most:
        raise InvalidValue(name, f"At most {most} of them.")
