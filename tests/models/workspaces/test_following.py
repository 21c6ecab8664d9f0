"""What whoever follows a workspace is told without asking."""

import asyncio
from contextlib import aclosing

import pytest

from models.calls.messages import CallStatus
from models.calls.states import read_state
from models.calls.writer import update_call_state
from models.errors import NotACallUser
from models.people.granting import grant_privilege, revoke_privilege
from models.people.privileges import Privilege
from models.site import Site
from models.workspaces.following import follow_open_workspaces, follow_workspace
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_message, a_running_call, a_source_id, a_user


async def test_an_open_workspace_tells_when_its_call_ends(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)
    workspace_id = await open_inbound_call(each_site, agent, call_id)
    hanging_up = a_message(
        agent.login_name, CallStatus.DISCONNECTED, source_id=await a_source_id(each_site)
    )

    async with (
        aclosing(follow_workspace(each_site, agent, workspace_id)) as workspace,
        aclosing(follow_open_workspaces(each_site, agent)) as all_open,
    ):
        before = [await anext(workspace), *await anext(all_open)]
        await update_call_state(each_site, hanging_up)
        async with asyncio.timeout(10):
            after = [await anext(workspace), *await anext(all_open)]

    assert [shown.call_ended_at for shown in before] == [None, None]
    assert None not in [shown.call_ended_at for shown in after]


async def test_an_open_workspace_tells_when_details_of_its_call_come_late(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)

    async def report(**details: str) -> None:
        about = {"callId": "call-1", **details}
        await update_call_state(
            each_site, a_message(agent.login_name, source_id=source_id, details=about)
        )

    await report()
    call_id = (await read_state(agent.user_id)).call_id
    assert call_id is not None
    workspace_id = await open_inbound_call(each_site, agent, call_id)

    async with aclosing(
        follow_workspace(each_site, agent, workspace_id, with_drafts=False)
    ) as workspace:
        before = await anext(workspace)
        await report(account_number="1001")
        async with asyncio.timeout(10):
            after = await anext(workspace)

    assert before.id == after.id
    assert before != after


@pytest.mark.parametrize("with_call", [True, False])
async def test_a_revoked_privilege_empties_every_tab_at_once(
    each_site: Site, with_call: bool
) -> None:
    agent = await a_user(each_site)
    workspace_id = await open_inbound_call(each_site, agent, await a_running_call(each_site, agent))
    lists = [follow_open_workspaces(each_site, agent, with_calls=with_call) for _ in range(2)]
    tabs = [follow_workspace(each_site, agent, workspace_id, with_call=with_call) for _ in range(2)]
    shown = [await anext(items) for items in lists]
    for tab in tabs:
        await anext(tab)

    async with asyncio.timeout(10):
        await revoke_privilege(each_site, None, agent.user_id, Privilege.CALL_USER)
        shown += [await anext(items) for items in lists]
        for tab in tabs:
            with pytest.raises(NotACallUser):
                await anext(tab)
        await grant_privilege(each_site, None, agent.user_id, Privilege.CALL_USER)
        shown += [await anext(items) for items in lists]
    for items in lists:
        await items.aclose()

    assert [len(items) for items in shown] == [1, 1, 0, 0, 1, 1]
