"""How many agents do what, in numbers that are read from across the room."""

import asyncio
from datetime import UTC, datetime

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import formats, texts
from ui.dependable import use_task
from ui.parts import use_part
from ui.wallboard.board import Agents, Board

UNOPENED = "/calls?tab=unopened"
STATUSES = ("WAITING", "ON_CALL", "WRAP_UP")


def counts(board: Board) -> VdomDict:
    """Show the numbers."""
    return html.dl(
        {"class": "counts"},
        *(Count(status, board, key=status) for status in STATUSES),
        TooLong(board, key="long"),
        Unopened(board, key="unopened"),
    )


@component
def Count(status: str, board: Board) -> VdomDict:
    """Count the agents who do this."""
    number = use_part(board.agents, lambda agents: agents.count(status))
    return _count(status.lower(), texts.AGENT_STATUSES[status], number or 0)


@component
def TooLong(board: Board) -> VdomDict:
    """Count the calls that run too long; nobody tells when one begins to, so the next is waited for."""
    due = use_part(board.agents, _due) or ()
    looked_at, set_looked_at = use_state(lambda: datetime.now(UTC))
    coming = next((each for each in due if each > looked_at), None)

    async def wait() -> None:
        if coming is not None:
            await asyncio.sleep(max((coming - datetime.now(UTC)).total_seconds(), 0))
            set_looked_at(max(coming, datetime.now(UTC)))

    use_task(wait, [coming])
    number = sum(each <= looked_at for each in due)
    return _count("long", texts.RUNNING_TOO_LONG, number, is_bad=number > 0)


def _due(agents: Agents) -> tuple[datetime, ...]:
    due = (state.runs_too_long_from for state in agents.states.values())
    return tuple(sorted(each for each in due if each))


@component
def Unopened(board: Board) -> VdomDict:
    """Count the calls of the last hour that nobody opened, and lead to their list."""
    number = use_part(board.hour, lambda hour: hour.total.unopened) or 0
    return _count("unopened", texts.UNOPENED_IN_HOUR, number, is_bad=number > 0, leads_to=UNOPENED)


def _count(
    kind: str, label: str, number: int, *, is_bad: bool = False, leads_to: str = ""
) -> VdomDict:
    written = formats.number(number)
    return html.div(
        {"class": "count", "data-count": kind, "data-bad": "" if is_bad else None},
        html.dt(html.a({"href": leads_to}, label) if leads_to else label),
        html.dd(written),
    )
