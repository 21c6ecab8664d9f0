"""The list of unopened calls, as whoever follows it sees it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest
from msgspec.structs import replace

from models.calls.calls import LedgerCall
from models.calls.ending import end_call
from models.calls.messages import CallStatus
from models.calls.writer import update_call_state
from models.errors import NotACallUser
from models.people.granting import revoke_privilege
from models.people.privileges import Privilege
from models.site import Site
from models.workspaces.unopened import follow_unopened_calls
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_message, a_running_call, a_source_id, a_user


async def until(items: AsyncGenerator[list[LedgerCall], None], count: int) -> list[LedgerCall]:
    """Wait until so many calls are shown."""
    async with asyncio.timeout(10):
        async for item in items:
            if len(item) == count:
                return item
    raise AssertionError


async def test_a_call_is_listed_until_it_is_opened_even_after_its_end(each_site: Site) -> None:
    agent = await a_user(each_site)

    async with aclosing(follow_unopened_calls(each_site, agent)) as items:
        assert await anext(items) == []
        call_id = await a_running_call(each_site, agent)
        (waiting,) = await until(items, 1)
        await end_call(each_site, agent, call_id)
        (over,) = await until(items, 1)
        await open_inbound_call(each_site, agent, call_id)
        await until(items, 0)

    assert (waiting.id, waiting.ended_at) == (call_id, None)
    assert over.ended_at


async def test_a_call_that_is_over_when_its_beginning_comes_is_listed_at_once(
    each_site: Site,
) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    begun = replace(a_message(agent.login_name, source_id=source_id), call_id="a")

    async with aclosing(follow_unopened_calls(each_site, agent)) as items:
        await anext(items)
        await update_call_state(each_site, replace(begun, status=CallStatus.DISCONNECTED))
        await update_call_state(each_site, begun)
        (late,) = await until(items, 1)

    assert late.ended_at


async def test_the_list_ends_with_the_privilege(each_site: Site) -> None:
    agent = await a_user(each_site)

    async with aclosing(follow_unopened_calls(each_site, agent)) as items:
        await anext(items)
        await revoke_privilege(each_site, None, agent.user_id, Privilege.CALL_USER)
        with pytest.raises(NotACallUser):
            await anext(items)
