"""Clicks on calls of which several run: which beacon flashes then. On SQLite and PostgreSQL."""

from models.calls.messages import Effect
from models.calls.states import read_state
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_source_id, a_user
from tests.models.calls.telling import JOHN, calls, connected, disconnected, tell

# Clicks


async def test_a_click_on_an_older_waiting_call_is_a_change_and_the_newest_goes_on_flashing(
    each_site: Site,
) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    await tell(
        each_site,
        connected(agent, source_id, call_id="a"),
        connected(agent, source_id, JOHN, call_id="b"),
    )
    older, newest = (await read_state(agent.user_id)).waiting_calls

    await open_inbound_call(each_site, agent, older)
    await open_inbound_call(each_site, agent, older)

    state = await read_state(agent.user_id)
    assert (state.waiting_calls, state.version) == ((newest,), 3)
    assert (state.call_id, state.is_beacon_flashing) == (newest, True)


async def test_after_the_newest_ends_a_clicked_older_call_does_not_flash(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    await tell(
        each_site,
        connected(agent, source_id, call_id="a"),
        connected(agent, source_id, JOHN, call_id="b"),
    )
    older, _ = (await read_state(agent.user_id)).waiting_calls
    await open_inbound_call(each_site, agent, older)

    await tell(each_site, disconnected(agent, source_id, call_id="b"))

    state = await read_state(agent.user_id)
    assert (state.call_id, state.has_clicked_beacon, state.is_beacon_flashing) == (
        older,
        True,
        False,
    )


async def test_an_update_of_a_clicked_call_lights_nothing(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    await tell(each_site, connected(agent, source_id, call_id="a"))
    (call_id,) = (await read_state(agent.user_id)).waiting_calls
    await open_inbound_call(each_site, agent, call_id)

    effects = await tell(
        each_site, connected(agent, source_id, call_id="a", details={"account": "1001"})
    )

    state = await read_state(agent.user_id)
    assert effects == [Effect.UPDATED]
    assert (state.details, state.is_beacon_flashing) == ({"account": "1001"}, False)


async def test_a_click_on_a_call_that_has_ended_changes_no_state(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    await tell(each_site, connected(agent, source_id, call_id="a"))
    (call_id,) = (await read_state(agent.user_id)).waiting_calls
    await tell(each_site, disconnected(agent, source_id))
    before = await read_state(agent.user_id)

    await open_inbound_call(each_site, agent, call_id)

    assert await read_state(agent.user_id) == before
    assert (await calls())[0]["clicked_at"] is not None
