"""What the rules need a database for: keys, order, transfers, reasons. On SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from models.calls import ledger
from models.calls.messages import CallKey, Effect
from models.calls.states import read_state
from models.calls.tables import UndefinedReason
from models.errors import IdempotencyConflict
from models.identifiers import new_id
from models.preparing import prepare
from models.site import Site, open_site
from tests.builders import a_source_id, a_user
from tests.models.calls.telling import (
    JOHN,
    Send,
    calls,
    connected,
    disconnected,
    later_by,
    tell,
    tell_together,
)

# Rule 6


async def test_rule_6_a_key_counts_for_24_hours(tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    async with open_site(
        database_url=f"sqlite:///{tmp_path / 'callbeacon.sqlite'}",
        broadcast_url="memory://",
        secret_key=b"secret",
        default_region="CA",
        now=lambda: now,
    ) as site:
        await prepare(site.database)
        agent, source_id = await a_user(site), await a_source_id(site)
        first = connected(agent, source_id, idempotency_key="k1")
        other = connected(agent, source_id, JOHN, idempotency_key="k1")
        await tell(site, first)

        now += timedelta(hours=23, minutes=59)
        assert await tell(site, first) == [Effect.REPEATED]
        with pytest.raises(IdempotencyConflict):
            await tell(site, other)
        now += timedelta(minutes=1)
        assert await tell(site, other) == [Effect.STARTED]


# Rule 7


async def test_rule_7_one_users_messages_are_applied_in_the_order_in_which_they_came(
    each_site: Site,
) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    messages = [
        connected(agent, source_id, str(number), call_id=str(number)) for number in range(9)
    ]

    await tell_together(each_site, *messages, disconnected(agent, source_id))

    state = await read_state(agent.user_id)
    assert [row["phone_number"] for row in await calls()] == [str(number) for number in range(9)]
    assert (state.phone_number, len(state.waiting_calls), state.version) == ("7", 8, 10)


# Rule 14


@pytest.mark.parametrize("send", [tell, tell_together])
async def test_rule_14_a_call_id_that_moves_to_another_user_is_a_transfer(
    each_site: Site, send: Send
) -> None:
    ann, ben, source_id = (
        await a_user(each_site),
        await a_user(each_site),
        await a_source_id(each_site),
    )

    await send(
        each_site,
        connected(ann, source_id, call_id="a"),
        connected(ben, source_id, call_id="a"),
        disconnected(ann, source_id, call_id="a"),
    )

    first, second = await calls()
    assert (first["transferred_from"], second["transferred_from"]) == (None, first["id"])
    assert (first["end_cause"], second["end_cause"]) == ("DISCONNECTED", None)


async def test_rule_14_a_call_that_comes_back_to_an_agent_is_still_a_transfer(
    each_site: Site,
) -> None:
    ann, ben, source_id = (
        await a_user(each_site),
        await a_user(each_site),
        await a_source_id(each_site),
    )
    later = connected(ben, source_id, call_id="a")
    await tell(
        each_site,
        connected(ann, source_id, call_id="a"),
        connected(ben, source_id, call_id="a"),
        disconnected(ben, source_id, call_id="a"),
    )

    effects = await tell(each_site, later_by(later, hours=1))

    first, _, third = await calls()
    assert effects == [Effect.STARTED]
    assert third["transferred_from"] == first["id"]


async def test_rule_14_the_same_call_id_of_another_source_is_no_transfer(each_site: Site) -> None:
    ann, ben = await a_user(each_site), await a_user(each_site)
    north, south = await a_source_id(each_site), await a_source_id(each_site)

    await tell(each_site, connected(ann, north, call_id="a"), connected(ben, south, call_id="a"))

    assert [row["transferred_from"] for row in await calls()] == [None, None]


# Reasons that nobody defined


@pytest.mark.parametrize("send", [tell, tell_together])
async def test_an_undefined_reason_counts_once_for_a_call_that_brings_it(
    each_site: Site, send: Send
) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)

    await send(
        each_site,
        connected(agent, source_id, reason_id="X1"),
        connected(agent, source_id, reason_id="X1"),
        connected(agent, source_id, call_id="a"),
        connected(agent, source_id, call_id="a", reason_id="X2"),
        connected(agent, source_id, call_id="a", reason_id="X2"),
        connected(agent, source_id, call_id="a", reason_id="X2", details={"account": "1001"}),
    )

    rows = await UndefinedReason.select()
    assert {row["reason_id"]: row["times"] for row in rows} == {"X1": 1, "X2": 1}


# Call ids


async def test_call_ids_longer_than_a_column_are_told_apart(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    long = "x" * 300
    await tell(each_site, connected(agent, source_id, call_id=long + "1"))

    effects = await tell(
        each_site,
        connected(agent, source_id, call_id=long + "2"),
        disconnected(agent, source_id, call_id=long + "1"),
        connected(agent, source_id, call_id=long + "2"),
    )

    assert effects == [Effect.STARTED, Effect.ENDED, Effect.REPEATED]


async def test_what_a_batch_has_to_know_is_found_by_an_index(site: Site) -> None:
    agent, source_id = await a_user(site), await a_source_id(site)
    read = {
        ledger.RUNNING_CALLS: "inbound_call_running",
        ledger.CALLS_BY_KEY: "inbound_call_of_source",
        ledger.REMEMBERED_ENDS: "remembered_end_once",
    }
    key = CallKey(source_id=source_id, call_id="a")

    for sql, index in read.items():
        plan = await plan_of(site, sql, agent.user_id, key)

        assert f"USING INDEX {index}" in plan


async def plan_of(site: Site, sql: str, user_id: UUID, key: CallKey) -> str:
    database = site.database
    written = sql.format(
        users=database.any_of('"user"', 1),
        sources=database.any_of("source", 2),
        call_ids=database.any_of("call_id", 3),
    )
    values = [database.values([value]) for value in (user_id, key.source_id, key.call_id)]
    async with database.transaction():
        count = max(at for at in (1, 2, 3) if f"${at}" in written)
        rows = await database.fetch(f"EXPLAIN QUERY PLAN {written}", *values[:count])
    return " ".join(row["detail"] for row in rows)


def test_identifiers_made_one_after_another_sort_in_that_order() -> None:
    made = [new_id() for _ in range(5000)]

    assert made == sorted(made)
