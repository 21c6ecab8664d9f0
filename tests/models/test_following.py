"""Following what changes: one reader for all, and each sees what is true from when it began."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import TypeVar

import pytest

from models.calls.feed import follow_state
from models.calls.writer import update_call_state
from models.following import follow
from models.people.granting import grant_privilege, revoke_privilege
from models.people.privileges import Privilege
from models.site import Site
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.following import follow_open_workspaces, follow_workspace
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_message, a_running_call, a_source_id, a_user
from tests.statements import statements
from tests.waiting import eventually

T = TypeVar("T")
TOPIC = "thing"


class Thing:
    """Something that can be read, slowly if need be, and that counts how often it was."""

    def __init__(self) -> None:
        self.value: int | Exception = 0
        self.reads = 0
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def read(self) -> int:
        """Return the value as it was when the reading began."""
        self.reads += 1
        value = self.value
        await self.may_end.wait()
        if isinstance(value, Exception):
            raise value
        return value

    def follow(self, site: Site) -> AsyncGenerator[int]:
        """Follow the value."""
        return follow(site, TOPIC, read=self.read, of=())

    async def change(self, site: Site, value: int | Exception) -> None:
        """Set and announce it."""
        self.value = value
        await site.bus.announce(TOPIC, 1)


@asynccontextmanager
async def followers(*streams: AsyncGenerator[T]) -> AsyncIterator[list[AsyncGenerator[T]]]:
    """Let each of them follow until the end."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(aclosing(stream)) for stream in streams]


async def each_next(streams: list[AsyncGenerator[T]]) -> list[T]:
    """Take the next item of each."""
    async with asyncio.timeout(10):
        return list(await asyncio.gather(*(anext(stream) for stream in streams)))


async def test_all_who_follow_the_same_are_served_by_one_reading(site: Site) -> None:
    thing = Thing()
    async with followers(*(thing.follow(site) for _ in range(50))) as streams:
        first = await each_next(streams)
        reads_at_first = thing.reads

        await thing.change(site, 1)
        second = await each_next(streams)

    assert (first, second) == ([0] * 50, [1] * 50)
    assert (reads_at_first, thing.reads) == (1, 2)


async def test_one_who_comes_late_sees_what_is_true_by_then(site: Site) -> None:
    thing = Thing()
    async with followers(thing.follow(site), thing.follow(site)) as (early, late):
        await anext(early)
        thing.value = 1  # and nothing was announced

        seen = await anext(late)

    assert seen == 1


async def test_one_who_comes_during_a_reading_sees_the_next(site: Site) -> None:
    thing = Thing()
    thing.may_end.clear()
    async with followers(thing.follow(site), thing.follow(site)) as streams:
        early = asyncio.create_task(anext(streams[0]))
        await eventually(lambda: thing.reads == 1)
        thing.value = 1

        late = asyncio.create_task(anext(streams[1]))
        await asyncio.wait([early, late], timeout=0)
        thing.may_end.set()

        assert await late == 1
        assert thing.reads == 2
        await early


async def test_what_is_not_taken_gives_way_to_the_newest(site: Site) -> None:
    thing = Thing()
    async with followers(thing.follow(site), thing.follow(site)) as (quick, slow):
        await each_next([quick, slow])
        for value in (1, 2, 3):
            await thing.change(site, value)
            assert await anext(quick) == value

        seen = await anext(slow)

    assert seen == 3


async def test_what_is_as_it_was_when_last_taken_is_not_told(site: Site) -> None:
    thing = Thing()
    async with followers(thing.follow(site), thing.follow(site)) as (quick, slow):
        await each_next([quick, slow])
        for value in (1, 0):
            await thing.change(site, value)
            assert await anext(quick) == value
        coming = asyncio.create_task(anext(slow))

        await thing.change(site, 2)

        assert await coming == 2


async def test_who_is_cancelled_takes_nobody_along(site: Site) -> None:
    thing = Thing()
    async with followers(thing.follow(site), thing.follow(site)) as (leaving, staying):
        await each_next([leaving, staying])
        waiting = [asyncio.create_task(anext(stream)) for stream in (leaving, staying)]

        waiting[0].cancel()
        await asyncio.wait(waiting[:1])
        await thing.change(site, 1)

        assert await waiting[1] == 1
        assert waiting[0].cancelled()


async def test_the_reader_goes_with_the_last_who_follows(site: Site) -> None:
    thing = Thing()
    tasks_before = len(asyncio.all_tasks())
    async with followers(thing.follow(site), thing.follow(site)) as streams:
        await each_next(streams)
        await streams[0].aclose()
        readers_with_one = len(site.following)

    assert (readers_with_one, len(site.following)) == (1, 0)
    await eventually(lambda: TOPIC not in site.bus.topics)
    await eventually(lambda: len(asyncio.all_tasks()) == tasks_before)


async def test_who_follows_after_the_last_has_left_has_it_read_anew(site: Site) -> None:
    thing = Thing()
    async with followers(thing.follow(site)) as (stream,):
        await anext(stream)
    thing.value = 1

    async with followers(thing.follow(site)) as (stream,):
        seen = await anext(stream)

    assert seen == 1


