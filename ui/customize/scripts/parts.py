"""The parts of a page, and where each text in it stands: ``title``, ``questions.question_1.label``, ...

Pure functions from one page to the next; static/script-editor.js knows the same paths.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TypeVar

import msgspec

from ui.customize.scripts.documents import Branch, Condition, Option, Page, Question

T = TypeVar("T")

CHOICES = ("CHOICE", "SEVERAL_CHOICES")
WITHOUT_VALUE = ("ANSWERED", "NOT_ANSWERED")
CHOICE_SIGN = " = "


def digest(text: str) -> str:
    """Name a text in a few letters, to tell later whether it is still the same."""
    return blake2b(text.encode(), digest_size=6).hexdigest()


def text_paths(page: Page) -> Iterator[str]:
    """Name every text of a page."""
    yield from ("title", "text")
    for question in page.questions:
        for name in ("label", "help", "default", "choices"):
            yield f"questions.{question.id}.{name}"
    for i, branch in enumerate(page.branches):
        for j, _ in enumerate(branch.conditions):
            yield f"branches.{i}.conditions.{j}.value"


def read_text(page: Page, path: str) -> str | None:
    """Return the text that stands there; None where there is no such place."""
    match path.split("."):
        case [("title" | "text") as name]:
            return str(getattr(page, name))
        case ["questions", id, "choices"]:
            question = question_of(page, id)
            return written_choices(question.options) if question else None
        case ["questions", id, name]:
            question = question_of(page, id)
            return str(getattr(question, name)) if question else None
        case ["branches", i, "conditions", j, "value"]:
            condition = _condition(page, int(i), int(j))
            return condition.value if condition else None
        case _:
            return None


def write_text(page: Page, path: str, text: str) -> Page:
    """Put a text there; where there is no such place the page stays as it is."""
    match path.split("."):
        case [("title" | "text") as name]:
            return msgspec.structs.replace(page, **{name: text})
        case ["questions", id, "choices"]:
            return change_question(page, id, options=read_choices(text))
        case ["questions", id, name]:
            return change_question(page, id, **{name: text})
        case ["branches", i, "conditions", j, "value"] if _condition(page, int(i), int(j)):
            return change_condition(page, int(i), int(j), value=text)
        case _:
            return page


def written_choices(options: Sequence[Option]) -> str:
    """Write choices one a line: ``value``, or ``value = label`` where another text is shown."""
    return "\n".join(
        each.value if each.label in ("", each.value) else f"{each.value}{CHOICE_SIGN}{each.label}"
        for each in options
    )


def read_choices(text: str) -> tuple[Option, ...]:
    """Read choices that stand one a line."""
    lines = (line.strip() for line in text.splitlines())
    parts = (line.partition(CHOICE_SIGN) for line in lines if line)
    return tuple(Option(value=value.strip(), label=label.strip()) for value, _, label in parts)


def question_of(page: Page, id: str) -> Question | None:
    """Return the question with this id."""
    return next((each for each in page.questions if each.id == id), None)


def free_id(prefix: str, taken: Sequence[str]) -> str:
    """Return the first id that nobody has: question_1, question_2, ..."""
    numbers = (re.fullmatch(rf"{re.escape(prefix)}(\d{{1,6}})", id) for id in taken)
    return f"{prefix}{max((int(found[1]) for found in numbers if found), default=0) + 1}"


def change_question(page: Page, id: str, **changes: object) -> Page:
    """Change a question."""
    questions = tuple(
        msgspec.structs.replace(each, **changes) if each.id == id else each
        for each in page.questions
    )
    return msgspec.structs.replace(page, questions=questions)


def change_type(page: Page, id: str, type: str) -> Page:
    """Let something else answer a question; a default of another kind would not fit."""
    return change_question(page, id, type=type, default="")


def move_question(page: Page, id: str, by: int) -> Page:
    """Move a question up (-1) or down (1)."""
    at = next((i for i, each in enumerate(page.questions) if each.id == id), None)
    return msgspec.structs.replace(page, questions=moved(page.questions, at, by))


def remove_question(page: Page, id: str) -> Page:
    """Take a question out; branches that ask for it are then found to be wrong."""
    left = tuple(each for each in page.questions if each.id != id)
    return msgspec.structs.replace(page, questions=left)


def change_branch(page: Page, at: int, **changes: object) -> Page:
    """Change a branch."""
    branches = tuple(
        msgspec.structs.replace(each, **changes) if i == at else each
        for i, each in enumerate(page.branches)
    )
    return msgspec.structs.replace(page, branches=branches)


def add_branch(page: Page, branch: Branch) -> Page:
    """Add a branch before the one that always leads."""
    ways = conditional(page)
    branches = (*ways, branch, *page.branches[len(ways) :])
    return msgspec.structs.replace(page, branches=branches)


def remove_branch(page: Page, at: int) -> Page:
    """Take a branch out."""
    return msgspec.structs.replace(
        page, branches=tuple(each for i, each in enumerate(page.branches) if i != at)
    )


def move_branch(page: Page, at: int, by: int) -> Page:
    """Move a branch up (-1) or down (1)."""
    return msgspec.structs.replace(page, branches=moved(page.branches, at, by))


def conditional(page: Page) -> tuple[Branch, ...]:
    """Return the branches without the last one, where that always leads."""
    has_last = page.branches and not page.branches[-1].conditions
    return page.branches[:-1] if has_last else page.branches


def lead_otherwise(page: Page, branch: Branch | None) -> Page:
    """Say where the page leads when no condition holds; None: to the following page."""
    last = () if branch is None else (branch,)
    return msgspec.structs.replace(page, branches=(*conditional(page), *last))


def change_condition(page: Page, branch: int, at: int, **changes: object) -> Page:
    """Change a condition."""
    conditions = tuple(
        msgspec.structs.replace(each, **changes) if i == at else each
        for i, each in enumerate(page.branches[branch].conditions)
    )
    return change_branch(page, branch, conditions=conditions)


def add_condition(page: Page, branch: int, condition: Condition) -> Page:
    """Add a condition that has to hold as well."""
    return change_branch(page, branch, conditions=(*page.branches[branch].conditions, condition))


def remove_condition(page: Page, branch: int, at: int) -> Page:
    """Take a condition out."""
    left = tuple(each for i, each in enumerate(page.branches[branch].conditions) if i != at)
    return change_branch(page, branch, conditions=left)


def condition_on(question: Question) -> Condition:
    """Begin a condition with the likeliest answer."""
    first = question.options[0].value if question.options else ""
    value = "yes" if question.type == "YES_NO" else first if question.type in CHOICES else ""
    operator = "CONTAINS" if question.type == "SEVERAL_CHOICES" else "EQUALS"
    return Condition(question=question.id, operator=operator, value=value)


def moved(parts: tuple[T, ...], at: int | None, by: int) -> tuple[T, ...]:
    """Move one part; beyond the ends nothing moves."""
    if at is None or not 0 <= at + by < len(parts):
        return parts
    left = [*parts[:at], *parts[at + 1 :]]
    left.insert(at + by, parts[at])
    return tuple(left)


def _condition(page: Page, branch: int, at: int) -> Condition | None:
    if branch >= len(page.branches) or at >= len(page.branches[branch].conditions):
        return None
    return page.branches[branch].conditions[at]
