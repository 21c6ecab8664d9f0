"""Opening a call: once, whoever asks how often, and what it does to the beacon."""

import asyncio

import pytest

from models.calls.messages import CallStatus
from models.calls.states import read_state
from models.calls.tables import InboundCall
from models.calls.writer import update_call_state
from models.errors import NoSuchCall, NoSuchWorkspace, NotACallUser
from models.identifiers import new_id
from models.people.privileges import Privilege
from models.scripts.scripts import script_version
from models.site import Site
from models.workspaces.tables import Workspace
from models.workspaces.workspaces import open_inbound_call, open_workspace, open_workspaces
from tests.builders import a_message, a_running_call, a_source_id, a_user


async def test_opening_a_call_stills_its_beacon_and_raises_the_version_by_one(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)

    workspace_id = await open_inbound_call(each_site, agent, call_id)

    state = await read_state(agent.user_id)
    (shown,) = await open_workspaces(agent)
    call = await InboundCall.select().where(InboundCall.id == call_id).first()
    assert (state.has_clicked_beacon, state.is_beacon_flashing, state.version) == (True, False, 2)
    assert (state.status, state.phone_number) == ("CONNECTED", "4165550100")
    assert state.waiting_calls == ()
    assert (shown.id, shown.call_id, shown.is_front) == (workspace_id, call_id, True)
    assert call is not None
    assert call["clicked_at"] == call["opened_at"] == shown.opened_at
    assert (await script_version(call["script_version"])).name == "General Inquiry"


async def test_opening_it_again_changes_nothing(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)
    first = await open_inbound_call(each_site, agent, call_id)
    before = await read_state(agent.user_id), await open_workspaces(agent)

    second = await open_inbound_call(each_site, agent, call_id)

    assert second == first
    assert (await read_state(agent.user_id), await open_workspaces(agent)) == before


async def test_many_tabs_that_open_it_at_once_get_one_workspace(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)

    opened = await asyncio.gather(
        *[open_inbound_call(each_site, agent, call_id) for _ in range(12)]
    )

    assert len(set(opened)) == 1
    assert await Workspace.count() == 1
    assert (await read_state(agent.user_id)).version == 2


async def test_clicks_and_messages_at_once_never_wait_for_each_other_in_a_ring(
    each_site: Site,
) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    for number in range(15):
        call_id = await a_running_call(each_site, agent, f"416555{number:04}")
        next_call = a_message(agent.login_name, source_id=source_id, phone_number=f"9{number}")

        await asyncio.gather(
            *[open_inbound_call(each_site, agent, call_id) for _ in range(3)],
            update_call_state(each_site, next_call),
        )

    assert await Workspace.count() == 15


async def test_a_call_that_ended_unopened_can_still_be_opened(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    call_id = await a_running_call(each_site, agent)
    await update_call_state(
        each_site, a_message(agent.login_name, CallStatus.DISCONNECTED, source_id=source_id)
    )
    before = await read_state(agent.user_id)

    await open_inbound_call(each_site, agent, call_id)

    (shown,) = await open_workspaces(agent)
    assert shown.call_id == call_id
    assert await read_state(agent.user_id) == before  # no beacon flashed for it


async def test_opening_an_older_call_leaves_the_beacon_of_the_newest(each_site: Site) -> None:
    agent = await a_user(each_site)
    older = await a_running_call(each_site, agent, "4165550100")
    newer = await a_running_call(each_site, agent, "4165550199")

    await open_inbound_call(each_site, agent, older)

    state = await read_state(agent.user_id)
    assert (state.is_beacon_flashing, state.call_id, state.version) == (True, newer, 2)


async def test_the_newest_workspace_is_in_front_and_the_others_keep_their_order(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    opened = [
        await open_inbound_call(
            each_site, agent, await a_running_call(each_site, agent, f"416555010{number}")
        )
        for number in range(3)
    ]

    shown = await open_workspaces(agent)

    assert [workspace.id for workspace in shown] == opened
    assert [workspace.is_front for workspace in shown] == [False, False, True]


async def test_nobody_opens_the_call_of_another(each_site: Site) -> None:
    agent = await a_user(each_site)
    other = await a_user(each_site, privileges=list(Privilege))
    call_id = await a_running_call(each_site, agent)

    with pytest.raises(NoSuchCall):
        await open_inbound_call(each_site, other, call_id)
    with pytest.raises(NoSuchCall):
        await open_inbound_call(each_site, agent, new_id())

    assert (await read_state(agent.user_id)).is_beacon_flashing


async def test_without_gcalluser_nothing_is_opened(each_site: Site) -> None:
    admin = await a_user(each_site, privileges=[Privilege.ADMIN])
    call_id = await a_running_call(each_site, admin)

    with pytest.raises(NotACallUser):
        await open_inbound_call(each_site, admin, call_id)

    assert await Workspace.count() == 0


async def test_nobody_reads_the_workspace_of_another(each_site: Site) -> None:
    agent, other = await a_user(each_site), await a_user(each_site)
    workspace_id = await open_inbound_call(each_site, agent, await a_running_call(each_site, agent))

    assert await open_workspaces(other) == ()
    with pytest.raises(NoSuchWorkspace):
        await open_workspace(other, workspace_id)
