"""How many agents do what, in numbers that are read from across the room."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import formats, texts
from ui.dependable import use_task
from ui.parts import use_part
from ui.wallboard.board import Agents, Board

UNOPENED = "/calls?tab=unopened"
STATUSES = ("WAITING", "ON_CALL", "WRAP_UP")


@component
def Counts(board: Board) -> VdomDict:
    """Show the numbers, which one change alters together, so that it costs one message."""
    numbers, due = use_part(board.counted, _of_agents) or ({}, ())
    unopened = use_part(board.hour, lambda hour: hour.total.unopened) or 0
    late = _use_passed(due)
    return html.dl(
        {"class": "counts"},
        *(
            _count(status.lower(), texts.AGENT_STATUSES[status], numbers.get(status, 0))
            for status in STATUSES
        ),
        _count("long", texts.RUNNING_TOO_LONG, late, is_bad=late > 0),
        _count(
            "unopened",
            texts.UNOPENED_IN_HOUR,
            unopened,
            is_bad=unopened > 0,
            leads_to=UNOPENED,
        ),
    )


def _use_passed(due: tuple[datetime, ...]) -> int:
    """Count the calls that run too long; nobody tells when one begins to, so the next is waited for."""
    looked_at, set_looked_at = use_state(lambda: datetime.now(UTC))
    coming = next((each for each in due if each > looked_at), None)

    async def wait() -> None:
        if coming is not None:
            await asyncio.sleep(max((coming - datetime.now(UTC)).total_seconds(), 0))
            set_looked_at(max(coming, datetime.now(UTC)))

    use_task(wait, [coming])
    return sum(each <= looked_at for each in due)


def _of_agents(agents: Agents) -> tuple[Mapping[str, int], tuple[datetime, ...]]:
    return {status: agents.count(status) for status in STATUSES}, _due(agents)


def _due(agents: Agents) -> tuple[datetime, ...]:
    due = (state.runs_too_long_from for state in agents.states.values())
    return tuple(sorted(each for each in due if each))


def _count(
    kind: str, label: str, number: int, *, is_bad: bool = False, leads_to: str = ""
) -> VdomDict:
    written = formats.number(number)
    return html.div(
        {"class": "count", "data-count": kind, "data-bad": "" if is_bad else None},
        html.dt(html.a({"href": leads_to}, label) if leads_to else label),
        html.dd(written),
    )
