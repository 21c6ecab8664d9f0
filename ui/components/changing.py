"""Changing something from a page: the mutation, what to do with a refusal, and which versions are the page's own."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from msgspec import Struct, field
from msgspec.structs import replace
from reactpy import html, use_ref, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Document, Failed, Variant, use_mutation
from ui.once import use_once

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

CHANGED_MEANWHILE = "CHANGED_MEANWHILE"
REFUSAL = "__typename ... on Refusal { code message }"
"""What every mutation is asked for."""


class Refusal(Variant, frozen=True):
    """Why nothing was changed."""

    code: str
    message: str


class ResultAnswer(Protocol[R_co]):
    """The answer to a mutation, which every document calls ``result``."""

    @property
    def result(self) -> R_co | Refusal:
        """Return what has come of it."""


class Change(Struct, Generic[R], frozen=True, kw_only=True):
    """A mutation to run, and why the last one was refused."""

    run: Callable[[Mapping[str, Any]], Awaitable[R | None]]
    refusal: Failed | None
    forget: Callable[[], None]


def use_change(document: Document[ResultAnswer[R]]) -> Change[R]:
    """Return a mutation that answers None when it was refused, and keeps the refusal to be shown."""
    mutate = use_mutation(document)
    refusal, set_refusal = use_state(nothing)

    async def run(variables: Mapping[str, Any]) -> R | None:
        answer = await mutate(variables)
        result = answer if isinstance(answer, Failed) else answer.result
        if isinstance(result, Failed | Refusal):
            set_refusal(Failed(code=result.code, message=result.message))
            return None
        set_refusal(None)
        return result

    return Change(run=run, refusal=refusal, forget=lambda: set_refusal(None))


def use_creation(document: Document[ResultAnswer[R]]) -> Change[R]:
    """Return a mutation for a form that goes once it has made something; it makes no second one."""
    change, once = use_change(document), use_once()
    return replace(change, run=lambda variables: once.do(lambda: change.run(variables)))


def nothing() -> Failed | None:
    """Begin without a refusal."""
    return None


def refusal_notice(refusal: Failed | None) -> VdomDict | str:
    """Say in place why nothing was changed, and what to do about it."""
    if refusal is None:
        return ""
    is_late = refusal.code == CHANGED_MEANWHILE
    text = texts.CHANGED_MEANWHILE_RETRY if is_late else refusal.message
    # Without a key the browser would take it for what stands behind it, and put that up anew.
    return html.p({"key": "refusal", "class": "failure", "role": "alert"}, text)


@runtime_checkable
class HasVersion(Protocol):
    """What was changed, at its new version."""

    @property
    def version(self) -> int:
        """Say which version it has now."""


class Versioned(HasVersion, Protocol):
    """What is shown at a version."""

    @property
    def id(self) -> str:
        """Name it."""


@runtime_checkable
class HasThings(Protocol):
    """What was put in order, each at its new version."""

    @property
    def things(self) -> Sequence[Versioned]:
        """Return them in their new order."""


class OwnChanges(Struct, frozen=True):
    """Which versions this page itself made: its next change over an older one of them is no conflict."""

    made: dict[tuple[str, int], int] = field(default_factory=dict)

    def note(self, key: str, before: int, after: int) -> None:
        """Note that this page changed ``before`` into ``after``."""
        if after != before:
            self.made[key, before] = after

    def note_result(self, key: str, before: int, result: object) -> None:
        """Note what a change over ``before`` has come to."""
        if isinstance(result, HasVersion):
            self.note(key, before, result.version)

    def note_all(self, before: Sequence[Versioned], result: object) -> None:
        """Note what a new order has come to."""
        if isinstance(result, HasThings):
            after = {each.id: each.version for each in result.things}
            for each in before:
                self.note(each.id, each.version, after.get(each.id, each.version))

    def newest(self, key: str, version: int) -> int:
        """Return the version that the page has made of this one."""
        while (key, version) in self.made:
            version = self.made[key, version]
        return version


def use_own_changes() -> OwnChanges:
    """Remember the own changes while the component lives."""
    own: OwnChanges = use_ref(OwnChanges()).current
    return own
