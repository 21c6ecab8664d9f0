"""Following what is read at a pace of its own, however often it changes."""

import asyncio

from models.following import Followed, Pace, follow_each
from models.site import Site
from tests.models.test_following import TOPIC, Thing, followers


def paced(thing: Thing, *, rest: float, at_least_every: float) -> dict[str, Followed[int]]:
    pace = Pace(rest=rest, at_least_every=at_least_every)
    return {"thing": Followed(topics=(TOPIC,), read=thing.read, of=(), pace=pace)}


async def test_it_rests_after_each_reading_until_somebody_comes(site: Site) -> None:
    thing = Thing()
    things = paced(thing, rest=600, at_least_every=600)

    async with asyncio.timeout(20), followers(*(follow_each(site, things) for _ in "ab")) as (a, b):
        first = await anext(a)
        for value in (1, 2, 3):
            await thing.change(site, value)
        reads = thing.reads
        newest = [await anext(b), await anext(a)]

    assert (first, reads) == (("thing", 0), 1)
    assert (newest, thing.reads) == ([("thing", 3)] * 2, 2)


async def test_it_is_read_in_time_though_nothing_was_announced(site: Site) -> None:
    thing = Thing()
    things = paced(thing, rest=0, at_least_every=0.02)

    async with asyncio.timeout(20), followers(follow_each(site, things)) as (items,):
        await anext(items)
        thing.value = 1
        newest = await anext(items)

    assert newest == ("thing", 1)


async def test_who_rests_ends_with_the_last_who_follows(site: Site) -> None:
    thing = Thing()
    things = paced(thing, rest=600, at_least_every=600)

    async with asyncio.timeout(20), followers(follow_each(site, things)) as (items,):
        await anext(items)
        readers = len(site.following)

    assert (readers, len(site.following)) == (1, 0)
