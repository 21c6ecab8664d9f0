"""The database goes away and comes back: what is told meanwhile, and that everything goes on by itself."""

import asyncio
import os
from pathlib import Path
from uuid import UUID

import pytest

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.calls.messages import Effect
from models.calls.states import read_state
from models.calls.tables import InboundCall
from models.calls.writer import update_call_state
from models.errors import CallbeaconError, DatabaseDown
from models.people.tables import Team
from models.preparing import prepare
from models.site import Site
from tests.builders import a_message, a_source_id, a_user
from tests.failures.cluster import memory_of
from tests.servers import Postgres
from tests.waiting import eventually

# What is sent while the database is away, after what warms up. Were it kept, this process would hold 15 MB more.
REFUSED, SIZE = 1_000, 15_000


def settings_for(tmp_path: Path, postgres: Postgres) -> dict[str, str]:
    return {
        "CALLBEACON_DATA_DIR": str(tmp_path),
        "CALLBEACON_DATABASE_URL": postgres.url(),
    }


async def add_team(site: Site) -> None:
    async def add() -> None:
        await Team.insert(Team(name="Support"))

    await site.writer.run(add)


async def is_back(site: Site) -> bool:
    try:
        await site.database.ping()
    except DatabaseDown:
        return False
    return True


@pytest.mark.parametrize("how", ["stopped", "killed"])
async def test_while_postgresql_is_down_everything_says_so_and_afterwards_everything_works(
    tmp_path: Path, own_postgres: Postgres, how: str
) -> None:
    async with site_for(read_settings(settings_for(tmp_path, own_postgres))) as site:
        await prepare(site.database)
        agent, source_id = await a_user(site), await a_source_id(site)
        message = a_message(agent.login_name, source_id=source_id)
        await update_call_state(site, message)

        await asyncio.to_thread(own_postgres.stop if how == "stopped" else own_postgres.kill)
        for _ in range(3):  # and more often than there are connections, below
            refused = await asyncio.gather(
                *[update_call_state(site, message) for _ in range(12)],
                *[add_team(site) for _ in range(12)],
                *[read_state(agent.user_id) for _ in range(12)],
                site.database.ping(),
                return_exceptions=True,
            )
            assert {type(error) for error in refused} == {DatabaseDown}
        grown = await growth_by_refusing(site, agent.login_name, source_id)
        await asyncio.to_thread(own_postgres.start)
        await eventually(lambda: is_back(site), within=30)

        assert await update_call_state(site, message) is Effect.REPEATED
        assert (await read_state(agent.user_id)).version == 1
        await asyncio.gather(*[_count() for _ in range(20)])  # no connection was lost on the way
        await add_team(site)
        assert await Team.count() == 1
    assert grown < REFUSED * SIZE


async def growth_by_refusing(site: Site, login_name: str, source_id: UUID) -> int:
    """Report large calls in vain and tell how many bytes more this process then takes."""
    before = memory_of(os.getpid())
    for number in range(REFUSED):
        details = {"note": f"{number} " * (SIZE // len(f"{number} "))}
        with pytest.raises(DatabaseDown):
            await update_call_state(
                site, a_message(login_name, source_id=source_id, details=details)
            )
    return memory_of(os.getpid()) - before


async def _count() -> int:
    count: int = await InboundCall.count()
    return count


async def test_messages_under_way_while_postgresql_crashes_are_stored_or_refused(
    tmp_path: Path, own_postgres: Postgres
) -> None:
    async with site_for(read_settings(settings_for(tmp_path, own_postgres))) as site:
        await prepare(site.database)
        agents = [await a_user(site) for _ in range(4)]
        source_id = await a_source_id(site)
        stored: list[str] = []

        async def report(position: int) -> None:
            agent = agents[position % 4]
            for number in range(10_000):
                text = f"{position}-{number}"
                message = a_message(agent.login_name, source_id=source_id, phone_number=text)
                try:
                    await update_call_state(site, message)
                except CallbeaconError:
                    return
                stored.append(text)

        reporters = [asyncio.create_task(report(position)) for position in range(16)]
        await eventually(lambda: len(stored) > 200, within=60)
        await asyncio.to_thread(own_postgres.kill)
        await asyncio.wait_for(asyncio.gather(*reporters), 60)
        await asyncio.to_thread(own_postgres.start)
        await eventually(lambda: is_back(site), within=30)

        rows = await InboundCall.select(InboundCall.phone_number)
        assert set(stored) <= {row["phone_number"] for row in rows}
