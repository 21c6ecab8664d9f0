"""What is changed at one node holds at the other: settings, sessions, sources, privileges."""

import asyncio
from datetime import timedelta

import pytest

from models.errors import NotAuthorisedSource
from models.people.granting import disable_user
from models.people.privileges import Privilege
from models.people.sessions import session_ended, sign_in, sign_out, viewer_of_session
from models.people.sources import CACHED_FOR, add_source, authenticate
from models.people.tables import TelephonySource
from models.settings import change_setting
from models.site import Site
from tests.builders import PASSWORD, a_user
from tests.waiting import eventually

TwoSites = tuple[Site, Site]


async def a_session(site: Site, login_name: str) -> str:
    return await sign_in(
        site, login_name=login_name, password=PASSWORD, address="127.0.0.1", user_agent="test"
    )


async def test_a_session_begun_at_one_node_is_known_at_the_other(two_sites: TwoSites) -> None:
    one, two = two_sites
    agent = await a_user(two)

    secret = await a_session(two, agent.login_name)

    viewer = await viewer_of_session(one, secret)
    assert viewer is not None
    assert viewer.user_id == agent.user_id


@pytest.mark.parametrize("how", ["signed out", "disabled"])
async def test_a_session_ended_at_one_node_ends_at_once_at_the_other(
    two_sites: TwoSites, how: str
) -> None:
    one, two = two_sites
    agent = await a_user(two)
    secret = await a_session(two, agent.login_name)
    ending = asyncio.create_task(session_ended(one, secret))
    await eventually(lambda: any(name.startswith("sessions:") for name in one.bus.topics))

    if how == "signed out":
        await sign_out(two, secret)
    else:
        await disable_user(two, None, agent.user_id)

    await asyncio.wait_for(ending, 5)
    assert await viewer_of_session(one, secret) is None


async def test_a_setting_changed_at_one_node_holds_at_the_other(two_sites: TwoSites) -> None:
    one, two = two_sites
    administrator = await a_user(two, privileges=[Privilege.ADMIN])

    await change_setting(two, administrator, "long_call_hours", 7, version=0)

    await eventually(lambda: one.settings.current.long_call_hours == 7, within=5)


async def test_a_source_revoked_at_one_node_is_refused_at_the_other_within_a_second(
    two_sites: TwoSites,
) -> None:
    one, two = two_sites
    token = await add_source(two, "pbx")
    await authenticate(one, name="pbx", token=token, address="127.0.0.1")

    async def revoke() -> None:
        await TelephonySource.update({TelephonySource.revoked_at: two.now()}).where(
            TelephonySource.name == "pbx"
        )

    async def is_refused() -> bool:
        try:
            await authenticate(one, name="pbx", token=token, address="127.0.0.1")
        except NotAuthorisedSource:
            return True
        return False

    await two.writer.run(revoke)

    await eventually(is_refused, within=2 * CACHED_FOR / timedelta(seconds=1))