async def test_a_failure_reaches_everybody_and_the_next_to_follow_starts_anew(site: Site) -> None:
    thing = Thing()
    async with followers(thing.follow(site), thing.follow(site), thing.follow(site)) as streams:
        await each_next(streams[:2])
        waiting = [asyncio.ensure_future(anext(stream)) for stream in streams[:2]]

        await thing.change(site, RuntimeError("It broke."))
        failures = await asyncio.gather(*waiting, return_exceptions=True)
        thing.value = 2

        assert [str(failure) for failure in failures] == ["It broke."] * 2
        assert await anext(streams[2]) == 2


async def test_one_who_comes_during_a_reading_that_fails_sees_the_next(site: Site) -> None:
    thing = Thing()
    thing.value = RuntimeError("It broke.")
    thing.may_end.clear()
    async with followers(thing.follow(site), thing.follow(site)) as streams:
        early = asyncio.create_task(anext(streams[0]))
        await eventually(lambda: thing.reads == 1)
        thing.value = 1
        late = asyncio.create_task(anext(streams[1]))
        await asyncio.wait([early, late], timeout=0)

        thing.may_end.set()

        with pytest.raises(RuntimeError, match="broke"):
            await early
        assert await late == 1


async def test_all_end_with_the_bus(site: Site) -> None:
    thing = Thing()
    async with followers(thing.follow(site), thing.follow(site)) as streams:
        await each_next(streams)
        waiting = [asyncio.create_task(anext(stream, None)) for stream in streams]

        await site.bus.disconnect()

        assert await asyncio.gather(*waiting) == [None, None]
        assert len(site.following) == 0


async def test_a_state_is_read_once_for_all_the_tabs_and_supervisors(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    async with (
        statements(each_site, "may_see_beacon") as read,
        followers(*(follow_state(each_site, agent.user_id) for _ in range(20))) as streams,
    ):
        await each_next(streams)
        read.clear()

        await update_call_state(each_site, a_message(agent.login_name, source_id=source_id))
        seen = await each_next(streams)

    assert {state.version for state in seen} == {1}
    assert len(read) == 1


async def test_a_workspace_is_read_once_for_all_the_tabs(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)
    workspace_id = await open_inbound_call(each_site, agent, call_id)
    async with (
        statements(each_site, "FROM draft") as read,
        followers(*(follow_workspace(each_site, agent, workspace_id) for _ in range(5))) as streams,
    ):
        await each_next(streams)
        read.clear()

        edit = DraftEdit(workspace_id=workspace_id, field="notes", value="Hello", version=0)
        await save_draft(each_site, agent, edit)
        seen = await each_next(streams)

    assert [workspace.drafts[0].value for workspace in seen] == ["Hello"] * 5
    assert len([sql for sql in read if "ORDER BY field" in sql]) == 1


async def test_what_is_typed_is_told_to_nobody_who_leaves_the_drafts_out(each_site: Site) -> None:
    agent = await a_user(each_site)
    call_id = await a_running_call(each_site, agent)
    workspace_id = await open_inbound_call(each_site, agent, call_id)
    edit = DraftEdit(workspace_id=workspace_id, field="notes", value="Hello", version=0)
    without_drafts = follow_workspace(each_site, agent, workspace_id, with_drafts=False)
    async with (
        statements(each_site, "w.has_chosen_contact") as read,
        followers(without_drafts) as facts,
        followers(follow_workspace(each_site, agent, workspace_id)) as drafts,
        followers(follow_open_workspaces(each_site, agent)) as lists,
    ):
        (before,), _, _ = await each_next(facts), await each_next(drafts), await each_next(lists)
        read.clear()
        coming = asyncio.ensure_future(anext(facts[0]))
        coming_list = asyncio.ensure_future(anext(lists[0]))

        await save_draft(each_site, agent, edit)
        (typed,) = await each_next(drafts)
        reads_for_draft = len(read)
        await a_running_call(each_site, agent, "4165550199")  # ends the first
        (after,) = {await coming, *await coming_list}

    assert (typed.drafts[0].value, reads_for_draft) == ("Hello", 1)
    assert (before.call_ended_at, before.drafts) == (None, ())
    assert after.call_ended_at is not None
    assert after.drafts == ()


async def test_a_privilege_that_changes_reaches_all_though_the_version_stays(
    each_site: Site,
) -> None:
    agent = await a_user(each_site)
    await a_running_call(each_site, agent)
    async with followers(
        follow_state(each_site, agent.user_id), follow_state(each_site, agent.user_id)
    ) as streams:
        seen = [await each_next(streams)]
        await revoke_privilege(each_site, None, agent.user_id, Privilege.CALL_USER)
        seen.append(await each_next(streams))
        await grant_privilege(each_site, None, agent.user_id, Privilege.CALL_USER)
        seen.append(await each_next(streams))

    assert [[state.is_beacon_flashing for state in states] for states in seen] == [
        [True, True],
        [False, False],
        [True, True],
    ]
    assert {state.version for states in seen for state in states} == {1}
