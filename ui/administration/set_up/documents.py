"""What the check list asks the schema."""

from collections.abc import Sequence

from ui.client import Answer, Document


class Step(Answer, frozen=True):
    """A step, and whether there is nothing left to do."""

    step: str
    is_done: bool


class SetUpAnswer(Answer, frozen=True):
    """The answer to SET_UP."""

    set_up: tuple[Step, ...]


SET_UP = Document("query SetUp { setUp { step isDone } }", SetUpAnswer)


def is_complete(steps: Sequence[Step]) -> bool:
    """Tell whether everything works."""
    return all(step.is_done for step in steps)
