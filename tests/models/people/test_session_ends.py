"""When an open page learns that its session has ended."""

import asyncio

from models.people.granting import disable_user
from models.people.sessions import session_ended, sign_in, sign_out
from models.site import Site
from tests.builders import PASSWORD, a_user
from tests.waiting import eventually


async def a_session(site: Site) -> str:
    agent = await a_user(site)
    return await sign_in(
        site, login_name=agent.login_name, password=PASSWORD, address="", user_agent=""
    )


def waited_for(site: Site) -> int:
    """Count the users whose sessions somebody waits for."""
    return sum(topic.startswith("sessions:") for topic in site.bus.topics)


async def test_signing_out_ends_the_session_for_whoever_waits_for_it(site: Site) -> None:
    secret, other = await a_session(site), await a_session(site)
    waiting = asyncio.create_task(session_ended(site, secret))
    other_waiting = asyncio.create_task(session_ended(site, other))
    await eventually(lambda: waited_for(site) == 2)

    await sign_out(site, secret)

    await asyncio.wait_for(waiting, timeout=10)
    assert not other_waiting.done()
    other_waiting.cancel()


async def test_disabling_a_user_ends_the_session_for_whoever_waits_for_it(each_site: Site) -> None:
    agent = await a_user(each_site)
    secret = await sign_in(
        each_site, login_name=agent.login_name, password=PASSWORD, address="", user_agent=""
    )
    waiting = asyncio.create_task(session_ended(each_site, secret))
    await eventually(lambda: waited_for(each_site) == 1)

    await disable_user(each_site, None, agent.user_id)

    await asyncio.wait_for(waiting, timeout=10)


async def test_a_session_that_never_was_has_ended(site: Site) -> None:
    await asyncio.wait_for(session_ended(site, "nothing"), timeout=10)


async def test_a_server_that_stops_says_nothing_about_its_sessions(site: Site) -> None:
    waiting = asyncio.create_task(session_ended(site, await a_session(site)))
    await eventually(lambda: waited_for(site) == 1)

    await site.bus.disconnect()

    await eventually(lambda: waited_for(site) == 0)
    assert not waiting.done()
    waiting.cancel()
