"""Transactions on both databases: what they see, and what they leave behind when they end badly."""

import asyncio
from contextvars import Context
from uuid import uuid4

import pytest

from models.errors import DatabaseDown, InvalidValue
from models.identifiers import new_id
from models.people.tables import GrantedPrivilege, Team
from models.site import Site


async def add_a_team(site: Site) -> None:
    async with site.database.transaction():
        await Team.insert(Team(name=uuid4().hex))


async def count_teams() -> int:
    count: int = await Team.count()
    return count


async def teams_seen_by_others() -> int:
    """Count as another request does, which has no part in a transaction of ours."""

    return await asyncio.create_task(count_teams(), context=Context())


async def test_others_see_what_was_written_only_after_the_commit(each_site: Site) -> None:
    async with each_site.database.transaction():
        await add_a_team(each_site)

        inside, outside = await Team.count(), await teams_seen_by_others()

    assert (inside, outside) == (1, 0)
    assert await teams_seen_by_others() == 1


async def test_an_exception_rolls_back_what_was_written(each_site: Site) -> None:
    async def add_and_fail() -> None:
        async with each_site.database.transaction():
            await add_a_team(each_site)  # a transaction of its own joins ours
            raise InvalidValue("name", "is odd.")

    with pytest.raises(InvalidValue):
        await add_and_fail()

    assert await Team.count() == 0


async def test_a_statement_that_fails_leaves_the_database_ready_for_the_next(
    each_site: Site,
) -> None:
    stranger = GrantedPrivilege(user=new_id(), privilege="gCallUser")

    for _ in range(15):  # more often than there are connections
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            async with each_site.database.transaction():
                await GrantedPrivilege.insert(stranger)

    await add_a_team(each_site)
    assert await Team.count() == 1


async def test_a_commit_that_fails_leaves_the_database_ready_for_the_next(site: Site) -> None:
    async def fail_at_the_end() -> None:
        async with site.database.transaction():
            await site.database.fetch("PRAGMA defer_foreign_keys = 1")
            await GrantedPrivilege.insert(GrantedPrivilege(user=new_id(), privilege="gCallUser"))

    with pytest.raises(Exception, match="FOREIGN KEY"):
        await fail_at_the_end()

    await add_a_team(site)
    assert await Team.count() == 1


async def test_a_full_disk_is_an_outage_that_passes(site: Site) -> None:
    async with site.database.transaction():
        (pages,) = await site.database.fetch("PRAGMA page_count")
        await site.database.fetch(f"PRAGMA max_page_count = {pages['page_count']}")

    async def add_many() -> None:
        async with site.database.transaction():
            await Team.insert(*[Team(name=uuid4().hex) for _ in range(2000)])

    with pytest.raises(DatabaseDown):
        await add_many()
    async with site.database.transaction():
        await site.database.fetch("PRAGMA max_page_count = 1000000")
    before = await Team.count()
    await add_a_team(site)

    assert await Team.count() == before + 1


async def test_cancelled_at_any_point_it_leaves_the_database_ready_for_the_next(
    each_site: Site,
) -> None:
    for steps in range(40):
        task = asyncio.create_task(add_a_team(each_site))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    before = await Team.count()

    await asyncio.gather(*[add_a_team(each_site) for _ in range(20)])

    assert await Team.count() == before + 20


async def test_a_statement_of_ours_outside_a_transaction_is_refused(each_site: Site) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        await each_site.database.fetch("SELECT 1")


async def test_many_transactions_at_once_all_run(each_site: Site) -> None:
    async def add_and_count() -> int:
        await add_a_team(each_site)
        return await count_teams()

    await asyncio.gather(*[add_and_count() for _ in range(50)])

    assert await Team.count() == 50
