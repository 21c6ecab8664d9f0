"""The questions of a script's page: a field for each type, over a draft that saves itself."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from reactpy import Vdom, component, html
from reactpy.types import VdomDict

from ui import texts
from ui.parts import Feed, use_part
from ui.workspace.drafts import Draft, Drafts, draft_box, use_drafts
from ui.workspace.script_pages import Given, Option, Question, Shown

ANSWER = "answer:"
LINES = 4
MOST_BUTTONS = 6
"""More choices than these are easier to find in a list."""

draft_choice = Vdom("draft-choice")


class Standing(Struct, frozen=True, kw_only=True):
    """What stands in a question, and whether it is left out or of another type."""

    given: Given
    is_missing: bool
    is_wrong: bool


class Control(Struct, frozen=True, kw_only=True):
    """What the fields of every type share; ``described_by`` names the help and the problem.

    ``language`` is that of the question where the script says it.
    """

    id: str
    question: Question
    language: str | None
    drafts: Drafts
    described_by: str | None
    is_wrong: bool

    @property
    def field(self) -> str:
        """Name the draft."""
        return ANSWER + self.question.id

    def language_of(self, option: Option) -> str | None:
        """Return the script's language for a choice of its own, None for those that we add."""
        return self.language if option in self.question.options else None

    @property
    def attributes(self) -> dict[str, Any]:
        """Return the attributes of a control that stands for the whole question."""
        return {
            "id": self.id,
            "required": self.question.is_required or None,
            "aria-describedby": self.described_by,
            "aria-invalid": "true" if self.is_wrong else None,
        }


@component
def QuestionField(
    workspace_id: str, question: Question, language: str | None, feed: Feed[Shown]
) -> VdomDict:
    """Show one question with its answer; only what is so of this question renders it again."""

    def standing(shown: Shown) -> Standing | None:
        page = shown.page
        given = next((each for each in page.answers if each.question == question.id), None)
        if given is None:
            return None
        return Standing(
            given=given,
            is_missing=shown.held_at == page.id and question.id in page.missing_answers,
            is_wrong=question.id in page.wrong_answers,
        )

    stands = use_part(feed, standing)
    given = stands.given if stands else Given(question=question.id, value="", version=0)
    problem = _problem(question, stands)
    field, identifier = ANSWER + question.id, control_id(workspace_id, question)
    stored = Draft(field=field, value=given.value, version=given.version)
    control = Control(
        id=identifier,
        question=question,
        language=language,
        drafts=use_drafts(workspace_id, (stored,)),
        described_by=_described_by(workspace_id, question, problem),
        is_wrong=bool(problem),
    )
    return html.div(
        {"class": "field question", "data-question": question.id},
        *_asked(workspace_id, control),
        html.p(
            {"key": "error", "id": _part_id(workspace_id, question, "error"), "class": "error"},
            problem,
        )
        if problem
        else "",
    )


def control_id(workspace_id: str, question: Question) -> str:
    """Name the control that takes the focus: of several the first."""
    return _part_id(workspace_id, question, "answer")


def _part_id(workspace_id: str, question: Question, part: str) -> str:
    return f"{part}-{question.id}-{workspace_id}"


def _described_by(workspace_id: str, question: Question, problem: str) -> str | None:
    parts = [*(["help"] if question.help else []), *(["error"] if problem else [])]
    return " ".join(_part_id(workspace_id, question, part) for part in parts) or None


def _problem(question: Question, stands: Standing | None) -> str:
    if stands is not None and stands.is_wrong:
        return texts.WRONG_ANSWERS.get(question.type, texts.WRONG_ANSWER)
    return texts.MISSING_ANSWER if stands is not None and stands.is_missing else ""


def _asked(workspace_id: str, control: Control) -> tuple[VdomDict | str, ...]:
    question = control.question
    hint = (
        html.p(
            {
                "key": "help",
                "id": _part_id(workspace_id, question, "help"),
                "class": "soft",
                "lang": control.language,
            },
            question.help,
        )
        if question.help
        else ""
    )
    if _has_buttons(question):
        return (_buttons(control, hint),)
    label = html.label({"key": "label", "htmlFor": control.id}, *_label(control))
    show = _select if question.type == "CHOICE" else _text
    return label, hint, show(control)


