"""The line of writes: batches of messages, jobs behind them, and that nothing stops it."""

import asyncio
import sys
from collections.abc import Sequence
from uuid import uuid4

import pytest

from models.errors import DatabaseDown, InvalidValue, QueueFull
from models.people.tables import Team
from models.site import Site
from models.writing import LARGEST_BATCH, Writer
from tests.waiting import eventually


class Recorder:
    """Take batches as a writer hands them over; hold the first one back until told."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go_on = asyncio.Event()

    async def record(self, batch: Sequence[int]) -> list[int]:
        self.batches.append(list(batch))
        await self.may_go_on.wait()
        return [-message for message in batch]


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def a_writer(site: Site, recorder: Recorder, *, longest_queue: int = 20_000) -> Writer[int, int]:
    writer: Writer[int, int] = Writer(site.database, longest_queue=longest_queue)
    writer.start(recorder.record)
    return writer


async def until_busy(recorder: Recorder) -> None:
    await eventually(lambda: bool(recorder.batches))


async def test_each_message_gets_its_own_answer(site: Site, recorder: Recorder) -> None:
    writer = a_writer(site, recorder)
    recorder.may_go_on.set()

    answers = await asyncio.gather(*[writer.submit(number) for number in range(1000)])

    assert answers == [-number for number in range(1000)]
    await writer.stop()


async def test_what_came_meanwhile_is_one_batch_in_the_order_it_came(
    site: Site, recorder: Recorder
) -> None:
    writer = a_writer(site, recorder)
    first = asyncio.create_task(writer.submit(0))
    await until_busy(recorder)

    rest = [asyncio.create_task(writer.submit(number)) for number in range(1, 400)]
    await asyncio.sleep(0)
    recorder.may_go_on.set()
    await asyncio.gather(first, *rest)

    assert recorder.batches == [
        [0],
        list(range(1, 1 + LARGEST_BATCH)),
        list(range(1 + LARGEST_BATCH, 400)),
    ]
    await writer.stop()


async def test_more_than_the_limit_is_refused_at_once_and_the_rest_is_written(
    site: Site, recorder: Recorder
) -> None:
    writer = a_writer(site, recorder, longest_queue=3)
    first = asyncio.create_task(writer.submit(0))
    await until_busy(recorder)
    waiting = [asyncio.create_task(writer.submit(number)) for number in (1, 2, 3)]
    await asyncio.sleep(0)

    with pytest.raises(QueueFull):
        await writer.submit(4)

    assert writer.waiting == 3
    recorder.may_go_on.set()
    assert await asyncio.gather(first, *waiting) == [0, -1, -2, -3]
    assert await writer.submit(5) == -5
    await writer.stop()


async def test_jobs_go_behind_the_messages_that_wait_and_do_not_starve(site: Site) -> None:
    order: list[str] = []

    async def record(batch: Sequence[int]) -> list[int]:
        order.append("messages")
        if order.count("messages") < 30:  # calls that never stop coming
            more.append(asyncio.create_task(writer.submit(1)))
            await asyncio.sleep(0)
        return list(batch)

    async def job() -> None:
        order.append("job")

    more: list[asyncio.Task[int]] = []
    writer: Writer[int, int] = Writer(site.database)
    writer.start(record)
    jobs = [asyncio.create_task(writer.run(job)) for _ in range(5)]
    await asyncio.gather(writer.submit(0), *jobs)

    assert order[:4] == ["messages", "job", "messages", "job"]
    await writer.stop()
    assert all(task.done() for task in more)


async def test_a_job_that_fails_is_rolled_back_and_the_line_goes_on(each_site: Site) -> None:
    async def fail() -> None:
        await Team.insert(Team(name="Support"))
        raise InvalidValue("name", "is odd.")

    async def succeed() -> str:
        await Team.insert(Team(name="Sales"))
        return "done"

    with pytest.raises(InvalidValue):
        await each_site.writer.run(fail)
    answer = await each_site.writer.run(succeed)

    assert answer == "done"
    assert await Team.select(Team.name) == [{"name": "Sales"}]


async def test_many_jobs_at_once_all_run(each_site: Site) -> None:
    async def add() -> None:
        await Team.insert(Team(name=uuid4().hex))

    await asyncio.gather(*[each_site.writer.run(add) for _ in range(100)])

    assert await Team.count() == 100


async def test_a_message_that_makes_its_batch_fail_fails_alone(site: Site) -> None:
    async def record(batch: Sequence[int]) -> list[int]:
        if 7 in batch:
            raise ZeroDivisionError
        return list(batch)

    writer: Writer[int, int] = Writer(site.database)
    writer.start(record)

    results = await asyncio.gather(*[writer.submit(n) for n in range(20)], return_exceptions=True)

    assert isinstance(results[7], ZeroDivisionError)
    assert results[:7] + results[8:] == [*range(7), *range(8, 20)]
    await writer.stop()


async def test_an_outage_is_told_to_everybody_at_once_and_then_it_goes_on(site: Site) -> None:
    is_down, calls = True, 0

    async def record(batch: Sequence[int]) -> list[int]:
        nonlocal calls
        calls += 1
        if is_down:
            raise DatabaseDown
        return list(batch)

    writer: Writer[int, int] = Writer(site.database)
    writer.start(record)

    results = await asyncio.gather(*[writer.submit(n) for n in range(20)], return_exceptions=True)
    is_down = False

    assert {type(result) for result in results} == {DatabaseDown}
    assert calls == 1  # a database that is down is not asked again for each message
    assert await writer.submit(1) == 1
    await writer.stop()


async def test_a_log_that_cannot_be_written_stops_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    class ClosedPipe:
        def write(self, _: str) -> None:
            raise BrokenPipeError

        flush = isatty = lambda _: False

    async def record(batch: Sequence[int]) -> list[int]:
        if 1 in batch:
            raise DatabaseDown
        if 2 in batch:
            raise ZeroDivisionError
        return list(batch)

    writer: Writer[int, int] = Writer(site.database)
    writer.start(record)
    monkeypatch.setattr(sys, "stdout", ClosedPipe())
    monkeypatch.setattr(sys, "stderr", ClosedPipe())

    with pytest.raises(DatabaseDown):
        await asyncio.wait_for(writer.submit(1), 5)
    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(writer.submit(2), 5)
    assert await asyncio.wait_for(writer.submit(3), 5) == 3
    await writer.stop()


async def test_stopping_writes_what_waits_and_takes_nothing_more(
    site: Site, recorder: Recorder
) -> None:
    writer = a_writer(site, recorder)
    written = [asyncio.create_task(writer.submit(number)) for number in range(600)]
    await until_busy(recorder)

    stopping = asyncio.create_task(writer.stop())
    await asyncio.sleep(0)
    with pytest.raises(QueueFull):
        await writer.submit(600)
    recorder.may_go_on.set()
    await stopping

    assert [await task for task in written] == [-number for number in range(600)]
    assert writer.waiting == 0
