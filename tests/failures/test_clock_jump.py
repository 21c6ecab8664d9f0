"""A clock that jumps while calls go on: one node's, an hour back or forth, the database's and the other's stay.

The clock is the one that the site is given; ``test_system_clock.py`` moves a process's own.
"""

import os
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.calls.calls import CallTimes
from models.calls.feed import follow_state
from models.calls.figures import talk_time
from models.calls.messages import CallStatus, Effect
from models.calls.states import read_state
from models.calls.tables import InboundCall
from models.calls.writer import update_call_state
from models.people.privileges import Viewer
from models.preparing import prepare
from models.site import Site, open_site
from tests.builders import a_message, a_source_id, a_user
from tests.failures.cluster import KEY, memory_of

NUMBERS = [f"+1416555{position:04}" for position in range(12)]


A_TEST_TAKES = timedelta(minutes=1)
# What is reported after the jump. Were it kept until a time that the clock has left behind, that would be 9 MB.
LARGE, SIZE = 600, 15_000
JUMPS = pytest.mark.parametrize(
    "jump", [timedelta(hours=-1), timedelta(hours=1)], ids=["back", "forth"]
)


class Clock:
    """The time of one node, and how far off it is."""

    def __init__(self) -> None:
        self.off = timedelta()

    def now(self) -> datetime:
        """Tell it."""
        return datetime.now(UTC) + self.off


@asynccontextmanager
async def two_nodes(
    data_dir: Path, postgres_url: str, valkey_url: str, clock: Clock
) -> AsyncIterator[tuple[Site, Site]]:
    """Open a node with the true time and another one with that clock."""
    environment = {
        "CALLBEACON_DATA_DIR": str(data_dir),
        "CALLBEACON_DATABASE_URL": postgres_url,
        "CALLBEACON_BROADCAST_URL": valkey_url,
        "CALLBEACON_SECRET_KEY": KEY,
    }
    async with site_for(read_settings(environment)) as fresh:
        await prepare(fresh.database)
    async with (
        site_for(read_settings(environment)) as steady,
        open_site(
            database_url=postgres_url,
            broadcast_url=valkey_url,
            secret_key=KEY.encode(),
            default_region="CA",
            now=clock.now,
        ) as jumping,
    ):
        yield steady, jumping


@JUMPS
async def test_calls_and_beacons_are_right_on_both_nodes_when_the_clock_of_one_jumps(
    tmp_path: Path, postgres_url: str, valkey_url: str, jump: timedelta
) -> None:
    clock = Clock()
    async with two_nodes(tmp_path, postgres_url, valkey_url, clock) as (steady, jumping):
        agent, source_id = await a_user(steady), await a_source_id(steady)

        for position, number in enumerate(NUMBERS):
            clock.off = jump if position >= 4 else timedelta()
            site = (steady, jumping)[position % 2]
            message = a_message(
                agent.login_name, source_id=source_id, phone_number=number, received_at=site.now()
            )
            assert await update_call_state(site, message) is Effect.STARTED
        shown = [await newest(site, agent, len(NUMBERS)) for site in (steady, jumping)]
        end = a_message(agent.login_name, CallStatus.DISCONNECTED, source_id=source_id)
        await update_call_state(jumping, end)

        assert shown == [NUMBERS[-1], NUMBERS[-1]]
        assert await newest(steady, agent, len(NUMBERS) + 1) is None
        assert (await read_state(agent.user_id)).status is CallStatus.DISCONNECTED
        calls = await InboundCall.select(InboundCall.phone_number, InboundCall.ended_at)
    assert {call["phone_number"] for call in calls} == set(NUMBERS)
    assert len(calls) == len(NUMBERS)
    assert all(call["ended_at"] for call in calls)


@JUMPS
async def test_a_jump_costs_the_talk_time_of_the_call_under_way_and_of_no_other(
    tmp_path: Path, postgres_url: str, valkey_url: str, jump: timedelta
) -> None:
    clock = Clock()
    async with two_nodes(tmp_path, postgres_url, valkey_url, clock) as (_, node):
        agent, source_id = await a_user(node), await a_source_id(node)
        for number in NUMBERS[:2]:
            begin = a_message(agent.login_name, source_id=source_id, phone_number=number)
            end = a_message(agent.login_name, CallStatus.DISCONNECTED, source_id=source_id)
            await update_call_state(node, replace(begin, received_at=node.now()))
            clock.off = jump
            await update_call_state(node, replace(end, received_at=node.now()))
        during, after = [await talked(number) for number in NUMBERS[:2]]
        before = memory_of(os.getpid())
        for position in range(LARGE):
            details = {"note": f"{position} " * (SIZE // len(f"{position} "))}
            large = a_message(agent.login_name, source_id=source_id, details=details)
            await update_call_state(node, large)
        grown = memory_of(os.getpid()) - before

    # No node knows how far its clock has jumped, but time never runs backwards in a figure.
    least = max(jump, timedelta())
    assert least <= during < least + A_TEST_TAKES
    assert timedelta() < after < A_TEST_TAKES
    assert grown < LARGE * SIZE


async def talked(number: str) -> timedelta:
    """Tell the talk time of the one call from a number."""
    (call,) = await InboundCall.objects().where(InboundCall.phone_number == number)
    talk = talk_time(
        CallTimes(
            connected_at=call.connected_at,
            clicked_at=call.clicked_at,
            opened_at=call.opened_at,
            ended_at=call.ended_at,
            saved_at=call.saved_at,
            end_cause=call.end_cause,
            is_test=call.is_test,
            is_by_hand=call.is_by_hand,
        )
    )
    assert talk is not None
    return talk


async def newest(site: Site, agent: Viewer, version: int) -> str | None:
    """Follow the state at a node up to a version and return the number that it shows."""
    async with aclosing(follow_state(site, agent.user_id)) as states:
        async for state in states:
            if state.version >= version:
                return state.phone_number
    raise AssertionError("The feed has ended.")