def _label(control: Control) -> tuple[VdomDict | str, ...]:
    question = control.question
    mark = html.span({"class": "required", "aria-hidden": "true"}, texts.REQUIRED_MARK)
    name = html.span({"dir": "auto", "lang": control.language}, question.name)
    return name, mark if question.is_required else ""


def _has_buttons(question: Question) -> bool:
    if question.type == "CHOICE":
        return len(question.options) <= MOST_BUTTONS
    return question.type in {"YES_NO", "SEVERAL_CHOICES"}


def _text(control: Control) -> VdomDict:
    kinds: dict[str, dict[str, Any]] = {
        "NUMBER": {"inputMode": "decimal", "class": "short"},
        "DATE": {"type": "date", "class": "short"},
    }
    kind = control.question.type
    attributes = {"dir": "auto", **control.attributes, **kinds.get(kind, {})}
    lines = LINES if kind == "LONG_TEXT" else 1
    return draft_box(control.drafts, control.field, attributes=attributes, lines=lines)


def _select(control: Control) -> VdomDict:
    """Show a native select; static/draft-choice.js keeps it and the hidden draft equal."""
    listed = (Option(value="", label=texts.NO_ANSWER), *control.question.options)
    chosen = control.drafts.draft(control.field).text
    return draft_choice(
        {"key": "control"},
        html.select(
            {"key": "select", **control.attributes},
            *(
                html.option(
                    {
                        "key": each.value,
                        "value": each.value,
                        "selected": (each.value == chosen) or None,
                        "lang": control.language_of(each),
                    },
                    each.name,
                )
                for each in listed
            ),
        ),
        _hidden(control, lines=1),
    )


def _buttons(control: Control, hint: VdomDict | str) -> VdomDict:
    """Show a radio button or a check box for each choice, over the hidden draft."""
    question = control.question
    is_several = question.type == "SEVERAL_CHOICES"
    named: dict[str, Any] = {"key": "group", "class": "answers"}
    if not is_several:
        named |= {
            "role": "radiogroup",
            "aria-required": "true" if question.is_required else None,
            "aria-invalid": "true" if control.is_wrong else None,
        }
    return html.fieldset(
        {**named, "aria-describedby": control.described_by},
        html.legend({"key": "legend"}, *_label(control)),
        hint,
        draft_choice(
            {"key": "control"},
            *(
                _button(control, place, option, kind="checkbox" if is_several else "radio")
                for place, option in enumerate(_options(question))
            ),
            _hidden(control, lines=2 if is_several else 1),
        ),
    )


def _options(question: Question) -> tuple[Option, ...]:
    """Return the choices; one of them takes back an answer that nobody needs to give."""
    options = question.options
    if question.type == "YES_NO":
        options = (Option(value="yes", label=texts.YES), Option(value="no", label=texts.NO))
    if question.type == "SEVERAL_CHOICES" or question.is_required:
        return options
    return (*options, Option(value="", label=texts.NO_ANSWER))


def _button(control: Control, place: int, option: Option, *, kind: str) -> VdomDict:
    chosen = control.drafts.draft(control.field).text.splitlines() or [""]
    return html.label(
        {"key": option.value or "none", "class": "check"},
        html.input(
            {
                "type": kind,
                "id": control.id if place == 0 else None,
                "name": control.id,
                "value": option.value,
                "defaultChecked": (option.value in chosen) or None,
            }
        ),
        html.span({"dir": "auto", "lang": control.language_of(option)}, option.name),
    )


def _hidden(control: Control, *, lines: int) -> VdomDict:
    attributes = {"hidden": True, "aria-hidden": "true", "tabIndex": -1}
    return draft_box(
        control.drafts,
        control.field,
        attributes=attributes,
        lines=lines,
        written=_written(control.question),
    )


def _written(question: Question) -> Callable[[str], str]:
    """Return what says an answer as the agent reads it."""
    names = {each.value: each.name for each in _options(question)}
    return lambda text: ", ".join(names.get(line, line) for line in text.splitlines())
