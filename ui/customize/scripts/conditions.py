"""The conditions of one branch: a question, how its answer compares, and with what."""

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.components.button import button
from ui.customize.scripts import parts
from ui.customize.scripts.choosing import chooser, sign_button
from ui.customize.scripts.desk import Desk, element_id
from ui.customize.scripts.documents import Branch, Condition, Question
from ui.customize.scripts.typed import typed_field
from ui.customize.scripts.writing import Place

ALWAYS = ("EQUALS", "NOT_EQUALS", "ANSWERED", "NOT_ANSWERED")
OPERATORS = {
    "TEXT": ("EQUALS", "NOT_EQUALS", "CONTAINS", "ANSWERED", "NOT_ANSWERED"),
    "LONG_TEXT": ("CONTAINS", "ANSWERED", "NOT_ANSWERED"),
    "NUMBER": ("EQUALS", "NOT_EQUALS", "LESS", "GREATER", "ANSWERED", "NOT_ANSWERED"),
    "DATE": ("EQUALS", "NOT_EQUALS", "LESS", "GREATER", "ANSWERED", "NOT_ANSWERED"),
    "SEVERAL_CHOICES": ("CONTAINS", "EQUALS", "NOT_EQUALS", "ANSWERED", "NOT_ANSWERED"),
}


def conditions(desk: Desk, branch: Branch, at: int) -> VdomDict:
    """Show what has to hold."""
    only = len(branch.conditions) == 1
    first = next((each for each in reversed(desk.questions)), None)
    return html.div(
        {"class": "conditions"},
        *(_condition(desk, each, at, j, is_only=only) for j, each in enumerate(branch.conditions)),
        button(
            texts.ADD_CONDITION,
            desk.changing(lambda page: parts.add_condition(page, at, parts.condition_on(first))),
            kind="quiet",
        )
        if first and branch.conditions
        else html.p(texts.ALWAYS_LEADS),
    )


def _condition(desk: Desk, condition: Condition, at: int, j: int, *, is_only: bool) -> VdomDict:
    remove = desk.changing(lambda page: parts.remove_condition(page, at, j))
    name = texts.condition_number(j + 1)
    return html.div(
        {"key": f"condition-{j}", "role": "group", "aria-label": name, "class": "condition"},
        _question(desk, condition, at, j),
        _operator(desk, condition, at, j),
        _value(desk, condition, at, j),
        ""
        if is_only
        else sign_button("×", texts.remove(name), remove, target=f"condition:{at}:{j}:remove"),
    )


def _question(desk: Desk, condition: Condition, at: int, j: int) -> VdomDict:
    async def choose(id: str) -> None:
        question = _asked(desk, id)
        if question:
            fresh = parts.condition_on(question)
            await desk.writing.change(
                desk.page.id,
                lambda page: parts.change_condition(
                    page, at, j, question=id, operator=fresh.operator, value=fresh.value
                ),
            )

    path = f"branches.{at}.conditions.{j}.question"
    label = texts.IF if j == 0 else texts.AND_IF
    offered = {each.id: each.label.strip() or each.id for each in desk.questions}
    return chooser(
        element_id(path),
        label,
        offered,
        condition.question,
        choose,
        target=f"{desk.page.id}:{path}",
    )


def _operator(desk: Desk, condition: Condition, at: int, j: int) -> VdomDict:
    async def choose(operator: str) -> None:
        await desk.writing.change(
            desk.page.id, lambda page: parts.change_condition(page, at, j, operator=operator)
        )

    question = _asked(desk, condition.question)
    fitting = OPERATORS.get(question.type if question else "", ALWAYS)
    path = f"branches.{at}.conditions.{j}.operator"
    offered = {each: texts.OPERATORS[each] for each in (*fitting,)}
    if condition.operator not in offered:
        offered[condition.operator] = texts.OPERATORS[condition.operator]
    return chooser(
        element_id(path),
        texts.COMPARISON,
        offered,
        condition.operator,
        choose,
        target=f"{desk.page.id}:{path}",
    )


def _value(desk: Desk, condition: Condition, at: int, j: int) -> VdomDict | str:
    if condition.operator in parts.WITHOUT_VALUE:
        return ""
    question, path = _asked(desk, condition.question), f"branches.{at}.conditions.{j}.value"
    choices = _choices(question)
    if not choices:
        return typed_field(desk.writing, Place(desk.page.id, path), texts.VALUE)

    async def choose(value: str) -> None:
        await desk.writing.change(
            desk.page.id, lambda page: parts.change_condition(page, at, j, value=value)
        )

    return chooser(
        element_id(path),
        texts.VALUE,
        choices,
        condition.value,
        choose,
        target=f"{desk.page.id}:{path}:chosen",
    )


def _choices(question: Question | None) -> dict[str, str]:
    if question is None:
        return {}
    if question.type == "YES_NO":
        return {"yes": texts.YES, "no": texts.NO}
    if question.type in parts.CHOICES:
        return {each.value: each.label or each.value for each in question.options}
    return {}


def _asked(desk: Desk, id: str) -> Question | None:
    return next((each for each in desk.questions if each.id == id), None)
