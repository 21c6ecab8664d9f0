"""The way of a call, from the message to the click, and why nothing popped."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from models.calls.feed import follow_state
from models.calls.message_log import MessageFilter, message_log
from models.calls.messages import CallStatus
from models.calls.states import read_state
from models.calls.tables import CallTraceStep, MessageTrace
from models.calls.traces import acknowledge_beacon, call_trace
from models.calls.tracing import Step, TraceStep, write_steps
from models.calls.writer import update_call_state
from models.errors import NoSuchCall, NoSuchUser, NotPermitted
from models.people.privileges import Privilege, Viewer
from models.pruning import PIECE, prune
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_message, a_running_call, a_source_id, a_user
from tests.waiting import eventually


async def steps_of(site: Site, viewer: Viewer, call_id: UUID) -> list[tuple[str, int, str | None]]:
    await site.tracer.flush(site)
    return [(each.step, each.times, each.detail) for each in await call_trace(viewer, call_id)]


async def write(site: Site, call_id: UUID, *times: datetime) -> None:
    """Write steps at these times."""
    steps = [TraceStep(call_id=call_id, at=at, step=Step.SHOWN) for at in times]
    await site.writer.run(lambda: write_steps(site.database, steps))


async def test_a_trace_shows_every_step_from_the_message_to_the_click(each_site: Site) -> None:
    agent = await a_user(each_site)
    pages = [follow_state(each_site, agent.user_id) for _ in range(2)]
    for page in pages:
        await anext(page)
    call_id = await a_running_call(each_site, agent)
    for page in pages:
        await anext(page)
        await acknowledge_beacon(each_site, agent, call_id)

    await open_inbound_call(each_site, agent, call_id)

    way = await steps_of(each_site, agent, call_id)
    assert way == [
        ("RECEIVED", 1, "STARTED"),
        ("ANNOUNCED", 1, None),
        ("DELIVERED", 2, None),
        ("SHOWN", 2, None),
        ("CLICKED", 1, None),
    ]
    for page in pages:
        await page.aclose()


async def test_a_page_that_opens_later_is_handed_the_beacon_too(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)
    page = follow_state(each_site, agent.user_id)

    await anext(page)

    assert ("DELIVERED", 1, None) in await steps_of(each_site, agent, call_id)
    await page.aclose()


async def test_the_trace_says_that_no_beacon_showed_because_nobody_granted_it(
    each_site: Site,
) -> None:
    nobody = await a_user(each_site, privileges=[])

    call_id = await a_running_call(each_site, nobody)

    assert await steps_of(each_site, nobody, call_id) == [
        ("RECEIVED", 1, "STARTED"),
        ("ANNOUNCED", 1, None),
        ("NO_BEACON", 1, "NOT_A_CALL_USER"),
    ]


async def test_steps_are_written_a_moment_later_by_themselves(each_site: Site) -> None:
    agent = await a_user(each_site)

    await a_running_call(each_site, agent)

    async def is_written() -> bool:
        return bool(await CallTraceStep.count() == 1)

    await eventually(is_written)


async def test_opening_a_call_twice_is_one_click(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)

    for _ in range(2):
        await open_inbound_call(each_site, agent, call_id)

    clicks = [each for each in await call_trace(agent, call_id) if each.step is Step.CLICKED]
    assert [each.times for each in clicks] == [1]


async def test_nobody_acknowledges_or_reads_the_call_of_another(site: Site) -> None:
    agent, other = await a_user(site), await a_user(site)
    call_id = await a_running_call(site, agent)

    with pytest.raises(NoSuchCall):
        await acknowledge_beacon(site, other, call_id)
    with pytest.raises(NoSuchCall):
        await call_trace(other, call_id)


async def test_the_message_log_shows_what_came_and_why_it_was_refused(each_site: Site) -> None:
    admin = await a_user(each_site, privileges=[Privilege.ADMIN])
    await a_user(each_site, "ann")
    source_id = await a_source_id(each_site)
    for login in ("ANN", "nobody"):
        with suppress(NoSuchUser):
            await update_call_state(each_site, a_message(login, source_id=source_id))
    await update_call_state(
        each_site, a_message("ann", CallStatus.DISCONNECTED, source_id=source_id)
    )

    log = await message_log(each_site, admin, MessageFilter(), first=10)
    of_ann = await message_log(each_site, admin, MessageFilter(login_name="Ann"), first=10)
    page = await message_log(each_site, admin, MessageFilter(), first=1)
    rest = await message_log(each_site, admin, MessageFilter(), first=10, behind=page[0].id)

    assert [(each.login_name, each.effect, each.code) for each in log] == [
        ("ann", "ENDED", None),
        ("nobody", None, "NO_SUCH_USER"),
        ("ANN", "STARTED", None),
    ]
    assert [each.effect for each in of_ann] == ["ENDED", "STARTED"]
    assert (len(page), rest) == (2, log[1:])


async def test_the_message_log_is_filtered_by_time(each_site: Site) -> None:
    admin = await a_user(each_site, privileges=[Privilege.ADMIN])
    await a_running_call(each_site, await a_user(each_site))
    (entry,) = await message_log(each_site, admin, MessageFilter(), first=10)
    at, later = entry.received_at, entry.received_at + timedelta(seconds=1)

    assert await message_log(each_site, admin, MessageFilter(since=at, until=later), first=10) == [
        entry
    ]
    assert await message_log(each_site, admin, MessageFilter(since=later), first=10) == []
    assert await message_log(each_site, admin, MessageFilter(until=at), first=10) == []


async def test_only_an_administrator_reads_the_message_log(site: Site) -> None:
    with pytest.raises(NotPermitted):
        await message_log(site, await a_user(site), MessageFilter(), first=1)


async def test_old_traces_are_forgotten_and_newer_ones_kept(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)
    long_ago = each_site.now() - timedelta(days=31)
    await write(each_site, uuid4(), *[long_ago] * (PIECE + 1))
    await write(each_site, call_id, each_site.now())

    forgotten = await prune(each_site)

    assert forgotten == PIECE + 1
    assert await CallTraceStep.count().where(CallTraceStep.step == "SHOWN") == 1
    assert await MessageTrace.count() == 1


async def test_a_version_of_the_state_is_delivered_once_to_each_page(each_site: Site) -> None:
    agent = await a_user(each_site)
    page = follow_state(each_site, agent.user_id)
    await anext(page)
    call_id = await a_running_call(each_site, agent)
    await anext(page)

    await open_inbound_call(each_site, agent, call_id)

    assert not (await anext(page)).is_beacon_flashing
    assert (await read_state(agent.user_id)).version == 2
    assert [s for s in await steps_of(each_site, agent, call_id) if s[0] == "DELIVERED"] == [
        ("DELIVERED", 1, None)
    ]
    await page.aclose()
