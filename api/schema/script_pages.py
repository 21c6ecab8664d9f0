"""The parts of a call script, as those who write it send and read them."""

import strawberry

from models.errors import InvalidValue
from models.scripts import flow
from models.scripts.checking import Finding, FindingCode
from models.scripts.flow import Operator, QuestionType

strawberry.enum(
    QuestionType,
    name="ScriptQuestionType",
    description="What answers a question: an answer is a text, of several choices a line for each.",
)
strawberry.enum(
    Operator,
    name="ScriptOperator",
    description="How a condition compares. LESS and GREATER are for numbers and days.",
)
strawberry.enum(
    FindingCode, name="ScriptFindingCode", description="What is wrong with a call script."
)


@strawberry.type
class ScriptOption:
    """One choice of a question."""

    value: str = strawberry.field(description="What is kept as the answer.")
    label: str = strawberry.field(description="What is shown; the value where it is empty.")


@strawberry.type
class ScriptQuestion:
    """Something that a page asks."""

    id: str = strawberry.field(
        description="A name such as invoice_number; {{ answers.invoice_number }} merges the answer."
    )
    type: QuestionType = strawberry.field(description="What answers it.")
    label: str = strawberry.field(description="The question.")
    help: str = strawberry.field(description="A hint for the agent.")
    is_required: bool = strawberry.field(description="Whether it holds back Next.")
    default: str = strawberry.field(description="The answer until somebody types another.")
    prefill: str = strawberry.field(
        description="The merge field whose value goes before the default, or empty."
    )
    write_back: str = strawberry.field(
        description="The field of the contact that gets the answer, such as contact.email, or empty."
    )
    options: list[ScriptOption] = strawberry.field(description="Of a choice.")


@strawberry.type
class ScriptCondition:
    """Compares the answer to a question."""

    question: str = strawberry.field(description="The id of the question.")
    operator: Operator = strawberry.field(description="How it compares.")
    value: str = strawberry.field(description="What with, written as an answer is.")


@strawberry.type
class ScriptBranch:
    """Leads to a page when all its conditions hold."""

    conditions: list[ScriptCondition] = strawberry.field(description="Without any it always leads.")
    next: str | None = strawberry.field(description="The id of the page; null ends the script.")


@strawberry.type
class CallScriptPage:
    """One page of a call script, as it is written."""

    id: str = strawberry.field(description="The same in every version of the script.")
    title: str = strawberry.field(description="The heading of the page.")
    text: str = strawberry.field(description="Markdown with merge fields in Liquid.")
    language: str = strawberry.field(
        description="Of its texts: a tag of RFC 5646 such as fr or pt-BR; empty when nobody said."
    )
    questions: list[ScriptQuestion] = strawberry.field(description="In their order.")
    branches: list[ScriptBranch] = strawberry.field(
        description="The first that holds counts; when none does, the following page is next."
    )
    revision: int = strawberry.field(description="Grows with each change of the page.")


@strawberry.type
class ScriptFinding:
    """Something that is wrong with a call script."""

    code: FindingCode = strawberry.field(description="What.")
    is_error: bool = strawberry.field(
        description="Whether it keeps the script from being published."
    )
    page: str | None = strawberry.field(description="The id of the page.")
    question: str | None = strawberry.field(description="The id of the question.")
    subject: str = strawberry.field(description="The name in question, or what Liquid says.")


@strawberry.input
class ScriptOptionInput:
    """One choice of a question."""

    value: str
    label: str = ""


@strawberry.input
class ScriptQuestionInput:
    """Something that a page asks."""

    id: str
    type: QuestionType = QuestionType.TEXT
    label: str = ""
    help: str = ""
    is_required: bool = False
    default: str = ""
    prefill: str = ""
    write_back: str = ""
    options: list[ScriptOptionInput] = strawberry.field(default_factory=list)


@strawberry.input
class ScriptConditionInput:
    """Compares the answer to a question."""

    question: str
    operator: Operator = Operator.EQUALS
    value: str = ""


@strawberry.input
class ScriptBranchInput:
    """Leads to a page when all its conditions hold; a next of null ends the script."""

    conditions: list[ScriptConditionInput] = strawberry.field(default_factory=list)
    next: str | None = None


@strawberry.input
class CallScriptPageInput:
    """One page of a call script with the revision that was on screen, 0 for a new page."""

    id: str
    revision: int
    title: str = ""
    text: str = ""
    language: str = ""
    questions: list[ScriptQuestionInput] = strawberry.field(default_factory=list)
    branches: list[ScriptBranchInput] = strawberry.field(default_factory=list)


def read_page(page: CallScriptPageInput) -> flow.ScriptPage:
    """Read a page as it was sent."""
    if page.revision < 0:
        raise InvalidValue("revision", "is 0 or more.")
    return flow.ScriptPage(
        id=page.id,
        title=page.title,
        text=page.text,
        language=page.language,
        questions=tuple(_read_question(question) for question in page.questions),
        branches=tuple(_read_branch(branch) for branch in page.branches),
        revision=page.revision,
    )


def show_page(page: flow.ScriptPage) -> CallScriptPage:
    """Show a page."""
    return CallScriptPage(
        id=page.id,
        title=page.title,
        text=page.text,
        language=page.language,
        questions=[show_question(question) for question in page.questions],
        branches=[_show_branch(branch) for branch in page.branches],
        revision=page.revision,
    )


def show_question(question: flow.Question) -> ScriptQuestion:
    """Show a question."""
    return ScriptQuestion(
        id=question.id,
        type=question.type,
        label=question.label,
        help=question.help,
        is_required=question.is_required,
        default=question.default,
        prefill=question.prefill,
        write_back=question.write_back,
        options=[
            ScriptOption(value=option.value, label=option.label) for option in question.options
        ],
    )


def show_finding(finding: Finding) -> ScriptFinding:
    """Show a finding."""
    return ScriptFinding(
        code=finding.code,
        is_error=finding.is_error,
        page=finding.page,
        question=finding.question,
        subject=finding.subject,
    )


def _show_branch(branch: flow.Branch) -> ScriptBranch:
    return ScriptBranch(
        next=branch.next,
        conditions=[
            ScriptCondition(question=each.question, operator=each.operator, value=each.value)
            for each in branch.conditions
        ],
    )


def _read_question(question: ScriptQuestionInput) -> flow.Question:
    return flow.Question(
        id=question.id,
        type=question.type,
        label=question.label,
        help=question.help,
        is_required=question.is_required,
        default=question.default,
        prefill=question.prefill,
        write_back=question.write_back,
        options=tuple(
            flow.Option(value=option.value, label=option.label) for option in question.options
        ),
    )


def _read_branch(branch: ScriptBranchInput) -> flow.Branch:
    return flow.Branch(
        next=branch.next,
        conditions=tuple(
            flow.Condition(question=each.question, operator=each.operator, value=each.value)
            for each in branch.conditions
        ),
    )
