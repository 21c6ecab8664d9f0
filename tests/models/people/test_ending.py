"""Waiting for the end of a session or a token."""

import asyncio
from datetime import UTC, datetime

from models.people.ending import until_ended
from models.people.sessions import sessions_topic
from models.site import Site
from tests.builders import a_user
from tests.waiting import eventually


async def test_who_leaves_while_the_session_changes_waits_no_longer(site: Site) -> None:
    topic = sessions_topic((await a_user(site)).user_id)
    read = asyncio.Event()

    async def read_end() -> datetime:
        read.set()
        return datetime.max.replace(tzinfo=UTC)

    waiting = asyncio.create_task(until_ended(site, topic, read_end))
    await read.wait()
    await asyncio.sleep(0)  # until it waits for what comes next

    site.bus.tell(topic, 1)
    waiting.cancel()

    await eventually(waiting.done)
    assert waiting.cancelled()
