"""A clock that jumps while calls go on: one node's, an hour back or forth, the database's and the other's stay.

The clock is the one that the site is given; ``test_system_clock.py`` moves a process's own.
"""

from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.calls.feed import follow_state
from models.calls.messages import CallStatus, Effect
from models.calls.states import read_state
from models.calls.tables import InboundCall
from models.calls.writer import update_call_state
from models.people.privileges import Viewer
from models.preparing import prepare
from models.site import Site, open_site
from tests.builders import a_message, a_source_id, a_user
from tests.failures.cluster import KEY

NUMBERS = [f"+1416555{position:04}" for position in range(12)]


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1)], ids=["back", "forth"])
async def test_calls_and_beacons_are_right_on_both_nodes_when_the_clock_of_one_jumps(
    tmp_path: Path, postgres_url: str, valkey_url: str, jump: timedelta
) -> None:
    environment = {
        "CALLBEACON_DATA_DIR": str(tmp_path),
        "CALLBEACON_DATABASE_URL": postgres_url,
        "CALLBEACON_BROADCAST_URL": valkey_url,
        "CALLBEACON_SECRET_KEY": KEY,
    }
    async with site_for(read_settings(environment)) as fresh:
        await prepare(fresh.database)
    jumped = [timedelta()]
    async with (
        site_for(read_settings(environment)) as steady,
        open_site(
            database_url=postgres_url,
            broadcast_url=valkey_url,
            secret_key=KEY.encode(),
            default_region="CA",
            now=lambda: datetime.now(UTC) + jumped[0],
        ) as jumping,
    ):
        agent, source_id = await a_user(steady), await a_source_id(steady)

        for position, number in enumerate(NUMBERS):
            jumped[0] = jump if position >= 4 else timedelta()
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


async def newest(site: Site, agent: Viewer, version: int) -> str | None:
    """Follow the state at a node up to a version and return the number that it shows."""
    async with aclosing(follow_state(site, agent.user_id)) as states:
        async for state in states:
            if state.version >= version:
                return state.phone_number
    raise AssertionError("The feed has ended.")
