"""Whose turn it is to be rendered for the first time."""

import asyncio
from contextlib import AsyncExitStack

from tests.waiting import eventually
from ui.admission import LONGEST_TURN, Admission


class Page:
    """Hold a turn until it is told to go."""

    def __init__(self, admission: Admission) -> None:
        self.is_in = False
        self.may_go = asyncio.Event()
        self.task = asyncio.create_task(self._come(admission))

    async def _come(self, admission: Admission) -> None:
        async with admission.turn():
            self.is_in = True
            await self.may_go.wait()

    async def go(self) -> None:
        """End the turn."""
        self.may_go.set()
        await self.task


async def come(admission: Admission, count: int) -> list[Page]:
    pages = [Page(admission) for _ in range(count)]
    await asyncio.sleep(0)  # each is in, or in the line
    return pages


async def settled() -> None:
    """Let everybody who has a place take it."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_no_more_than_the_places_are_in_and_the_next_follow_in_order() -> None:
    pages = await come(Admission(2), 5)
    seen = []
    for page in pages:
        await settled()
        seen.append([each.is_in for each in pages])
        await page.go()

    assert seen == [
        [True, True, False, False, False],
        [True, True, True, False, False],
        [True, True, True, True, False],
        [True, True, True, True, True],
        [True, True, True, True, True],
    ]


async def test_whoever_leaves_the_line_costs_the_others_no_place() -> None:
    admission = Admission(1)
    first, second, third = await come(admission, 3)

    second.task.cancel()
    await first.go()
    await settled()

    assert third.is_in
    await third.go()
    assert not admission.is_full


async def test_a_place_given_to_a_page_that_leaves_at_that_moment_is_passed_on() -> None:
    first, second, third = await come(Admission(1), 3)

    first.may_go.set()
    await asyncio.sleep(0)  # the place is the second's, who does not know it yet
    second.task.cancel()
    await settled()

    assert third.is_in
    await third.go()


async def test_a_turn_that_takes_too_long_lets_the_next_in_once() -> None:
    admission = Admission(1)
    slow, second, third = await come(admission, 3)

    await eventually(lambda: second.is_in, within=5 * LONGEST_TURN)
    await slow.go()
    await settled()

    was_in = third.is_in
    await second.go()
    await settled()

    assert (was_in, third.is_in) == (False, True)
    await third.go()


async def test_when_all_have_gone_every_place_is_free() -> None:
    admission = Admission(2)
    for page in await come(admission, 7):
        await page.go()

    async with AsyncExitStack() as stack:
        await asyncio.wait_for(stack.enter_async_context(admission.turn()), 1)
        await asyncio.wait_for(stack.enter_async_context(admission.turn()), 1)
        was_full = admission.is_full
    assert was_full
    assert not admission.is_full
