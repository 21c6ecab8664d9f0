"""What the parts of the wallboard share: the agents as they are now, the last hour, and whom a dialog is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from ui.navigation import CALL_USER
from ui.parts import Feed
from ui.wallboard.documents import Hour, State, States

TEAM = tuple[str | None, tuple[str, ...]]
"""A team, None for no team, and the ids of its agents by name."""


def _nobody(_: str) -> None:
    """Stand in until the dialog is on the page."""


class Agents(Struct, frozen=True):
    """Hold what each agent does, by id, in the order of names."""

    states: Mapping[str, State] = {}

    def with_changes(self, told: States) -> "Agents":
        """Take what was told into account: everyone, or those alone who changed."""
        changed = {each.user.id: each for each in told.states}
        return Agents(changed if told.is_all else {**self.states, **changed})

    @property
    def teams(self) -> tuple[TEAM, ...]:
        """The teams by name, behind them those who are in none."""
        found: dict[str | None, list[str]] = {}
        for id, state in self.states.items():
            found.setdefault(state.team, []).append(id)
        return tuple(
            (team, tuple(found[team]))
            for team in sorted(found, key=lambda team: (team is None, team or ""))
        )

    def count(self, status: str) -> int:
        """Count those who do this."""
        return sum(each.status == status for each in self.states.values())


@dataclass(slots=True)
class Board:
    """Let the parts of the page reach each other without rendering each other."""

    privileges: tuple[str, ...]
    agents: Feed[Agents] = field(default_factory=Feed)
    counted: Feed[Agents] = field(default_factory=Feed)
    hour: Feed[Hour] = field(default_factory=Feed)
    show: Callable[[str], None] = _nobody

    @property
    def may_take_over(self) -> bool:
        """Whether the viewer works on calls."""
        return CALL_USER in self.privileges

    def take_states(self, told: States) -> None:
        """Tell everybody what has changed: the tiles before the counts, since each is a message of its own."""
        before = self.agents.value or Agents()
        newest = before.with_changes(told)
        self.agents.put(newest)
        self.counted.put(newest)
