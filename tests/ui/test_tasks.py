"""What a component does beside rendering: once at a time, and ended with it."""

import asyncio

import pytest
from reactpy import component, html, use_state
from reactpy.types import VdomDict

from tests.ui.screen import Screen
from tests.waiting import eventually
from ui.dependable import use_task


async def test_a_task_runs_anew_when_its_dependency_changes_and_only_once_at_a_time() -> None:
    running: list[int] = []
    most = 0

    @component
    def Worker() -> VdomDict:
        number, set_number = use_state(0)

        async def work() -> None:
            nonlocal most
            running.append(number)
            most = max(most, len(running))
            try:
                await asyncio.Event().wait()
            finally:
                running.remove(number)

        use_task(work, [number])
        return html.button(
            {"id": "next", "onClick": lambda event: set_number(lambda n: n + 1)}, str(number)
        )

    async with Screen(Worker()) as screen:
        for number in range(1, 6):
            await screen.click(id="next")
            await screen.shows(str(number))
        await eventually(lambda: running == [5])

        assert most == 1
    assert running == []


@pytest.mark.parametrize("turns", range(12))
async def test_a_page_left_in_the_middle_of_a_render_ends_what_the_render_began(turns: int) -> None:
    running: list[str] = []

    @component
    def Worker() -> VdomDict:
        async def work() -> None:
            running.append("at work")
            try:
                await asyncio.Event().wait()
            finally:
                running.pop()

        use_task(work, [])
        return html.p("at work")

    @component
    def Office() -> VdomDict:
        is_open, set_open = use_state(False)
        workers = [Worker(key=str(number)) for number in range(5)] if is_open else []
        return html.div(
            html.button({"id": "open", "onClick": lambda event: set_open(True)}), *workers
        )

    before = len(asyncio.all_tasks())
    async with Screen(Office()) as screen:
        await screen.click(id="open")
        for _ in range(turns):
            await asyncio.sleep(0)  # a turn of the loop

    await eventually(lambda: len(asyncio.all_tasks()) == before)
    assert running == []
