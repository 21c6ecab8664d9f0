"""What the preview of a script is tried with: a made-up call, and answers."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ui.customize.scripts.answering import Answering
from ui.newest import Newest, use_newest

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


def use_trial() -> Newest[Trial]:
    """Hold a trial."""
    return use_newest(Trial())


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
