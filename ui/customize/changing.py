"""What becomes of call management when a page changes it: one answer for all mutations."""

from ui.client import Answer, Variant
from ui.components.changing import Refusal


class DefinedCallReason(Variant, frozen=True):
    """A reason that was changed."""

    version: int


class CallField(Variant, frozen=True):
    """A call field that was changed."""

    version: int


class DefinedCallOutcome(Variant, frozen=True):
    """An outcome that was changed."""

    version: int


class RemovedCallReason(Variant, frozen=True):
    """A reason that is gone or retired."""

    is_retired: bool


class RemovedOutcome(Variant, frozen=True):
    """An outcome that is gone or retired."""

    is_retired: bool


class Moved(Answer, frozen=True):
    """One of the things that were put in order."""

    id: str
    version: int


class CallFields(Variant, frozen=True):
    """The fields in their new order."""

    things: tuple[Moved, ...]


class Outcomes(Variant, frozen=True):
    """The outcomes in their new order."""

    things: tuple[Moved, ...]


class SentTestCall(Variant, frozen=True):
    """A test call that was accepted."""


Changed = DefinedCallReason | CallField | DefinedCallOutcome
Removed = RemovedCallReason | RemovedOutcome
Result = Changed | Removed | CallFields | Outcomes | SentTestCall


class ChangeAnswer(Answer, frozen=True):
    """The answer to a mutation, which every document calls ``result``."""

    result: Result | Refusal
