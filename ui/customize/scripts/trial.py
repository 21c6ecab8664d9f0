"""What the preview of a script is tried with: a made-up call, and answers."""

from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from reactpy import use_ref, use_state

from ui.customize.scripts.answering import Answering

NUMBER = "+14165550100"


class Trial(Struct, frozen=True, kw_only=True):
    """A made-up call and the answers given in it; ``details`` are as they were typed."""

    caller: str = "MADE_UP"
    phone_number: str = NUMBER
    details: str = ""
    answers: dict[str, str] = {}

    def asked(self) -> dict[str, Any]:
        """Return it as the schema takes it."""
        return {
            "caller": self.caller,
            "phoneNumber": self.phone_number,
            "details": read_details(self.details),
            "answers": self.answers,
        }


TryAnew = Callable[[Callable[[Trial], Trial]], None]


class Trying(NamedTuple):
    """The trial on screen, what changes it, and the newest, of which the screen may not know yet."""

    trial: Trial
    try_anew: TryAnew
    newest: Callable[[], Trial]


def use_trial() -> Trying:
    """Hold a trial; of two changes in quick succession the second one is made to the first."""
    newest = use_ref(Trial())
    shown, set_shown = use_state(newest.current)

    def try_anew(change: Callable[[Trial], Trial]) -> None:
        newest.current = change(newest.current)
        set_shown(newest.current)

    return Trying(shown, try_anew, lambda: newest.current)


def replied(question: str, answer: Answering) -> Callable[[Trial], Trial]:
    """Return what answers a question of a trial."""

    def change(trial: Trial) -> Trial:
        before = trial.answers
        return replace(trial, answers={**before, question: answer(before.get(question))})

    return change


def read_details(text: str) -> dict[str, str]:
    """Read details that stand one a line, ``name = value``."""
    parts = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, _, value in parts if name.strip()}
