"""Test calls: like real ones, marked, and never in the way of one."""

import pytest

from models.audit import AuditEntry
from models.calls.calls import inbound_call
from models.calls.messages import CallStatus
from models.calls.states import read_state
from models.calls.traces import call_trace
from models.calls.trying import SentCall, TestCall, send_test_call
from models.calls.writer import update_call_state
from models.errors import AgentOnACall, InvalidValue, NoSuchUser, NotPermitted
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_message, a_running_call, a_source_id, a_user


async def a_manager(site: Site) -> Viewer:
    return await a_user(site, privileges=[Privilege.CALL_USER, Privilege.CALL_MANAGEMENT])


async def send(site: Site, manager: Viewer, agent: Viewer, phone_number: str = "1") -> SentCall:
    call = TestCall(login_name=agent.login_name, phone_number=phone_number)
    return await send_test_call(site, manager, call)


async def test_a_test_call_lights_the_beacon_and_is_marked(each_site: Site) -> None:
    manager, agent = await a_manager(each_site), await a_user(each_site)
    call = TestCall(
        login_name=agent.login_name.upper(),
        phone_number="4165550100",
        reason_id="4711",
        details={"line_dialled": "1"},
    )

    sent = await send_test_call(each_site, manager, call)

    shown, state = await inbound_call(agent, sent.call_id), await read_state(agent.user_id)
    assert (shown.is_test, shown.source_name, shown.reason_id_received) == (True, None, "4711")
    assert (state.is_beacon_flashing, state.call_id) == (True, sent.call_id)
    assert sent.is_new
    assert (await call_trace(agent, sent.call_id))[0].detail == "STARTED"
    (entry,) = await AuditEntry.select()
    assert (entry["action"], entry["subject"]) == ("call.test_sent", str(sent.call_id))


async def test_without_a_login_name_it_is_the_senders_own(site: Site) -> None:
    manager = await a_manager(site)

    sent = await send_test_call(site, manager, TestCall())

    assert (await read_state(manager.user_id)).call_id == sent.call_id
    await open_inbound_call(site, manager, sent.call_id)


async def test_the_same_test_call_again_is_a_repeat(site: Site) -> None:
    manager, agent = await a_manager(site), await a_user(site)

    first, second = await send(site, manager, agent), await send(site, manager, agent)

    assert (first.is_new, second.is_new) == (True, False)
    assert first.call_id == second.call_id


async def test_a_real_call_takes_the_place_of_a_test_call_even_from_the_same_number(
    each_site: Site,
) -> None:
    manager, agent = await a_manager(each_site), await a_user(each_site)
    test = await send(each_site, manager, agent, "4165550100")

    call_id = await a_running_call(each_site, agent, "4165550100")

    assert call_id != test.call_id
    assert (await inbound_call(agent, test.call_id)).end_cause == "SUPERSEDED"
    assert not (await inbound_call(agent, call_id)).is_test


async def test_an_agent_on_a_real_call_gets_no_test_call(each_site: Site) -> None:
    manager, agent = await a_manager(each_site), await a_user(each_site)
    call_id = await a_running_call(each_site, agent)

    with pytest.raises(AgentOnACall):
        await send(each_site, manager, agent)
    assert (await read_state(agent.user_id)).call_id == call_id


async def test_a_test_call_ends_like_any_other(site: Site) -> None:
    manager, agent = await a_manager(site), await a_user(site)
    await send(site, manager, agent)

    source_id = await a_source_id(site)
    end = a_message(agent.login_name, CallStatus.DISCONNECTED, source_id=source_id)
    await update_call_state(site, end)

    assert (await read_state(agent.user_id)).call_id is None


async def test_only_administrators_send_test_calls_and_only_to_users(site: Site) -> None:
    agent = await a_user(site, privileges=[Privilege.CALL_USER, Privilege.CALL_SUPERVISOR])
    admin = await a_user(site, privileges=[Privilege.ADMIN])

    with pytest.raises(NotPermitted):
        await send_test_call(site, agent, TestCall())
    with pytest.raises(NoSuchUser):
        await send_test_call(site, admin, TestCall(login_name="nobody"))
    with pytest.raises(InvalidValue):
        await send_test_call(site, admin, TestCall(details={"a": "x" * 16_384}))
    with pytest.raises(InvalidValue):
        await send_test_call(site, admin, TestCall(details={"a": "\x00"}))
    assert (await send_test_call(site, admin, TestCall())).is_new
