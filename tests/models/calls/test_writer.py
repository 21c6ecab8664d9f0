"""From a message to the disk, on SQLite and PostgreSQL: many at once, in order, and what cannot be written."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from models.calls.messages import CallMessage, CallStatus, Effect
from models.calls.states import read_state
from models.calls.tables import InboundCall, MessageTrace
from models.calls.writer import Arrival, record, update_call_state
from models.contacts.phone import read_number
from models.events import user_topic
from models.identifiers import new_id
from models.people.tables import TelephonySource
from models.site import Site
from tests.builders import a_message, a_source_id, a_user
from tests.models.calls.written import DISCONNECTED, ledger_of, the_call, together, traces

# What one message writes


async def test_connected_fills_the_state_and_writes_the_ledger_and_the_trace(
    each_site: Site,
) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    message = a_message(
        agent.login_name, source_id=source_id, details={"account_number": "1001", "n": 1.5}
    )

    call = await the_call(each_site, message)

    state = await read_state(agent.user_id)
    (trace,) = await traces()
    assert (state.status, state.version, state.call_id) == ("CONNECTED", 1, call["id"])
    assert state.is_beacon_flashing
    assert state.phone_number == "4165550100"
    assert state.details == {"account_number": "1001", "n": 1.5}
    assert state.waiting_calls == (call["id"],)
    assert (call["source"], call["searchable_address"]) == (source_id, "+14165550100")
    assert (call["ended_at"], call["end_cause"], call["is_test"]) == (None, None, False)
    assert (trace["effect"], trace["inbound_call"]) == ("STARTED", call["id"])
    assert (trace["login_name"], trace["code"]) == (agent.login_name, None)


async def test_disconnected_clears_the_state_and_leaves_the_ledger(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    await update_call_state(each_site, a_message(agent.login_name, source_id=source_id))

    effect = await update_call_state(
        each_site, a_message(agent.login_name, DISCONNECTED, source_id=source_id)
    )

    state = await read_state(agent.user_id)
    (call,) = await ledger_of(agent.user_id)
    assert effect is Effect.ENDED
    assert (state.status, state.version, state.call_id) == ("DISCONNECTED", 2, None)
    assert (state.phone_number, state.reason, state.details) == (None, None, {})
    assert not state.is_beacon_flashing
    assert (call["phone_number"], call["end_cause"]) == ("4165550100", "DISCONNECTED")
    assert call["ended_at"] >= call["connected_at"]


async def test_a_repeat_changes_no_state_and_leaves_a_trace_of_its_own(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    message = a_message(agent.login_name, source_id=source_id, details={"z": 1, "a": [None]})
    await update_call_state(each_site, message)
    before = await read_state(agent.user_id)

    effect = await update_call_state(each_site, message)

    (call,) = await ledger_of(agent.user_id)
    assert effect is Effect.REPEATED
    assert await read_state(agent.user_id) == before
    assert call["last_message_at"] > call["connected_at"]
    assert [trace["effect"] for trace in await traces()] == ["STARTED", "REPEATED"]


async def test_a_superseded_call_says_so(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)

    for number in ("4165550100", "4165550199"):
        await update_call_state(
            each_site, a_message(agent.login_name, source_id=source_id, phone_number=number)
        )

    calls = await ledger_of(agent.user_id)
    assert [call["end_cause"] for call in calls] == ["SUPERSEDED", None]
    assert (await read_state(agent.user_id)).call_id == calls[1]["id"]


# Many at once


async def test_many_users_connect_and_disconnect_at_once(each_site: Site) -> None:
    agents = [await a_user(each_site) for _ in range(8)]
    source_id = await a_source_id(each_site)
    messages = [
        a_message(agent.login_name, status, source_id=source_id, phone_number=f"416555{n:04}")
        for n in range(60)
        for agent in agents
        for status in (CallStatus.CONNECTED, DISCONNECTED)
    ]

    effects = await asyncio.gather(*[update_call_state(each_site, one) for one in messages])

    assert Counter(effects) == {Effect.STARTED: 480, Effect.ENDED: 480}
    for agent in agents:
        calls = await ledger_of(agent.user_id)
        assert [call["phone_number"] for call in calls] == [f"416555{n:04}" for n in range(60)]
        assert {call["end_cause"] for call in calls} == {"DISCONNECTED"}
        assert (await read_state(agent.user_id)).version == 120
    assert await MessageTrace.count() == 960


async def test_of_several_messages_of_one_user_in_a_batch_the_last_state_wins(
    each_site: Site,
) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    numbers = ["1", "2", "2", "3"]

    effects = await asyncio.gather(
        *[
            update_call_state(
                each_site, a_message(agent.login_name, source_id=source_id, phone_number=number)
            )
            for number in numbers
        ]
    )

    calls, state = await ledger_of(agent.user_id), await read_state(agent.user_id)
    assert effects == [Effect.STARTED, Effect.STARTED, Effect.REPEATED, Effect.STARTED]
    assert [call["phone_number"] for call in calls] == ["1", "2", "3"]
    assert [call["end_cause"] for call in calls] == ["SUPERSEDED", "SUPERSEDED", None]
    assert (state.phone_number, state.version, state.call_id) == ("3", 3, calls[2]["id"])


async def test_a_row_that_cannot_be_written_fails_alone(each_site: Site) -> None:
    agents = [await a_user(each_site) for _ in range(5)]
    source_id, no_source = await a_source_id(each_site), new_id()  # a foreign key to nothing
    messages = [
        a_message(agent.login_name, source_id=no_source if position == 2 else source_id)
        for position, agent in enumerate(agents)
    ]

    results = await together(*[update_call_state(each_site, one) for one in messages])

    assert isinstance(results.pop(2), Exception)
    assert results == 4 * [Effect.STARTED]
    versions = [(await read_state(agent.user_id)).version for agent in agents]
    assert versions == [1, 1, 0, 1, 1]
    assert await InboundCall.count() == 4


async def test_a_value_that_the_database_cannot_take_fails_alone(each_site: Site) -> None:
    agents = [await a_user(each_site) for _ in range(3)]
    source_id = await a_source_id(each_site)
    odd = CallMessage(
        source_id=7,  # type: ignore[arg-type]  # no UUID
        login_name=agents[1].login_name,
        status=CallStatus.CONNECTED,
        received_at=each_site.now(),
    )

    first, second, third = await together(
        update_call_state(each_site, a_message(agents[0].login_name, source_id=source_id)),
        update_call_state(each_site, odd),
        update_call_state(each_site, a_message(agents[2].login_name, source_id=source_id)),
    )

    assert (first, third) == (Effect.STARTED, Effect.STARTED)
    assert isinstance(second, Exception)


# Announcements


async def test_what_is_announced_is_already_on_disk(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    seen: list[tuple[int | None, int]] = []

    async def look(states: int) -> None:
        async with each_site.bus.listen(user_topic(agent.user_id)) as announcements:
            listening.set()
            async for announcement in announcements:
                state = await read_state(agent.user_id)
                seen.append((announcement.version, state.version))
                if state.version == states:
                    return

    listening = asyncio.Event()
    looking = asyncio.create_task(look(40))
    await listening.wait()
    for number in range(40):
        await update_call_state(
            each_site,
            a_message(agent.login_name, source_id=source_id, phone_number=f"416555{number:04}"),
        )
    await asyncio.wait_for(looking, 10)

    assert seen
    assert all(announced is not None and announced <= on_disk for announced, on_disk in seen)


async def test_a_repeat_and_an_unknown_user_announce_nothing(site: Site) -> None:
    agent, source_id = await a_user(site), await a_source_id(site)
    message = a_message(agent.login_name, source_id=source_id)
    await update_call_state(site, message)

    async with site.bus.listen(user_topic(agent.user_id)) as announcements:
        await update_call_state(site, message)
        await together(update_call_state(site, a_message("nobody", source_id=source_id)))
        await update_call_state(
            site, a_message(agent.login_name, DISCONNECTED, source_id=source_id)
        )
        first = await anext(aiter(announcements))

    assert first.version == 2


async def test_the_caller_who_gives_up_does_not_take_the_message_back(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    task = asyncio.create_task(
        update_call_state(each_site, a_message(agent.login_name, source_id=source_id))
    )
    await asyncio.sleep(0)  # as far as its place in the line
    assert each_site.writer.waiting == 1

    task.cancel()
    await update_call_state(
        each_site, a_message(agent.login_name, source_id=source_id, phone_number="4165550199")
    )

    assert task.cancelled()
    assert (await read_state(agent.user_id)).version == 2


async def test_a_sources_last_message_is_noted_once_a_minute(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    clock = [datetime(2026, 3, 2, 12, tzinfo=UTC)]
    site = replace(each_site, now=lambda: clock[0])
    seen = []

    for seconds in (0, 59, 1):
        clock[0] += timedelta(seconds=seconds)
        message = a_message(agent.login_name, source_id=source_id)
        number = read_number(message.phone_number, region="CA")
        await record(site, [Arrival(message=message, login_key=agent.login_name, number=number)])
        row = await TelephonySource.select().where(TelephonySource.id == source_id).first()
        assert row
        seen.append(row["last_message_at"])

    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert seen == [noon, noon, noon + timedelta(minutes=1)]
