"""A lost announcement is made good in seconds, and counted."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from models import reconciling
from models.calls.feed import follow_state
from models.calls.tables import UserCallState
from models.calls.writer import update_call_state
from models.events import Announcement, Listener, user_topic
from models.people.granting import grant_privilege, revoke_privilege
from models.people.privileges import Privilege, Viewer
from models.people.sessions import sessions_topic
from models.people.tables import User
from models.reconciling import Reconciler
from models.site import Site
from models.workspaces.workspaces import workspaces_topic
from tests.builders import a_message, a_source_id, a_user
from tests.models.events.wire import take
from tests.waiting import eventually


@asynccontextmanager
async def a_listener(site: Site, topic: str) -> AsyncIterator[Listener]:
    """Listen, and be told once what there is, as after the first round."""
    async with site.bus.listen(topic) as listener:
        await Reconciler().reconcile(site)
        await take(listener)
        yield listener


async def change_silently(site: Site, agent: Viewer) -> None:
    """Change everything that has a version as another process would, and announce nothing."""

    async def change() -> None:
        await UserCallState.update({UserCallState.version: UserCallState.version + 1}).where(
            UserCallState.user == agent.user_id
        )
        await User.update(
            {User.version: User.version + 1, User.workspaces_version: User.workspaces_version + 1}
        ).where(User.id == agent.user_id)

    await site.writer.run(change)


@pytest.mark.parametrize("topic_of", [user_topic, workspaces_topic, sessions_topic])
async def test_what_was_changed_and_never_announced_is_told_and_counted(
    each_site: Site, topic_of: Callable[[UUID], str]
) -> None:
    agent = await a_user(each_site)
    topic = topic_of(agent.user_id)
    reconciler = Reconciler()

    async with a_listener(each_site, topic) as listener:
        await change_silently(each_site, agent)
        await reconciler.reconcile(each_site)
        told = await take(listener)
        await reconciler.reconcile(each_site)

    assert told.missed
    assert reconciler.repairs == 1


async def test_what_was_announced_is_not_told_again(each_site: Site) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    reconciler = Reconciler()

    async with a_listener(each_site, user_topic(agent.user_id)) as listener:
        await update_call_state(each_site, a_message(agent.login_name, source_id=source_id))
        heard = await take(listener)
        await reconciler.reconcile(each_site)
        each_site.bus.suspect()
        following = await take(listener)

    assert heard == Announcement(version=1, missed=False)
    assert following == Announcement(version=None, missed=True)
    assert reconciler.repairs == 0


async def test_a_change_of_privileges_that_is_announced_needs_no_repair(each_site: Site) -> None:
    agent = await a_user(each_site)
    reconciler = Reconciler()

    async with a_listener(each_site, sessions_topic(agent.user_id)):
        for change in (revoke_privilege, grant_privilege):
            await change(each_site, None, agent.user_id, Privilege.CALL_USER)
            await eventually(lambda: (each_site.bus.newest(sessions_topic(agent.user_id)) or 0) > 0)
            await reconciler.reconcile(each_site)

    assert reconciler.repairs == 0


async def test_a_beacon_is_read_again_when_privileges_were_changed_and_nothing_was_announced(
    each_site: Site,
) -> None:
    agent, source_id = await a_user(each_site), await a_source_id(each_site)
    await update_call_state(each_site, a_message(agent.login_name, source_id=source_id))
    feed = follow_state(each_site, agent.user_id)
    before = await anext(feed)
    reconciler = Reconciler()
    await reconciler.reconcile(each_site)

    async def revoke() -> None:
        await each_site.database.fetch(
            "DELETE FROM granted_privilege WHERE privilege = $1", "gCallUser"
        )
        await User.update({User.version: User.version + 1}).where(User.id == agent.user_id)

    await each_site.writer.run(revoke)
    await reconciler.reconcile(each_site)
    after = await anext(feed)
    await feed.aclose()

    assert (before.is_beacon_flashing, after.is_beacon_flashing) == (True, False)


async def test_those_who_were_told_nothing_yet_do_not_all_read_in_one_round(
    each_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "MOST_UNTOLD", 3)
    agents = [await a_user(each_site) for _ in range(5)]
    topics = [user_topic(agent.user_id) for agent in agents]

    async with each_site.bus.listen(*topics):
        told = []
        for _ in range(2):
            await Reconciler().reconcile(each_site)
            told.append(sum(each_site.bus.newest(topic) is not None for topic in topics))

    assert told == [3, 5]


async def test_while_the_site_is_open_it_is_compared_every_few_seconds(site: Site) -> None:
    agent = await a_user(site)

    async with a_listener(site, user_topic(agent.user_id)):
        await change_silently(site, agent)

        await eventually(lambda: site.reconciler.repairs == 1, within=5)
