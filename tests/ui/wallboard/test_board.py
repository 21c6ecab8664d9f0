"""What the board makes of what it is told about agents."""

from datetime import UTC, datetime

from ui.wallboard.board import Agents, Board
from ui.wallboard.documents import Agent, State, States

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def a_state(name: str, status: str = "WAITING", *, team: str | None = "North") -> State:
    return State(
        user=Agent(id=name, full_name=name.title()),
        team=team,
        status=status,
        since=NOW,
        inbound_call=None,
        runs_too_long_from=None,
    )


def told(*states: State, is_all: bool = False) -> States:
    return States(is_all=is_all, states=states)


def test_who_changed_stays_in_place_and_the_others_stay_as_they_were() -> None:
    agents = Agents().with_changes(told(a_state("ann"), a_state("ben"), is_all=True))

    changed = agents.with_changes(told(a_state("ann", "ON_CALL")))

    assert list(changed.states) == ["ann", "ben"]
    assert (changed.count("ON_CALL"), changed.count("WAITING")) == (1, 1)


def test_whoever_is_not_among_all_is_gone() -> None:
    agents = Agents().with_changes(told(a_state("ann"), a_state("ben"), is_all=True))

    rest = agents.with_changes(told(a_state("ben"), is_all=True))

    assert list(rest.states) == ["ben"]


def test_teams_stand_by_name_and_who_is_in_none_comes_last() -> None:
    states = (a_state("ann", team=None), a_state("ben", team="South"), a_state("eva", team="North"))

    agents = Agents().with_changes(told(*states, is_all=True))

    assert agents.teams == (("North", ("eva",)), ("South", ("ben",)), (None, ("ann",)))


def test_the_tiles_hear_of_a_change_before_the_counts() -> None:
    board, heard = Board(()), list[str]()
    board.counted.watch(lambda _: heard.append("counts"))
    board.agents.watch(lambda _: heard.append("tiles"))

    board.take_states(told(a_state("ann"), is_all=True))

    assert heard == ["tiles", "counts"]
