"""Messages that arrive at two nodes of one installation: one outcome, no deadlock, and news for both."""

import asyncio
from collections import Counter
from contextlib import suppress

import asyncpg
from structlog.testing import capture_logs

from models.calls.messages import Effect
from models.calls.states import read_state
from models.calls.writer import update_call_state
from models.events import Announcement, user_topic
from models.site import Site
from tests.builders import a_message, a_source_id, a_user
from tests.models.calls.written import DISCONNECTED, ledger_of, together
from tests.models.events.wire import take
from tests.waiting import eventually

TwoSites = tuple[Site, Site]

LOCK_REASON = "UPDATE undefined_reason SET times = times WHERE reason_id = $1"


async def test_one_users_messages_at_two_nodes_at_once_have_one_serial_outcome(
    two_sites: TwoSites,
) -> None:
    agent, source_id = await a_user(two_sites[0]), await a_source_id(two_sites[0])

    effects = await asyncio.gather(
        *(
            update_call_state(
                two_sites[number % 2],
                a_message(agent.login_name, source_id=source_id, phone_number=f"416555{number:04}"),
            )
            for number in range(100)
        )
    )

    state, calls = await read_state(agent.user_id), await ledger_of(agent.user_id)
    assert set(effects) == {Effect.STARTED}
    assert state.version == len(calls) == 100
    assert Counter(call["end_cause"] for call in calls) == {"SUPERSEDED": 99, None: 1}
    assert [call["id"] for call in calls if call["ended_at"] is None] == [state.call_id]


async def test_a_message_that_arrives_at_both_nodes_starts_one_call(two_sites: TwoSites) -> None:
    agent, source_id = await a_user(two_sites[0]), await a_source_id(two_sites[0])
    message = a_message(agent.login_name, source_id=source_id)

    effects = await asyncio.gather(*(update_call_state(site, message) for site in 20 * two_sites))

    assert Counter(effects) == {Effect.STARTED: 1, Effect.REPEATED: 39}
    assert len(await ledger_of(agent.user_id)) == 1


async def test_a_batch_locks_the_reasons_it_counts_in_the_order_in_which_every_node_does(
    postgres_site: Site,
) -> None:
    agent, source_id = await a_user(postgres_site), await a_source_id(postgres_site)
    backwards = [
        a_message(agent.login_name, source_id=source_id, reason_id=reason) for reason in ("b", "a")
    ]
    await together(*(update_call_state(postgres_site, message) for message in backwards))

    other_node = await asyncpg.connect(postgres_site.database.config["dsn"])  # type: ignore[attr-defined]  # PostgreSQL's
    try:
        with capture_logs() as logs:
            async with other_node.transaction():
                await other_node.execute(LOCK_REASON, "a")
                recording = asyncio.gather(
                    *(update_call_state(postgres_site, message) for message in backwards)
                )
                await eventually(lambda: somebody_waits(other_node))
                await other_node.execute(LOCK_REASON, "b")
            assert await recording == [Effect.STARTED, Effect.STARTED]
        assert {log["log_level"] for log in logs} <= {"debug"}  # no batch was tried again
    finally:
        await other_node.close()


async def somebody_waits(connection: asyncpg.Connection) -> bool:
    return bool(await connection.fetchval("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"))


async def test_what_one_node_records_the_other_hears(two_sites: TwoSites) -> None:
    one, two = two_sites
    agent, source_id = await a_user(one), await a_source_id(one)

    async with two.bus.listen(user_topic(agent.user_id)) as listener:
        await update_call_state(one, a_message(agent.login_name, source_id=source_id))
        started = await take(listener)
        await update_call_state(one, a_message(agent.login_name, DISCONNECTED, source_id=source_id))
        ended = await take(listener)

    assert (started, ended) == (
        Announcement(version=1, missed=False),
        Announcement(version=2, missed=False),
    )


async def test_on_postgresql_the_commit_announces_even_when_the_nodes_own_bus_is_dead(
    two_postgres_sites: TwoSites,
) -> None:
    one, two = two_postgres_sites
    agent, source_id = await a_user(one), await a_source_id(one)

    async with two.bus.listen(user_topic(agent.user_id)) as listener:
        await one.bus.disconnect()
        await update_call_state(one, a_message(agent.login_name, source_id=source_id))
        heard = await take(listener)

    assert heard == Announcement(version=1, missed=False)
    assert one.bus.announcements_lost == 0


async def test_on_postgresql_nothing_is_announced_that_is_not_committed(
    two_postgres_sites: TwoSites,
) -> None:
    one, two = two_postgres_sites
    topic = user_topic((await a_user(one)).user_id)

    async with two.bus.listen(topic) as listener:
        with suppress(ZeroDivisionError):
            async with one.database.transaction():
                await one.bus.enlist(one.database, [(topic, 7)])
                raise ZeroDivisionError
        async with one.database.transaction():
            left = await one.bus.enlist(one.database, [(topic, 3)])
        heard = await take(listener)

    assert heard == Announcement(version=3, missed=False)
    assert left == ()
