"""When a session ends, and that whoever waits for its end hears of it, on SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from msgspec.structs import replace

from models.errors import NotSignedIn
from models.people import ending
from models.people.privileges import Viewer
from models.people.sessions import (
    announce_end,
    end_sessions,
    session_ended,
    sessions_topic,
    sign_in,
    sign_out,
    viewer_of_session,
)
from models.people.tables import Session, User
from models.settings import SiteSettings
from models.site import Site
from tests.builders import PASSWORD, a_user
from tests.waiting import eventually


def nobody_waits(site: Site) -> bool:
    """Tell whether no end of a session is listened for."""
    return not [topic for topic in site.bus.topics if topic.startswith("sessions:")]


async def a_session(site: Site, user: Viewer) -> str:
    return await sign_in(
        site, login_name=user.login_name, password=PASSWORD, address="127.0.0.1", user_agent="test"
    )


async def disable(site: Site, user: Viewer) -> None:
    disabling = User.update({User.is_enabled: False}).where(User.id == user.user_id)
    await site.writer.run(disabling.run)
    await announce_end(site, user.user_id)


@asynccontextmanager
async def awaited(
    site: Site, user: Viewer, *secrets: str
) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Wait for the end of each session, as their open pages do."""
    waiting = [asyncio.create_task(session_ended(site, secret)) for secret in secrets]
    await eventually(lambda: sessions_topic(user.user_id) in site.bus.topics)
    try:
        yield waiting
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    await eventually(lambda: nobody_waits(site))


async def test_signing_out_ends_this_session_in_every_tab_and_no_other(each_site: Site) -> None:
    maria = await a_user(each_site)
    here, there = await a_session(each_site, maria), await a_session(each_site, maria)
    async with awaited(each_site, maria, here, here, there) as (tab, other_tab, elsewhere):
        await sign_out(each_site, here)

        await asyncio.wait_for(asyncio.gather(tab, other_tab), 1)
        assert await viewer_of_session(each_site, here) is None
        assert await viewer_of_session(each_site, there) is not None
        assert not elsewhere.done()


async def test_signing_out_twice_keeps_the_time_of_the_first(site: Site) -> None:
    maria = await a_user(site)
    secret = await a_session(site, maria)
    await sign_out(site, secret)
    before = await Session.select(Session.ended_at).first()

    await sign_out(site, secret)
    await sign_out(site, "never a session")

    assert await Session.select(Session.ended_at).first() == before


async def test_ending_all_sessions_of_a_user_leaves_those_of_others(each_site: Site) -> None:
    maria, omar = await a_user(each_site), await a_user(each_site)
    secrets = [await a_session(each_site, maria), await a_session(each_site, maria)]
    other = await a_session(each_site, omar)
    async with awaited(each_site, maria, *secrets, other) as (first, second, omars):
        await end_sessions(each_site, maria.user_id)

        await asyncio.wait_for(asyncio.gather(first, second), 1)
        assert await viewer_of_session(each_site, other) is not None
        assert not omars.done()


async def test_a_disabled_user_has_no_session(each_site: Site) -> None:
    maria = await a_user(each_site)
    secret = await a_session(each_site, maria)
    async with awaited(each_site, maria, secret) as (tab,):
        await disable(each_site, maria)

        await asyncio.wait_for(tab, 1)
        assert await viewer_of_session(each_site, secret) is None
        with pytest.raises(NotSignedIn):
            await a_session(each_site, maria)


async def test_a_session_ends_by_its_time_without_an_announcement(site: Site) -> None:
    maria = await a_user(site)
    secret = await a_session(site, maria)
    almost_over = replace(
        site, now=lambda: site.now() + SiteSettings().session_lasts - timedelta(seconds=0.3)
    )
    in_use = Session.update({Session.last_seen_at: almost_over.now()}, force=True)
    await site.writer.run(in_use.run)

    async with awaited(almost_over, maria, secret) as (tab,):
        assert await viewer_of_session(almost_over, secret) is not None

        await asyncio.wait_for(tab, 2)


async def test_an_end_that_nobody_announced_is_noticed_all_the_same(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "CHECKED_EVERY", timedelta(milliseconds=20))
    maria = await a_user(site)
    async with awaited(site, maria, await a_session(site, maria)) as (tab,):
        await site.writer.run(lambda: Session.delete(force=True).run())

        await asyncio.wait_for(tab, 2)


async def test_a_session_that_has_ended_is_not_waited_for(site: Site) -> None:
    await asyncio.wait_for(session_ended(site, "never a session"), 1)

    assert nobody_waits(site)


async def test_the_end_of_the_bus_is_not_the_end_of_a_session(site: Site) -> None:
    maria = await a_user(site)
    secret = await a_session(site, maria)
    async with awaited(site, maria, secret) as (tab,):
        await site.bus.disconnect()

        await eventually(lambda: nobody_waits(site))
        assert not tab.done()
