"""What an agent has dealt with, and what waits for a workspace."""

import asyncio
from contextlib import aclosing
from uuid import UUID

import pytest

from models.calls.calls import inbound_call
from models.errors import NotACallUser
from models.identifiers import new_id
from models.people.granting import revoke_privilege
from models.people.privileges import Privilege, Viewer
from models.scripts.reasons import NewReason, add_reason
from models.scripts.tables import CallReason
from models.site import Site
from models.workspaces.by_hand import open_call_by_hand
from models.workspaces.closing import discard_workspace, reopen_workspace
from models.workspaces.finished import finished_calls, follow_finished_calls
from models.workspaces.records import (
    RecordEdit,
    amend_call_record,
    requiring_outcome,
    save_call_record,
)
from models.workspaces.unopened import follow_unopened_calls
from models.workspaces.workspaces import open_inbound_call, open_workspace
from tests.builders import a_running_call, a_user


async def a_workspace(site: Site, agent: Viewer, phone_number: str = "4165550100") -> UUID:
    return await open_inbound_call(site, agent, await a_running_call(site, agent, phone_number))


async def test_what_was_saved_or_discarded_stands_there_the_last_first(each_site: Site) -> None:
    agent, other = await a_user(each_site), await a_user(each_site)
    saved = await a_workspace(each_site, agent)
    discarded = await a_workspace(each_site, agent, "6475550199")
    await a_workspace(each_site, agent, "6475550177")
    await discard_workspace(each_site, other, await a_workspace(each_site, other))

    record_id = await save_call_record(each_site, agent, saved, RecordEdit())
    await discard_workspace(each_site, agent, discarded)

    finished = await finished_calls(agent)
    assert [each.workspace_id for each in finished] == [discarded, saved]
    assert [each.record_id for each in finished] == [None, record_id]


async def test_the_list_follows_saving_amending_discarding_and_reopening(each_site: Site) -> None:
    agent = await a_user(each_site)
    first, second = (
        await a_workspace(each_site, agent),
        await a_workspace(each_site, agent, "6475550199"),
    )

    async with aclosing(follow_finished_calls(each_site, agent)) as lists:
        assert await anext(lists) == ()
        record_id = await save_call_record(each_site, agent, first, RecordEdit())
        (saved,) = await anext(lists)
        await amend_call_record(
            each_site, agent, record_id, version=1, edit=RecordEdit(notes="More.")
        )
        (amended,) = await anext(lists)
        await discard_workspace(each_site, agent, second)
        after_discarding = await anext(lists)
        await reopen_workspace(each_site, agent, second)

        assert (saved.record_version, amended.record_version) == (1, 2)
        assert len(after_discarding) == 2
        assert await anext(lists) == (amended,)


async def test_the_list_ends_with_the_privilege(each_site: Site) -> None:
    agent = await a_user(each_site)

    async with aclosing(follow_finished_calls(each_site, agent)) as lists:
        await anext(lists)
        await revoke_privilege(each_site, None, agent.user_id, Privilege.CALL_USER)

        async with asyncio.timeout(10):
            with pytest.raises(NotACallUser):
                await anext(lists)


async def test_unopened_calls_follow_what_comes_and_what_is_opened(each_site: Site) -> None:
    agent = await a_user(each_site)

    async with aclosing(follow_unopened_calls(each_site, agent)) as lists:
        assert await anext(lists) == []
        first = await a_running_call(each_site, agent)
        assert [call.id for call in await anext(lists)] == [first]
        second = await a_running_call(each_site, agent, "6475550199")
        assert [call.id for call in await anext(lists)] == [second, first]
        await open_inbound_call(each_site, agent, first)

        assert [call.id for call in await anext(lists)] == [second]


async def test_a_call_by_hand_may_have_another_reason_than_the_default(each_site: Site) -> None:
    agent = await a_user(each_site)
    new = NewReason(reason_id="billing", name="Billing")
    await each_site.writer.run(lambda: add_reason(new))

    workspace_id = await open_call_by_hand(each_site, agent, None, reason_id="billing")

    workspace = await open_workspace(agent, workspace_id)
    assert (await inbound_call(agent, workspace.call_id)).reason.name == "Billing"


async def test_a_reason_says_whether_it_asks_for_an_outcome(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace = await open_workspace(agent, await a_workspace(each_site, agent))
    of_none = await requiring_outcome([workspace.call_id])

    async def require() -> None:
        await CallReason.update({CallReason.requires_outcome: True}, force=True)

    await each_site.writer.run(require)

    assert of_none == frozenset()
    assert await requiring_outcome([workspace.call_id, new_id()]) == {workspace.call_id}
