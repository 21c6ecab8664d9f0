"""What the pages of a running script are made of, and how they are asked for and turned."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ui.client import Answer, Document, Variant

QuestionType = Literal["TEXT", "LONG_TEXT", "NUMBER", "DATE", "YES_NO", "CHOICE", "SEVERAL_CHOICES"]


class Option(Answer, frozen=True):
    """One choice."""

    value: str
    label: str

    @property
    def name(self) -> str:
        """Return what is shown."""
        return self.label or self.value


class Question(Answer, frozen=True):
    """Something that a page asks."""

    id: str
    type: QuestionType
    label: str
    help: str
    is_required: bool
    options: tuple[Option, ...]

    @property
    def name(self) -> str:
        """Return what is shown."""
        return self.label or self.id


class Given(Answer, frozen=True):
    """The answer to a question as it stands; version 0: nobody typed it."""

    question: str
    value: str
    version: int


class Page(Answer, frozen=True):
    """One page; the HTML has neither scripts nor styles."""

    id: str
    language: str
    title: str
    html: str
    questions: tuple[Question, ...]
    answers: tuple[Given, ...]
    missing_answers: frozenset[str]
    wrong_answers: frozenset[str]
    previous_page: str | None
    next_page: str | None
    position: int
    total: int


class PageAnswer(Answer, frozen=True):
    """The answer to SCRIPT_PAGE."""

    script_page: Page | None


class RunningScriptPage(Variant, frozen=True):
    """The page in front now."""

    id: str


class UnansweredQuestions(Variant, frozen=True):
    """The page stays, because of these questions."""

    missing_answers: tuple[str, ...]
    wrong_answers: tuple[str, ...]


class Refusal(Variant, frozen=True):
    """Why the page stays."""

    message: str


class NextAnswer(Answer, frozen=True):
    """The answer to NEXT_PAGE."""

    next_script_page: RunningScriptPage | UnansweredQuestions | Refusal


class PreviousAnswer(Answer, frozen=True):
    """The answer to PREVIOUS_PAGE."""

    previous_script_page: RunningScriptPage | UnansweredQuestions | Refusal


SCRIPT_PAGE = Document(
    """
    subscription ScriptPage($workspace: ID!, $page: String) {
      scriptPage(workspace: $workspace, page: $page) {
        id language title html missingAnswers wrongAnswers previousPage nextPage position total
        questions { id type label help isRequired options { value label } }
        answers { question value version }
      }
    }
    """,
    PageAnswer,
)
TURNED = """
    __typename
    ... on RunningScriptPage { id }
    ... on UnansweredQuestions { missingAnswers wrongAnswers }
    ... on Refusal { message }
"""
NEXT_PAGE = Document(
    f"""
    mutation NextPage($workspace: ID!, $page: String!) {{
      nextScriptPage(workspace: $workspace, page: $page) {{ {TURNED} }}
    }}
    """,
    NextAnswer,
)
PREVIOUS_PAGE = Document(
    f"""
    mutation PreviousPage($workspace: ID!, $page: String!) {{
      previousScriptPage(workspace: $workspace, page: $page) {{ {TURNED} }}
    }}
    """,
    PreviousAnswer,
)


class Shown(Struct, frozen=True, kw_only=True):
    """Hold the page in front of this tab, and what became of its "Next" and "Back".

    ``turned_to`` is the page that this tab turned to last, at its ``turns``-th turning; empty before the first.
    ``held_at`` is the page where an answer held "Next" back, at the ``attempt``-th failure, with the focus due to
    ``goal``. ``problem`` says what else went wrong.
    """

    page: Page
    turned_to: str = ""
    turns: int = 0
    held_at: str = ""
    attempt: int = 0
    goal: str = ""
    problem: str = ""

    def turned(self, page_id: str) -> "Shown":
        """Return what is so once another page is to come."""
        return replace(
            self, turned_to=page_id, turns=self.turns + 1, held_at="", goal="", problem=""
        )

    def held(self, *, goal: str, problem: str = "") -> "Shown":
        """Return what is so when the page has to stay."""
        held_at = "" if problem else self.page.id
        attempt = self.attempt + 1
        return replace(self, held_at=held_at, goal=goal, problem=problem, attempt=attempt)
