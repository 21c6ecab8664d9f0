"""Whether calls open without a click: the user's own choice, else the site's."""

from contextlib import aclosing

import pytest

from models.calls.feed import follow_state
from models.calls.states import read_state
from models.errors import NotACallUser
from models.people.preferences import opens_automatically, set_opens_automatically
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user


@pytest.mark.parametrize(
    ("own", "on_site", "opens"),
    [
        (None, False, False),
        (None, True, True),
        (False, True, False),
        (True, False, True),
    ],
)
async def test_the_own_choice_goes_before_the_sites(
    each_site: Site, own: bool | None, on_site: bool, opens: bool
) -> None:
    agent = await a_user(each_site)
    await set_opens_automatically(each_site, agent, own)

    idle = await read_state(agent.user_id)
    call_id = await a_running_call(each_site, agent)
    waiting = await read_state(agent.user_id)
    await open_inbound_call(each_site, agent, call_id)
    opened = await read_state(agent.user_id)

    assert await opens_automatically(agent.user_id) is own
    seen = [state.opens_by_itself(on_site=on_site) for state in (idle, waiting, opened)]
    assert seen == [False, opens, False]


async def test_a_choice_holds_for_the_call_that_waits_already(each_site: Site) -> None:
    agent = await a_user(each_site)
    await a_running_call(each_site, agent)

    async with aclosing(follow_state(each_site, agent.user_id)) as states:
        before = await anext(states)
        await set_opens_automatically(each_site, agent, True)
        after = await anext(states)

    assert not before.opens_by_itself(on_site=False)
    assert after.opens_by_itself(on_site=False)
    assert after.is_beacon_flashing


async def test_nothing_opens_by_itself_without_g_call_user(site: Site) -> None:
    user = await a_user(site, privileges=[])
    await a_running_call(site, user)

    state = await read_state(user.user_id)

    assert not state.opens_by_itself(on_site=True)
    with pytest.raises(NotACallUser):
        await set_opens_automatically(site, user, True)
