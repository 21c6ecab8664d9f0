"""What stands in a script's questions before anybody types, and what its text may say of the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.scripts.fields import MASK
from models.scripts.flow import CHOICES, Flow, Question, ScriptPage, questions_of
from models.scripts.naming import DETAILS
from models.scripts.walking import Answers, answer_texts, fits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.calls.messages import JSON


def first_answers(page: ScriptPage, fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers that a page begins with: the prefill of each question, else its default, else none.

    What is masked or not of the question's type is no answer.
    """
    found = {question.id: _first(question, fields) for question in page.questions}
    return {question: text for question, text in found.items() if text}


def spoken_answers(flow: Flow, answers: Answers) -> dict[str, str]:
    """Return what ``{{ answers.topic }}`` says: an answer as the agent read it."""
    questions = questions_of(flow)
    return {
        name: _spoken(questions[name], value)
        for name, value in answers.items()
        if name in questions
    }


def _first(question: Question, fields: Mapping[str, Any]) -> str:
    text = _value(question.prefill, fields)
    if text and text != MASK and fits(question, text):
        return text
    return question.default


def _value(name: str, fields: Mapping[str, Any]) -> str:
    if name.startswith(DETAILS):
        return str(fields["call"]["details"].get(name.removeprefix(DETAILS), ""))
    noun, _, field = name.partition(".")
    return str(fields.get(noun, {}).get(field, ""))


def _spoken(question: Question, value: JSON) -> str:
    texts = answer_texts(question, value)
    if question.type in CHOICES:
        labels = {option.value: option.label for option in question.options}
        texts = tuple(labels.get(text) or text for text in texts)
    return ", ".join(texts)
