"""Reading together: one reading for all who ask at the same moment, and none that began before the question."""

import asyncio
from collections.abc import Mapping

import pytest

from models.calls.calls import shared_call
from models.errors import NoSuchCall
from models.people.privileges import Privilege
from models.scripts.showing import script_for_call
from models.sharing import read_among, read_together
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user
from tests.statements import statements
from tests.waiting import eventually


class Thing:
    """Something that is read slowly, and that counts how often it was."""

    def __init__(self) -> None:
        self.value: int | Exception = 0
        self.reads = 0
        self.may_end = asyncio.Event()

    async def read(self, key: str) -> tuple[str, int]:
        """Return the value as it was when the reading began."""
        self.reads += 1
        value = self.value
        await self.may_end.wait()
        if isinstance(value, Exception):
            raise value
        return key, value

    def asked(self, site: Site, key: str = "a") -> asyncio.Task[tuple[str, int]]:
        """Ask for it."""
        return asyncio.create_task(read_together(site, self.read, key))


async def test_all_who_ask_at_once_share_one_reading(site: Site) -> None:
    thing = Thing()
    thing.may_end.set()

    answers = await asyncio.gather(*(thing.asked(site) for _ in range(50)))

    assert answers == [("a", 0)] * 50
    assert (thing.reads, len(site.readings)) == (1, 0)


async def test_who_asks_for_something_else_has_a_reading_of_its_own(site: Site) -> None:
    thing = Thing()
    thing.may_end.set()

    answers = await asyncio.gather(thing.asked(site, "a"), thing.asked(site, "b"))

    assert list(answers) == [("a", 0), ("b", 0)]


async def test_no_answer_is_older_than_its_question(site: Site) -> None:
    thing = Thing()
    early = thing.asked(site)
    await eventually(lambda: thing.reads == 1)
    thing.value = 1

    late = [thing.asked(site) for _ in range(3)]
    await asyncio.wait(late, timeout=0)
    thing.may_end.set()

    assert await early == ("a", 0)
    assert await asyncio.gather(*late) == [("a", 1)] * 3
    assert thing.reads == 2


async def test_who_is_cancelled_leaves_the_reading_to_the_others(site: Site) -> None:
    thing = Thing()
    asked = [thing.asked(site), thing.asked(site)]
    await eventually(lambda: thing.reads == 1)

    asked[0].cancel()
    thing.may_end.set()

    assert await asked[1] == ("a", 0)


async def test_a_failure_reaches_all_and_the_next_question_is_read_anew(site: Site) -> None:
    thing = Thing()
    thing.value = RuntimeError("It broke.")
    thing.may_end.set()

    failures = await asyncio.gather(thing.asked(site), thing.asked(site), return_exceptions=True)
    thing.value = 1

    assert [str(failure) for failure in failures] == ["It broke."] * 2
    assert await thing.asked(site) == ("a", 1)


async def test_in_a_transaction_what_it_wrote_is_read(site: Site) -> None:
    agent = await a_user(site)
    call_id = await a_running_call(site, agent)

    async def change() -> str | None:
        sql = "UPDATE inbound_call SET phone_number = '1001' WHERE id = $1"
        await site.database.fetch(sql, call_id)
        return (await shared_call(site, agent, call_id)).phone_number

    assert await site.writer.run(change) == "1001"


async def test_a_call_that_was_read_for_one_is_not_shown_to_another(each_site: Site) -> None:
    agent, other = await a_user(each_site), await a_user(each_site)
    supervisor = await a_user(each_site, privileges=[Privilege.CALL_SUPERVISOR])
    call_id = await a_running_call(each_site, agent)

    async with statements(each_site, "AS source_region") as read:
        answers = await asyncio.gather(
            *(shared_call(each_site, viewer, call_id) for viewer in (agent, other, supervisor)),
            return_exceptions=True,
        )

    assert [getattr(answer, "id", None) for answer in answers] == [call_id, None, call_id]
    assert isinstance(answers[1], NoSuchCall)
    assert len(read) == 1


async def test_a_script_is_rendered_once_for_all_the_tabs(each_site: Site) -> None:
    agent, other = await a_user(each_site), await a_user(each_site)
    call_id = await a_running_call(each_site, agent)
    await open_inbound_call(each_site, agent, call_id)

    async with statements(each_site, 'FROM "script_version"') as read:
        shown = await asyncio.gather(
            *(script_for_call(each_site, agent, call_id) for _ in range(5))
        )
        with pytest.raises(NoSuchCall):
            await script_for_call(each_site, other, call_id)

    assert shown[0] is not None
    assert shown == [shown[0]] * 5
    assert len(read) == 1


class Things:
    """Several things that are read in one statement, but not the one that is missing."""

    def __init__(self) -> None:
        self.asked: list[frozenset[str]] = []
        self.may_end = asyncio.Event()

    async def read(self, _: Site, keys: frozenset[str]) -> Mapping[str, str]:
        """Return what there is for the keys."""
        self.asked.append(keys)
        await self.may_end.wait()
        return {key: key.upper() for key in keys if key != "missing"}


async def test_questions_about_different_things_that_come_meanwhile_are_one_reading(
    site: Site,
) -> None:
    things = Things()
    first = asyncio.create_task(read_among(site, things.read, "a"))
    await eventually(lambda: len(things.asked) == 1)
    others = [
        asyncio.create_task(read_among(site, things.read, key))
        for key in ("b", "c", "c", "missing")
    ]
    await asyncio.wait(others, timeout=0)

    things.may_end.set()

    assert await asyncio.gather(first, *others) == ["A", "B", "C", "C", None]
    assert things.asked == [{"a"}, {"b", "c", "missing"}]
    assert len(site.readings) == 0


async def test_in_a_transaction_one_thing_is_read_among_no_others(each_site: Site) -> None:
    things = Things()
    things.may_end.set()

    async with each_site.database.transaction():
        found = await asyncio.gather(*(read_among(each_site, things.read, key) for key in "ab"))

    assert found == ["A", "B"]
    assert things.asked == [{"a"}, {"b"}]
