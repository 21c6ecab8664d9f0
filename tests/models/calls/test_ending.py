"""Ending a call whose DISCONNECTED never came."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from models.audit import AuditEntry
from models.calls.calls import inbound_call
from models.calls.ending import end_call
from models.calls.feed import follow_state
from models.calls.messages import CallMessage, CallStatus, Effect
from models.calls.states import read_state
from models.calls.traces import call_trace
from models.calls.writer import update_call_state
from models.errors import NoSuchCall, NotACallUser
from models.people.granting import set_team
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.closing import take_over_workspace
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_message, a_running_call, a_source_id, a_user


async def a_supervisor(site: Site, team: str | None = None) -> Viewer:
    return await a_user(site, privileges=[Privilege.CALL_SUPERVISOR], team=team)


async def a_call_with_id(site: Site, agent: Viewer, call_id: str) -> tuple[UUID, CallMessage]:
    """Connect a call with a callId; return its id in the ledger and the message."""
    message = replace(
        a_message(agent.login_name, source_id=await a_source_id(site), phone_number=call_id),
        call_id=call_id,
    )
    await update_call_state(site, message)
    newest = (await read_state(agent.user_id)).call_id
    assert newest is not None
    return newest, message


async def test_an_agent_ends_a_call_that_is_stuck(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)

    ended = await end_call(each_site, agent, call_id)

    call, state = await inbound_call(agent, call_id), await read_state(agent.user_id)
    assert ended
    assert call.end_cause == "ENDED_BY_AGENT"
    assert call.ended_at is not None
    assert (state.status, state.call_id, state.version) == (CallStatus.DISCONNECTED, None, 2)


async def test_a_supervisor_of_the_team_ends_it_too(each_site: Site) -> None:
    agent = await a_user(each_site, team="North")
    supervisor = await a_supervisor(each_site, "North")
    call_id = await a_running_call(each_site, agent)

    await end_call(each_site, supervisor, call_id)

    assert (await inbound_call(agent, call_id)).end_cause == "ENDED_BY_SUPERVISOR"


async def test_nobody_else_can_end_it(each_site: Site) -> None:
    agent = await a_user(each_site, team="North")
    call_id = await a_running_call(each_site, agent)

    for stranger in (await a_user(each_site), await a_supervisor(each_site, "South")):
        with pytest.raises(NoSuchCall):
            await end_call(each_site, stranger, call_id)

    assert (await inbound_call(agent, call_id)).ended_at is None


async def test_a_former_supervisor_who_has_the_workspace_sees_the_call_and_cannot_end_it(
    each_site: Site,
) -> None:
    agent = await a_user(each_site, team="North")
    former = await a_user(
        each_site, privileges=[Privilege.CALL_USER, Privilege.CALL_SUPERVISOR], team="North"
    )
    call_id = await a_running_call(each_site, agent)
    workspace_id = await open_inbound_call(each_site, agent, call_id)
    await take_over_workspace(each_site, former, workspace_id)
    await set_team(each_site, None, agent.user_id, "South")

    with pytest.raises(NoSuchCall):
        await end_call(each_site, former, call_id)

    assert (await inbound_call(former, call_id)).ended_at is None
    assert [step.call_id for step in await call_trace(former, call_id)][:1] == [call_id]


async def test_a_user_who_may_have_no_calls_ends_none(each_site: Site) -> None:
    nobody = await a_user(each_site, privileges=[])
    call_id = await a_running_call(each_site, nobody)

    with pytest.raises(NotACallUser):
        await end_call(each_site, nobody, call_id)


async def test_a_call_that_does_not_exist_cannot_be_ended(each_site: Site) -> None:
    with pytest.raises(NoSuchCall):
        await end_call(each_site, await a_user(each_site), uuid4())


async def test_ending_a_call_a_second_time_changes_nothing(each_site: Site) -> None:
    agent = await a_user(each_site)
    supervisor = await a_supervisor(each_site)
    call_id = await a_running_call(each_site, agent)
    await end_call(each_site, agent, call_id)
    before = await inbound_call(agent, call_id)

    ended_again = await end_call(each_site, supervisor, call_id)

    assert not ended_again
    assert await inbound_call(agent, call_id) == before
    assert (await read_state(agent.user_id)).version == 2
    assert await AuditEntry.count() == 1


async def test_the_audit_trail_says_who_ended_it(each_site: Site) -> None:
    agent, supervisor = await a_user(each_site), await a_supervisor(each_site)
    call_id = await a_running_call(each_site, agent)

    await end_call(each_site, supervisor, call_id)

    (entry,) = await AuditEntry.select()
    assert (entry["user"], entry["action"]) == (supervisor.user_id, "call.ended")
    assert (entry["subject_kind"], entry["subject"]) == ("call", str(call_id))
    assert json.loads(entry["after"]) == {"end_cause": "ENDED_BY_SUPERVISOR"}


async def test_the_beacon_goes_out_as_soon_as_the_call_is_ended(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)
    states = follow_state(each_site, agent.user_id)
    assert (await anext(states)).is_beacon_flashing

    await end_call(each_site, agent, call_id)

    assert not (await anext(states)).is_beacon_flashing
    await states.aclose()


async def test_ending_an_older_call_leaves_the_newest_one_on_the_state_row(each_site: Site) -> None:
    agent = await a_user(each_site)
    older, _ = await a_call_with_id(each_site, agent, "older")
    newer, _ = await a_call_with_id(each_site, agent, "newer")

    await end_call(each_site, agent, older)

    state = await read_state(agent.user_id)
    assert (state.call_id, state.phone_number, state.is_beacon_flashing) == (newer, "newer", True)
    assert (state.waiting_calls, state.version) == ((newer,), 3)


async def test_ending_the_newest_call_brings_the_older_one_back(each_site: Site) -> None:
    agent = await a_user(each_site)
    older, _ = await a_call_with_id(each_site, agent, "older")
    await open_inbound_call(each_site, agent, older)
    newer, _ = await a_call_with_id(each_site, agent, "newer")

    await end_call(each_site, agent, newer)

    state = await read_state(agent.user_id)
    assert (state.call_id, state.phone_number) == (older, "older")
    assert (state.has_clicked_beacon, state.is_beacon_flashing) == (True, False)


async def test_opening_a_call_that_waits_behind_another_is_told_at_once(each_site: Site) -> None:
    agent = await a_user(each_site)
    older, _ = await a_call_with_id(each_site, agent, "older")
    newer, _ = await a_call_with_id(each_site, agent, "newer")
    states = follow_state(each_site, agent.user_id)
    await anext(states)

    await open_inbound_call(each_site, agent, older)

    state = await anext(states)
    assert (state.waiting_calls, state.version) == ((newer,), 3)
    assert (state.is_beacon_flashing, state.has_clicked_beacon) == (True, False)
    await states.aclose()


async def test_what_comes_late_of_an_ended_call_revives_nothing(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id, message = await a_call_with_id(each_site, agent, "c-1")
    await end_call(each_site, agent, call_id)
    disconnected = replace(message, status=CallStatus.DISCONNECTED)

    effects = [await update_call_state(each_site, late) for late in (message, disconnected)]

    assert effects == [Effect.LATE, Effect.NOTHING_RUNNING]
    assert (await inbound_call(agent, call_id)).end_cause == "ENDED_BY_AGENT"
    assert (await read_state(agent.user_id)).status is CallStatus.DISCONNECTED


async def test_an_ended_call_comes_back_when_its_source_says_so_later(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id, message = await a_call_with_id(each_site, agent, "c-1")
    await end_call(each_site, agent, call_id)
    later = replace(message, occurred_at=each_site.now() + timedelta(seconds=5))

    effect = await update_call_state(each_site, later)

    assert effect is Effect.STARTED
    assert (await read_state(agent.user_id)).is_beacon_flashing
