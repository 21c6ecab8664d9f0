"""What an agent is doing and since when, and the times of a call."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from models.calls.calls import LedgerCall, inbound_call, unopened_calls
from models.calls.ending import end_call
from models.calls.figures import (
    AgentStatus,
    agent,
    agents,
    handling_time,
    is_running_too_long,
    talk_time,
    wrap_up_time,
)
from models.errors import NotACallUser, NotPermitted
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.by_hand import open_call_by_hand
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.workspaces import open_inbound_call, open_workspace
from tests.builders import a_running_call, a_user


async def a_supervisor(site: Site, team: str | None = None) -> Viewer:
    return await a_user(site, privileges=[Privilege.CALL_SUPERVISOR], team=team)


async def a_call(site: Site) -> LedgerCall:
    """Give a call of two minutes, saved a minute later."""
    user = await a_user(site)
    call = await inbound_call(user, await a_running_call(site, user))
    ended = call.connected_at + timedelta(minutes=2)
    saved = ended + timedelta(minutes=1)
    return replace(call, ended_at=ended, saved_at=saved, end_cause="DISCONNECTED")


async def test_an_agent_waits_then_talks_then_wraps_up_then_waits_again(each_site: Site) -> None:
    user = await a_user(each_site)
    seen = [await agent(user.user_id)]

    call_id = await a_running_call(each_site, user)
    seen.append(await agent(user.user_id))
    workspace_id = await open_inbound_call(each_site, user, call_id)
    await end_call(each_site, user, call_id)
    seen.append(await agent(user.user_id))
    await save_call_record(each_site, user, workspace_id, RecordEdit())
    seen.append(await agent(user.user_id))

    call = await inbound_call(user, call_id)
    assert [each.status for each in seen] == [
        AgentStatus.WAITING,
        AgentStatus.ON_CALL,
        AgentStatus.WRAP_UP,
        AgentStatus.WAITING,
    ]
    assert [seen[1].since, seen[2].since] == [call.connected_at, call.ended_at]
    assert call.saved_at
    assert seen[0].since < call.connected_at
    assert seen[3].since >= call.saved_at


async def test_a_call_that_nobody_opened_leaves_its_agent_waiting(each_site: Site) -> None:
    user = await a_user(each_site)
    call_id = await a_running_call(each_site, user)

    await end_call(each_site, user, call_id)

    call, seen = await inbound_call(user, call_id), await agent(user.user_id)
    assert (seen.status, seen.since) == (AgentStatus.WAITING, call.ended_at)


async def test_opening_a_call_that_has_ended_is_wrap_up_from_then_on(each_site: Site) -> None:
    user = await a_user(each_site)
    call_id = await a_running_call(each_site, user)
    await end_call(each_site, user, call_id)

    workspace_id = await open_inbound_call(each_site, user, call_id)

    workspace, seen = await open_workspace(user, workspace_id), await agent(user.user_id)
    assert (seen.status, seen.since) == (AgentStatus.WRAP_UP, workspace.opened_at)


async def test_a_supervisor_sees_the_agents_of_the_own_team(each_site: Site) -> None:
    await a_user(each_site, "ann", team="North")
    await a_user(each_site, "bob", team="South")

    north = await agents(await a_supervisor(each_site, "North"))
    everyone = await agents(await a_supervisor(each_site))

    assert [each.login_name for each in north] == ["ann"]
    assert [(each.login_name, each.team_name) for each in everyone] == [
        ("ann", "North"),
        ("bob", "South"),
    ]


async def test_only_a_supervisor_sees_what_agents_do(site: Site) -> None:
    with pytest.raises(NotPermitted):
        await agents(await a_user(site))


async def test_handling_is_talk_and_wrap_up(site: Site) -> None:
    call = await a_call(site)

    assert talk_time(call) == timedelta(minutes=2)
    assert wrap_up_time(call) == timedelta(minutes=1)
    assert handling_time(call) == timedelta(minutes=3)


async def test_a_call_saved_before_its_end_has_no_wrap_up(site: Site) -> None:
    call = await a_call(site)

    assert wrap_up_time(replace(call, saved_at=call.connected_at)) == timedelta()


@pytest.mark.parametrize(
    "odd",
    [{"end_cause": "SUPERSEDED"}, {"is_test": True}, {"is_by_hand": True}, {"ended_at": None}],
    ids=str,
)
async def test_a_call_whose_times_say_nothing_is_in_no_figure(
    site: Site, odd: dict[str, object]
) -> None:
    call = replace(await a_call(site), **odd)

    assert (talk_time(call), wrap_up_time(call), handling_time(call)) == (None, None, None)


async def test_a_call_that_runs_over_the_limit_is_pointed_out(site: Site) -> None:
    user = await a_user(site)
    call = await inbound_call(user, await a_running_call(site, user))
    began = site.now() - timedelta(hours=4, seconds=1)

    assert not is_running_too_long(site, call)
    assert is_running_too_long(site, replace(call, connected_at=began))
    assert not is_running_too_long(site, replace(call, connected_at=began, ended_at=site.now()))


async def test_unopened_calls_are_those_that_wait_and_those_that_ended_before_the_click(
    each_site: Site,
) -> None:
    user, other = await a_user(each_site), await a_user(each_site)
    opened, ended, waiting = [
        await a_running_call(each_site, user, number) for number in ("1", "2", "3")
    ]
    await open_inbound_call(each_site, user, opened)
    await open_call_by_hand(each_site, user, "4")
    await a_running_call(each_site, other)

    unopened = await unopened_calls(user)

    assert [(call.id, call.end_cause) for call in unopened] == [
        (waiting, None),
        (ended, "SUPERSEDED"),
    ]
    await open_inbound_call(each_site, user, ended)
    assert [call.id for call in await unopened_calls(user)] == [waiting]


async def test_who_has_no_beacon_has_no_unopened_calls_either(site: Site) -> None:
    with pytest.raises(NotACallUser):
        await unopened_calls(await a_user(site, privileges=[]))
