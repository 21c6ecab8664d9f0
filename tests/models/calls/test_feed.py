"""The feed of a call state: now, then every change, with nothing missed and nothing left behind."""

import asyncio
from contextlib import aclosing

from models.calls.feed import follow_state
from models.calls.messages import CallStatus
from models.calls.states import CallState, read_state
from models.calls.writer import update_call_state
from models.events import user_topic
from models.people.privileges import Viewer
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_message, a_running_call, a_source_id, a_user
from tests.waiting import eventually


async def follow_until(site: Site, agent: Viewer, version: int) -> list[CallState]:
    """Follow an agent's state up to a version and return all that was seen."""
    seen: list[CallState] = []
    async with aclosing(follow_state(site, agent.user_id)) as states:
        async for state in states:
            seen.append(state)
            if state.version >= version:
                break
    return seen


async def test_the_first_state_is_the_current_one(each_site: Site) -> None:
    agent = await a_user(each_site)
    await a_running_call(each_site, agent)

    (first,) = await follow_until(each_site, agent, 1)

    assert first == await read_state(agent.user_id)
    assert first.is_beacon_flashing


async def test_each_change_follows(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    ended = a_message(agent.login_name, CallStatus.DISCONNECTED, source_id=source_id)

    async with aclosing(follow_state(each_site, agent.user_id)) as states:
        seen = [await anext(states)]
        call_id = await a_running_call(each_site, agent)
        seen.append(await anext(states))
        await open_inbound_call(each_site, agent, call_id)
        seen.append(await anext(states))
        await update_call_state(each_site, ended)
        seen.append(await anext(states))

    assert [(state.version, state.status, state.is_beacon_flashing) for state in seen] == [
        (0, "DISCONNECTED", False),
        (1, "CONNECTED", True),
        (2, "CONNECTED", False),
        (3, "DISCONNECTED", False),
    ]


async def test_under_a_storm_versions_rise_and_the_last_state_arrives_at_everybody(
    each_site: Site,
) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    followers = [asyncio.create_task(follow_until(each_site, agent, 100)) for _ in range(5)]

    for number in range(100):
        message = a_message(agent.login_name, source_id=source_id, phone_number=f"41655{number:05}")
        await update_call_state(each_site, message)
    histories = await asyncio.wait_for(asyncio.gather(*followers), 20)

    for history in histories:
        versions = [state.version for state in history]
        assert versions == sorted(set(versions))
        assert history[-1].phone_number == "4165500099"
        # Whatever was seen is one state, never the halves of two.
        assert all(state.phone_number == f"41655{state.version - 1:05}" for state in history[1:])


async def test_who_stops_following_leaves_nothing_behind(site: Site) -> None:
    agent = await a_user(site)
    topic = user_topic(agent.user_id)
    followers = [asyncio.create_task(follow_until(site, agent, 1)) for _ in range(3)]
    await eventually(lambda: topic in site.bus.topics)

    for follower in followers:
        follower.cancel()
    await asyncio.gather(*followers, return_exceptions=True)

    await eventually(lambda: topic not in site.bus.topics)


async def test_a_doubt_whether_something_was_missed_makes_it_read_again(site: Site) -> None:
    agent = await a_user(site)
    async with aclosing(follow_state(site, agent.user_id)) as states:
        await anext(states)
        # Written by another process, whose announcement was lost.
        async with site.database.transaction():
            await site.database.fetch(
                'UPDATE user_call_state SET version = 7, status = $2 WHERE "user" = $1',
                agent.user_id,
                "CONNECTED",
            )
        site.bus.suspect()
        missed = await asyncio.wait_for(anext(states), 5)

    assert (missed.version, missed.status) == (7, "CONNECTED")
