"""What a supervisor watches."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from models.calls.ending import end_call
from models.calls.figures import Agent
from models.errors import NotPermitted
from models.people.granting import revoke_privilege, set_team
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.wallboard import follow_agents
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user

NORTH = "North"


async def a_supervisor(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.CALL_SUPERVISOR], team=NORTH)


async def until(items: AsyncGenerator[list[Agent], None], **statuses: str) -> None:
    """Wait until the agents shown are these with these statuses."""
    async with asyncio.timeout(20):
        async for item in items:
            if {each.login_name: each.status.value for each in item} == statuses:
                return


async def test_a_supervisor_sees_the_own_team_wait_talk_and_wrap_up(each_site: Site) -> None:
    supervisor = await a_supervisor(each_site)
    ann = await a_user(each_site, "ann", team=NORTH)
    elsewhere = await a_user(each_site, "ben", team="South")

    async with aclosing(follow_agents(each_site, supervisor)) as items:
        (first,) = await anext(items)
        await a_running_call(each_site, elsewhere)
        call_id = await a_running_call(each_site, ann)
        (talking,) = await anext(items)
        workspace = await open_inbound_call(each_site, ann, call_id)
        await end_call(each_site, supervisor, call_id)
        await until(items, ann="WRAP_UP")
        await save_call_record(each_site, ann, workspace, RecordEdit())
        await until(items, ann="WAITING")

    assert (first.login_name, first.status, first.call_id) == ("ann", "WAITING", None)
    assert (talking.status, talking.call_id) == ("ON_CALL", call_id)
    assert talking.since > first.since


async def test_who_joins_the_team_is_watched_from_then_on(each_site: Site) -> None:
    supervisor = await a_supervisor(each_site)
    ann = await a_user(each_site, "ann")

    async with aclosing(follow_agents(each_site, supervisor)) as items:
        assert await anext(items) == []
        await set_team(each_site, None, ann.user_id, NORTH)
        await until(items, ann="WAITING")
        await a_running_call(each_site, ann)
        await until(items, ann="ON_CALL")
        await set_team(each_site, None, ann.user_id, None)
        await until(items)


async def test_who_is_no_supervisor_any_more_sees_nothing_further(each_site: Site) -> None:
    supervisor = await a_supervisor(each_site)

    async with aclosing(follow_agents(each_site, supervisor)) as items:
        await anext(items)
        await revoke_privilege(each_site, None, supervisor.user_id, Privilege.CALL_SUPERVISOR)
        with pytest.raises(NotPermitted):
            await anext(items)
