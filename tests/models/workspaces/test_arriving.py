"""The feed of calls: from where somebody left off, in order, without a gap and without a repeat."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from random import Random
from uuid import UUID

import pytest

from models.calls.calls import LARGEST_PAGE
from models.calls.tables import CallArrival
from models.calls.writer import update_call_state
from models.errors import InvalidValue, NotSignedIn
from models.identifiers import new_id
from models.people.granting import disable_user
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.arriving import Arrival, follow_arrivals
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_message, a_running_call, a_source_id, a_user
from tests.waiting import eventually

SUPERVISOR = [Privilege.CALL_SUPERVISOR]


async def take(items: AsyncGenerator[Arrival, None], count: int) -> list[UUID]:
    """Take so many calls."""
    async with asyncio.timeout(30):
        taken: list[UUID] = []
        while len(taken) < count:
            if (call := (await anext(items)).call) is not None:
                taken.append(call.id)
        return taken


async def calls(site: Site, agent: Viewer, source_id: UUID, count: int) -> None:
    """Let so many calls arrive, one after the other."""
    for number in range(count):
        message = a_message(
            agent.login_name, source_id=source_id, phone_number=f"41655501{number:02}"
        )
        await update_call_state(site, message)


async def in_order() -> list[UUID]:
    """Return all calls in the order of arrival."""
    rows = await CallArrival.select().order_by(CallArrival.position)
    return [row["inbound_call"] for row in rows]


async def test_what_was_missed_comes_first_and_then_what_arrives(each_site: Site) -> None:
    boss = await a_user(each_site, privileges=SUPERVISOR, team="North")
    ann = await a_user(each_site, team="North")
    elsewhere = await a_user(each_site, team="South")
    known = await a_running_call(each_site, ann)
    missed = await a_running_call(each_site, ann, "4165550101")
    await a_running_call(each_site, elsewhere)

    async with aclosing(follow_arrivals(each_site, boss, after=known)) as items:
        first = await take(items, 1)
        coming = asyncio.create_task(take(items, 1))
        await open_inbound_call(each_site, ann, missed)
        live = await a_running_call(each_site, ann, "4165550102")

        assert (first, await coming) == ([missed], [live])


async def test_without_a_cursor_it_begins_now(each_site: Site) -> None:
    ann = await a_user(each_site)
    await a_running_call(each_site, ann)

    async with aclosing(follow_arrivals(each_site, ann)) as items:
        begun = await anext(items)
        live = await a_running_call(each_site, ann, "4165550101")

        assert begun.call is None
        assert await take(items, 1) == [live]
    async with aclosing(follow_arrivals(each_site, ann, after=begun.cursor)) as items:
        assert await take(items, 1) == [live]


async def test_where_there_was_no_call_yet_the_first_is_not_missed(each_site: Site) -> None:
    ann = await a_user(each_site)
    async with aclosing(follow_arrivals(each_site, ann)) as items:
        begun = await anext(items)
    first = await a_running_call(each_site, ann)

    async with aclosing(follow_arrivals(each_site, ann, after=begun.cursor)) as items:
        assert await take(items, 1) == [first]


async def test_a_cursor_that_is_none_of_ours_is_refused(site: Site) -> None:
    ann = await a_user(site)

    async with aclosing(follow_arrivals(site, ann, after=new_id())) as items:
        with pytest.raises(InvalidValue):
            await anext(items)


async def test_a_disabled_user_is_told_of_no_further_call(site: Site) -> None:
    boss = await a_user(site, privileges=SUPERVISOR)
    ann = await a_user(site)
    known = await a_running_call(site, ann)

    async with aclosing(follow_arrivals(site, boss, after=known)) as items:
        coming = asyncio.create_task(take(items, 1))
        await eventually(lambda: "arrivals" in site.bus.topics)
        await disable_user(site, None, boss.user_id)
        await a_running_call(site, ann, "4165550101")

        with pytest.raises(NotSignedIn):
            await coming


async def test_who_was_away_for_long_gets_all_page_by_page(site: Site) -> None:
    boss = await a_user(site, privileges=SUPERVISOR)
    ann = await a_user(site)
    known = await a_running_call(site, ann)
    source_id = await a_source_id(site)
    await asyncio.gather(*(calls(site, ann, source_id, 1) for _ in range(3)))
    for _ in range(2):
        await calls(site, ann, source_id, LARGEST_PAGE // 2 + 10)

    async with aclosing(follow_arrivals(site, boss, after=known)) as items:
        expected = (await in_order())[1:]
        seen = await take(items, len(expected))

    assert len(expected) > LARGEST_PAGE
    assert seen == expected


@pytest.mark.parametrize("seed", range(5))
async def test_writers_at_two_nodes_and_a_client_that_comes_and_goes_lose_and_repeat_nothing(
    two_sites: tuple[Site, Site], seed: int
) -> None:
    one, two = two_sites
    random, each = Random(seed), 12
    boss = await a_user(one, privileges=SUPERVISOR)
    agents = [await a_user(one) for _ in range(4)]
    source_id = await a_source_id(one)
    known = await a_running_call(one, agents[0], "4165559999")
    writing = [
        asyncio.create_task(calls(site, agent, source_id, each))
        for site, agent in zip((one, two, one, two), agents, strict=True)
    ]

    seen: list[UUID] = []
    last = known
    while len(seen) < 4 * each:
        site = random.choice(two_sites)
        async with aclosing(follow_arrivals(site, boss, after=last)) as items:
            left = 4 * each - len(seen)
            seen += await take(items, min(left, random.randint(1, 7)))
            last = seen[-1]
    await asyncio.gather(*writing)

    assert seen == (await in_order())[1:]
    assert len(set(seen)) == 4 * each
