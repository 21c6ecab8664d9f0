"""What supervisors and administrators follow: who does what, and what it costs."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager

import pytest

from models.calls.ending import end_call
from models.errors import NotPermitted, NotSignedIn
from models.people.granting import disable_user, revoke_privilege, set_team
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.team_states import AgentStates, follow_agent_states
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user
from tests.statements import statements

NORTH, SOUTH = "North", "South"
SUPERVISOR = [Privilege.CALL_SUPERVISOR]


@asynccontextmanager
async def following(
    site: Site, *viewers: Viewer
) -> AsyncIterator[list[AsyncGenerator[AgentStates, None]]]:
    """Let each of them follow until the end."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(aclosing(follow_agent_states(site, each)))
            for each in viewers
        ]


def seen(item: AgentStates) -> dict[str, str]:
    return {each.login_name: each.status.value for each in item.agents}


async def until(items: AsyncGenerator[AgentStates, None], **statuses: str) -> AgentStates:
    """Wait for an item with these agents and no others."""
    async with asyncio.timeout(20):
        async for item in items:
            if seen(item) == statuses:
                return item
    raise AssertionError(statuses)


async def to_the_end(items: AsyncGenerator[AgentStates, None]) -> None:
    """Take whatever comes."""
    async with asyncio.timeout(20):
        async for _ in items:
            pass


async def test_all_come_first_and_then_each_that_changes(each_site: Site) -> None:
    boss = await a_user(each_site, privileges=SUPERVISOR, team=NORTH)
    ann = await a_user(each_site, "ann", team=NORTH)
    await a_user(each_site, "abe", team=NORTH)
    await a_user(each_site, "sue", team=SOUTH)

    async with following(each_site, boss) as (items,):
        first = await anext(items)
        call_id = await a_running_call(each_site, ann)
        talking = await anext(items)
        workspace = await open_inbound_call(each_site, ann, call_id)
        await end_call(each_site, boss, call_id)
        await until(items, ann="WRAP_UP")
        await save_call_record(each_site, ann, workspace, RecordEdit())
        await until(items, ann="WAITING")

    assert (first.is_all, seen(first)) == (True, {"abe": "WAITING", "ann": "WAITING"})
    assert (talking.is_all, seen(talking)) == (False, {"ann": "ON_CALL"})
    assert talking.agents[0].call_id == call_id


@pytest.mark.parametrize("privilege", [Privilege.CALL_SUPERVISOR, Privilege.ADMIN])
async def test_a_supervisor_without_a_team_and_an_administrator_see_everyone(
    each_site: Site, privilege: Privilege
) -> None:
    team = NORTH if privilege is Privilege.ADMIN else None
    boss = await a_user(each_site, privileges=[privilege], team=team)
    for login, of in (("ann", NORTH), ("sue", SOUTH), ("zoe", None)):
        await a_user(each_site, login, team=of)

    async with following(each_site, boss) as (items,):
        first = await anext(items)

    assert set(seen(first)) == {"ann", "sue", "zoe"}


async def test_who_joins_is_seen_with_all_and_who_leaves_no_longer(each_site: Site) -> None:
    boss = await a_user(each_site, privileges=SUPERVISOR, team=NORTH)
    ann = await a_user(each_site, "ann")

    async with following(each_site, boss) as (items,):
        assert (await anext(items)).agents == ()
        await set_team(each_site, None, ann.user_id, NORTH)
        assert (await until(items, ann="WAITING")).is_all
        await a_running_call(each_site, ann)
        await until(items, ann="ON_CALL")
        await a_user(each_site, "new", team=NORTH)
        await until(items, ann="ON_CALL", new="WAITING")
        await set_team(each_site, None, ann.user_id, SOUTH)
        assert (await until(items, new="WAITING")).is_all


async def test_an_agent_alone_and_a_disabled_user_follow_nothing(site: Site) -> None:
    agent = await a_user(site)
    boss = await a_user(site, privileges=SUPERVISOR)

    async with following(site, agent, boss) as (refused, ended):
        with pytest.raises(NotPermitted):
            await anext(refused)
        await anext(ended)
        await disable_user(site, None, boss.user_id)
        with pytest.raises(NotSignedIn):
            await to_the_end(ended)


async def test_who_may_no_longer_watch_sees_nothing_further(each_site: Site) -> None:
    boss = await a_user(each_site, privileges=SUPERVISOR)

    async with following(each_site, boss) as (items,):
        await anext(items)
        await revoke_privilege(each_site, None, boss.user_id, Privilege.CALL_SUPERVISOR)
        with pytest.raises(NotPermitted):
            await anext(items)


async def test_one_change_costs_one_read_and_one_item_for_each_supervisor_of_the_team(
    each_site: Site,
) -> None:
    bosses = [
        await a_user(each_site, privileges=SUPERVISOR, team=team)
        for team in (NORTH, NORTH, NORTH, SOUTH, SOUTH)
    ]
    anyone = await a_user(each_site, privileges=[Privilege.ADMIN])
    ann = await a_user(each_site, "ann", team=NORTH)
    sue = await a_user(each_site, "sue", team=SOUTH)

    async with (
        statements(each_site, "running_since") as reads,
        following(each_site, *bosses, anyone) as streams,
    ):
        await asyncio.gather(*(anext(stream) for stream in streams))
        before = len(reads)
        waiting = [asyncio.ensure_future(anext(stream)) for stream in streams]
        await a_running_call(each_site, ann)
        done = await asyncio.gather(*waiting[:3], waiting[5])
        spent = len(reads) - before
        elsewhere = [task.done() for task in waiting[3:5]]
        await a_running_call(each_site, sue)
        southern = await asyncio.gather(*waiting[3:5])

    assert [seen(item) for item in done] == [{"ann": "ON_CALL"}] * 4
    assert spent == 1
    assert elsewhere == [False, False]
    assert [seen(item) for item in southern] == [{"sue": "ON_CALL"}] * 2
