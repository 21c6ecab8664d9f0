"""Pages that come and go, politely or not, leave nothing behind in the server."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
from litestar import Litestar

from models.site import Site
from tests.builders import PASSWORD, a_running_call, a_user
from tests.serving import serving
from tests.ui.socket import signed_in, socket_page
from tests.waiting import eventually

PAGES = 1_000
AT_A_TIME = 20


@pytest.fixture
async def origin(app: Litestar) -> AsyncIterator[str]:
    async with serving(app) as port:
        yield f"http://127.0.0.1:{port}"


async def come_and_go(origin: str, cookie: str, *, is_polite: bool) -> None:
    async with socket_page(origin, cookie=cookie) as page:
        if not is_polite:
            page.socket.transport.abort()


async def come_and_go_together(origin: str, cookie: str, *, pages: int) -> None:
    async with asyncio.TaskGroup() as group:
        for number in range(pages):
            group.create_task(come_and_go(origin, cookie, is_polite=number % 2 == 0))


def held(site: Site) -> tuple[int, int, int]:
    """Count the tasks, the open files and the topics listened to."""
    return len(asyncio.all_tasks()), len(os.listdir("/dev/fd")), len(site.bus.topics)


@pytest.mark.timeout(600)
async def test_a_thousand_pages_leave_no_task_no_subscription_and_no_file(
    app: Litestar, origin: str, caplog: pytest.LogCaptureFixture
) -> None:
    site: Site = app.state.site
    maria = await a_user(site, "maria")
    await a_running_call(site, maria)
    cookie = await signed_in(origin, "maria", PASSWORD)
    await come_and_go_together(origin, cookie, pages=AT_A_TIME)
    await eventually(lambda: not any(maria.user_id.hex in topic for topic in site.bus.topics))
    before = held(site)

    for _ in range(PAGES // AT_A_TIME):
        await come_and_go_together(origin, cookie, pages=AT_A_TIME)

    await eventually(lambda: held(site) == before)
    assert [record.getMessage() for record in caplog.records] == []
    print(f"Before and after {PAGES} pages: {before} tasks, files, topics.")
