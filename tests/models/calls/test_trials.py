"""Test calls: they light the sender's own beacon, end no real call, and count nowhere."""

import pytest

from models.calls.calls import inbound_call
from models.calls.ending import end_call
from models.calls.messages import Effect
from models.calls.states import read_state
from models.calls.tables import MessageTrace
from models.calls.trials import send_test_call
from models.errors import NotACallUser, NotPermitted, OnACall
from models.people.privileges import Privilege, Viewer
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user

CALL_USER, MANAGEMENT, ADMIN = (
    Privilege.CALL_USER,
    Privilege.CALL_MANAGEMENT,
    Privilege.ADMIN,
)


async def a_manager(site: Site) -> Viewer:
    return await a_user(site, privileges=(CALL_USER, MANAGEMENT))


@pytest.mark.parametrize("privilege", [MANAGEMENT, ADMIN])
async def test_a_test_call_flashes_and_is_marked(each_site: Site, privilege: Privilege) -> None:
    viewer = await a_user(each_site, privileges=(CALL_USER, privilege))

    call_id = await send_test_call(each_site, viewer)

    call, state = await inbound_call(viewer, call_id), await read_state(viewer.user_id)
    assert (call.is_test, call.source_name, state.is_beacon_flashing) == (True, None, True)
    traced = await MessageTrace.select().where(MessageTrace.inbound_call == call_id).first()
    assert traced
    assert traced["effect"] == Effect.STARTED


@pytest.mark.parametrize(
    ("privileges", "refusal"), [((CALL_USER,), NotPermitted), ((ADMIN,), NotACallUser)]
)
async def test_who_takes_no_calls_or_administers_none_sends_none(
    site: Site, privileges: tuple[Privilege, ...], refusal: type[Exception]
) -> None:
    viewer = await a_user(site, privileges=privileges)

    with pytest.raises(refusal):
        await send_test_call(site, viewer)


async def test_a_second_test_call_is_no_repeat(site: Site) -> None:
    viewer = await a_manager(site)
    first = await send_test_call(site, viewer)
    await open_inbound_call(site, viewer, first)

    second = await send_test_call(site, viewer)

    state = await read_state(viewer.user_id)
    assert (state.call_id, state.is_beacon_flashing) == (second, True)
    assert (await inbound_call(viewer, first)).end_cause == "SUPERSEDED"


async def test_a_test_call_waits_until_a_real_one_is_over(site: Site) -> None:
    viewer = await a_manager(site)
    running = await a_running_call(site, viewer)

    with pytest.raises(OnACall):
        await send_test_call(site, viewer)

    assert (await inbound_call(viewer, running)).ended_at is None
    await end_call(site, viewer, running)
    await send_test_call(site, viewer)
