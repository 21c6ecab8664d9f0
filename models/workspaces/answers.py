"""The answers to a script's questions, as drafts keep them and as somebody else reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.scripts.field_types import as_text
from models.scripts.filling import spoken_answers
from models.scripts.flow import languages_of, questions_of
from models.scripts.scripts import script_version
from models.workspaces.tables import ANSWER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.calls.messages import JSON
    from models.scripts.flow import Flow


def answers_in(texts: Mapping[str, str]) -> dict[str, JSON]:
    """Return the answers among the drafts of a workspace, by question."""
    return {
        name.removeprefix(ANSWER): text
        for name, text in sorted(texts.items())
        if name.startswith(ANSWER)
    }


class LabelledAnswer(Struct, frozen=True, kw_only=True):
    """Show an answer as the agent read it: ``label`` is the question's, else its id; ``language`` may be empty."""

    question: str
    label: str
    language: str
    value: str


async def labelled_answers(
    answers: Mapping[str, JSON], version: UUID | None
) -> tuple[LabelledAnswer, ...]:
    """Return the answers in the order of that version of a script, then those of another one; nothing empty."""
    return label_answers(answers, (await script_version(version)).pages if version else ())


def label_answers(answers: Mapping[str, JSON], flow: Flow) -> tuple[LabelledAnswer, ...]:
    """Return the same for the pages of the script."""
    questions, spoken = questions_of(flow), spoken_answers(flow, answers)
    languages = languages_of(flow)
    found = [*spoken, *(name for name in answers if name not in spoken)]
    labelled = (
        LabelledAnswer(
            question=name,
            label=(questions[name].label if name in questions else "") or name,
            language=languages.get(name, ""),
            value=spoken.get(name, as_text(answers[name])),
        )
        for name in sorted(found, key=[*questions, *found].index)
    )
    return tuple(each for each in labelled if each.value.strip())
