"""Rule 14: what the agent to whom a call is transferred sees of the one who had the caller before."""

import asyncio
from contextlib import aclosing
from uuid import UUID

import pytest
from msgspec.structs import replace

from models.calls.messages import CallStatus
from models.calls.states import read_state
from models.calls.writer import update_call_state
from models.errors import NoSuchWorkspace, NotACallUser
from models.people.granting import revoke_privilege
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.answers import labelled_answers
from models.workspaces.choices import choose_contact
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.following import follow_workspace
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.transfers import Transfer
from models.workspaces.workspaces import (
    OpenWorkspace,
    drafts_topic,
    open_inbound_call,
    open_workspace,
)
from tests.builders import a_contact, a_message, a_source_id, a_user
from tests.models.scripts.flows import FLOW
from tests.models.workspaces.test_turning import a_script


async def take(site: Site, agent: Viewer, source_id: UUID, call_id: str = "a") -> UUID:
    """Connect the source's call to an agent who opens it, and return the workspace."""
    message = a_message(agent.login_name, source_id=source_id)
    await update_call_state(site, replace(message, call_id=call_id))
    inbound_call = (await read_state(agent.user_id)).call_id
    assert inbound_call
    return await open_inbound_call(site, agent, inbound_call)


async def type_in(site: Site, agent: Viewer, workspace: UUID, field: str, value: str) -> None:
    edit = DraftEdit(workspace_id=workspace, field=field, value=value, version=0)
    await save_draft(site, agent, edit)


def said(transfer: Transfer) -> tuple[str, str, object, UUID | None]:
    return transfer.full_name, transfer.notes, transfer.answers, transfer.contact_id


async def test_rule_14_the_second_agent_sees_how_far_the_first_got(each_site: Site) -> None:
    ann, ben = await a_user(each_site, "ann"), await a_user(each_site, "ben")
    source_id, maria = await a_source_id(each_site), await a_contact(each_site, "4165550123")
    first = await take(each_site, ann, source_id)
    await type_in(each_site, ann, first, "notes", "Wants a refund.")
    await type_in(each_site, ann, first, "answer:invoice", "77")
    await choose_contact(each_site, ann, first, maria)

    second = await take(each_site, ben, source_id)

    (seen,) = (await open_workspace(ben, second)).transfers
    assert said(seen) == ("Ann", "Wants a refund.", {"invoice": "77"}, maria)
    assert seen.ended_at is None
    assert (await open_workspace(ann, first)).transfers == ()


async def test_what_the_first_agent_still_types_is_seen_at_once(each_site: Site) -> None:
    ann, ben = await a_user(each_site, "ann"), await a_user(each_site, "ben")
    source_id = await a_source_id(each_site)
    first = await take(each_site, ann, source_id)
    second = await take(each_site, ben, source_id)
    over = a_message("ann", CallStatus.DISCONNECTED, source_id=source_id)

    async with aclosing(follow_workspace(each_site, ben, second)) as items:
        seen: list[OpenWorkspace] = [await anext(items)]
        async with asyncio.timeout(10):
            await type_in(each_site, ann, first, "notes", "Angry.")
            seen.append(await anext(items))
            await update_call_state(each_site, replace(over, call_id="a"))
            seen.append(await anext(items))

    shown = [(item.transfers[0].notes, bool(item.transfers[0].ended_at)) for item in seen]
    assert shown == [("", False), ("Angry.", False), ("Angry.", True)]


async def test_what_the_first_agent_types_is_told_only_to_a_page_that_shows_it(
    each_site: Site,
) -> None:
    ann, ben = await a_user(each_site, "ann"), await a_user(each_site, "ben")
    source_id = await a_source_id(each_site)
    first = await take(each_site, ann, source_id)
    second = await take(each_site, ben, source_id)
    without = follow_workspace(each_site, ben, second, with_transfers=False)
    only = follow_workspace(each_site, ben, second, with_drafts=False)

    async with aclosing(without) as other, aclosing(only) as items:
        before = await anext(other)
        listened_to = each_site.bus.topics
        await anext(items)
        async with asyncio.timeout(10):
            await type_in(each_site, ann, first, "notes", "Angry.")
            shown = await anext(items)

    assert before.transfers == ()
    assert drafts_topic(first) not in listened_to
    assert [each.notes for each in shown.transfers] == ["Angry."]


async def test_once_saved_the_record_is_what_the_second_agent_sees(each_site: Site) -> None:
    ann, ben = await a_user(each_site, "ann"), await a_user(each_site, "ben")
    source_id = await a_source_id(each_site)
    first = await take(each_site, ann, source_id)
    second = await take(each_site, ben, source_id)

    await save_call_record(
        each_site, ann, first, RecordEdit(notes="Passed on.", answers={"invoice": 7})
    )

    (seen,) = (await open_workspace(ben, second)).transfers
    assert said(seen) == ("Ann", "Passed on.", {"invoice": 7}, None)


async def test_a_third_agent_sees_both_and_an_agent_who_opened_nothing_is_named_too(
    each_site: Site,
) -> None:
    ann, eve = await a_user(each_site, "ann"), await a_user(each_site, "eve")
    await a_user(each_site, "ben")
    source_id = await a_source_id(each_site)
    await take(each_site, ann, source_id)
    await update_call_state(each_site, replace(a_message("ben", source_id=source_id), call_id="a"))

    third = await take(each_site, eve, source_id)

    seen = (await open_workspace(eve, third)).transfers
    assert [each.login_name for each in seen] == ["ben", "ann"]
    assert seen[0].workspace_id is None


async def test_nobody_else_sees_it_and_the_second_agent_only_with_g_call_user(
    each_site: Site,
) -> None:
    ann, ben = await a_user(each_site, "ann"), await a_user(each_site, "ben")
    source_id = await a_source_id(each_site)
    await take(each_site, ann, source_id)
    second = await take(each_site, ben, source_id)

    with pytest.raises(NoSuchWorkspace):
        await open_workspace(ann, second)
    await revoke_privilege(each_site, None, ben.user_id, Privilege.CALL_USER)
    async with aclosing(follow_workspace(each_site, ben, second)) as items:
        with pytest.raises(NotACallUser):
            await anext(items)


async def test_the_answers_are_told_as_the_first_agent_read_them(each_site: Site) -> None:
    ann, ben = await a_user(each_site, "ann"), await a_user(each_site, "ben")
    source_id = await a_source_id(each_site)
    await a_script(each_site, FLOW)
    first = await take(each_site, ann, source_id)
    for question, value in (("old", "x"), ("invoice", "77"), ("topic", "bill"), ("none", "")):
        await type_in(each_site, ann, first, f"answer:{question}", value)
    second = await take(each_site, ben, source_id)

    (seen,) = (await open_workspace(ben, second)).transfers

    answers = await labelled_answers(seen.answers, seen.script_version)
    told = [(each.label, each.value) for each in answers]
    assert told == [("What is it about?", "A bill"), ("Which one?", "77"), ("old", "x")]
