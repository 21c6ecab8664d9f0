"""What others who look at the same call or contact are told of a choice, a merge or a saved record."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import TypeVar
from uuid import UUID

import pytest

from models.contacts.merging import merge_contacts
from models.errors import NotACallUser
from models.people.granting import revoke_privilege
from models.people.privileges import Privilege, Viewer
from models.scripts.reasons import NewReason, add_reason
from models.site import Site
from models.workspaces.choices import change_call_reason, choose_contact
from models.workspaces.following import follow_open_workspaces, follow_workspace
from models.workspaces.records import RecordEdit, amend_call_record, save_call_record
from models.workspaces.timeline import follow_timeline, timeline
from models.workspaces.workspaces import open_inbound_call, open_workspace
from tests.builders import a_contact, a_running_call, a_user

T = TypeVar("T")


async def a_workspace(site: Site, agent: Viewer) -> UUID:
    return await open_inbound_call(site, agent, await a_running_call(site, agent))


async def following(items: AsyncGenerator[T, None]) -> T:
    async with asyncio.timeout(10):
        return await anext(items)


async def test_the_list_of_open_calls_follows_the_contact_and_the_reason(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)
    maria = await a_contact(each_site)
    await each_site.writer.run(partial(add_reason, NewReason(name="Billing", reason_id="billing")))

    async with aclosing(follow_open_workspaces(each_site, agent)) as all_open:
        before = await following(all_open)
        await choose_contact(each_site, agent, workspace_id, maria)
        chosen = await following(all_open)
        await change_call_reason(each_site, agent, workspace_id, "billing")
        changed = await following(all_open)

    assert (before[0].contact_id, before[0].has_chosen_contact) == (None, False)
    assert (chosen[0].contact_id, chosen[0].has_chosen_contact) == (maria, True)
    assert before[0].version < chosen[0].version < changed[0].version


async def test_a_contact_that_is_chosen_again_is_shown_as_it_is_now(each_site: Site) -> None:
    agent, maria = await a_user(each_site), await a_contact(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await choose_contact(each_site, agent, workspace_id, maria)

    async with (
        aclosing(follow_workspace(each_site, agent, workspace_id, with_drafts=False)) as workspace,
        aclosing(follow_open_workspaces(each_site, agent)) as all_open,
    ):
        before = [await following(workspace), *await following(all_open)]
        await choose_contact(each_site, agent, workspace_id, maria)
        after = [await following(workspace), *await following(all_open)]

    assert {shown.contact_id for shown in (*before, *after)} == {maria}


async def test_nobody_can_be_chosen_too(each_site: Site) -> None:
    agent = await a_user(each_site)
    workspace_id = await a_workspace(each_site, agent)

    await choose_contact(each_site, agent, workspace_id, None)

    workspace = await open_workspace(agent, workspace_id)
    assert (workspace.contact_id, workspace.has_chosen_contact) == (None, True)


async def test_of_a_merged_contact_the_one_that_was_kept_is_chosen(each_site: Site) -> None:
    agent = await a_user(each_site)
    kept, merged = await a_contact(each_site), await a_contact(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await merge_contacts(each_site, agent, kept_id=kept, merged_id=merged)

    await choose_contact(each_site, agent, workspace_id, merged)

    assert (await open_workspace(agent, workspace_id)).contact_id == kept


async def test_an_open_workspace_tells_that_its_contact_was_merged(each_site: Site) -> None:
    agent = await a_user(each_site)
    kept, merged = await a_contact(each_site), await a_contact(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await choose_contact(each_site, agent, workspace_id, merged)

    async with (
        aclosing(follow_workspace(each_site, agent, workspace_id)) as workspace,
        aclosing(follow_open_workspaces(each_site, agent)) as all_open,
    ):
        await following(workspace)
        await following(all_open)
        await merge_contacts(each_site, agent, kept_id=kept, merged_id=merged)
        after = [await following(workspace), *await following(all_open)]

    assert {shown.contact_id for shown in after} == {kept}


async def test_a_timeline_tells_what_is_saved_and_amended(each_site: Site) -> None:
    agent, contact = await a_user(each_site), await a_contact(each_site)
    workspace_id = await a_workspace(each_site, agent)

    async with aclosing(follow_timeline(each_site, agent, contact, first=10)) as records:
        before = await following(records)
        record_id = await save_call_record(
            each_site, agent, workspace_id, RecordEdit(contact_id=contact, notes="First.")
        )
        saved = await following(records)
        await amend_call_record(
            each_site, agent, record_id, version=1, edit=RecordEdit(notes="Amended.")
        )
        amended = await following(records)

    assert before == []
    assert [record.notes for record in (*saved, *amended)] == ["First.", "Amended."]


async def test_a_timeline_ends_with_the_privilege(each_site: Site) -> None:
    agent, contact = await a_user(each_site), await a_contact(each_site)

    async with aclosing(follow_timeline(each_site, agent, contact, first=10)) as records:
        await following(records)
        await revoke_privilege(each_site, None, agent.user_id, Privilege.CALL_USER)

        with pytest.raises(NotACallUser):
            await following(records)


async def test_the_timeline_of_a_merged_contact_is_that_of_the_one_that_was_kept(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    kept, merged = await a_contact(each_site), await a_contact(each_site)
    workspace_id = await a_workspace(each_site, agent)
    await save_call_record(each_site, agent, workspace_id, RecordEdit(contact_id=merged))

    await merge_contacts(each_site, agent, kept_id=kept, merged_id=merged)

    by_either = [await timeline(agent, id, first=10) for id in (kept, merged)]
    assert [len(records) for records in by_either] == [1, 1]
