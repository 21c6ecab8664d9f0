"""How the lists of calls reach what stands in front of them, without rendering each other."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ui.calls.documents import CallInFull, CallInList
from ui.calls.reading import Changed
from ui.navigation import CALL_USER, SUPERVISOR
from ui.parts import Feed


def _nothing(_: str) -> None:
    """Stand in until the call can be shown."""


@dataclass(slots=True)
class Board:
    """Hold who looks at the page, what tells of changes, and how a call is shown."""

    login_name: str
    privileges: tuple[str, ...]
    changes: Feed[Changed] = field(default_factory=Feed)
    show: Callable[[str], None] = _nothing

    @property
    def takes_calls(self) -> bool:
        """Whether the viewer has calls to work on."""
        return CALL_USER in self.privileges

    @property
    def is_supervisor(self) -> bool:
        """Whether the viewer sees calls of others."""
        return SUPERVISOR in self.privileges

    def may_open(self, call: CallInList | CallInFull) -> bool:
        """Tell whether a click of the viewer's may open the workspace of a call, which has none yet."""
        is_own = call.user.login_name == self.login_name
        return is_own and self.takes_calls and call.opened_at is None
