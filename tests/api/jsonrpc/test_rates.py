"""A source that sends faster than the site allows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from litestar import Litestar
from msgspec import structs

from models.people.privileges import Privilege, Viewer
from models.settings import change_setting
from tests.api.jsonrpc.tracing import traces
from tests.builders import a_source, a_user, an_rpc
from tests.running import RPC_PATH

DISCONNECT = an_rpc("user101", "DISCONNECTED", None, None)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

Wait = Callable[[float], None]


@pytest.fixture
async def wait(app: Litestar, agent: Viewer) -> Wait:
    """Allow two messages a second, and stop the clock but for what a test waits."""
    site, clock = app.state.site, [NOON]
    admin = await a_user(site, privileges=[Privilege.ADMIN])
    await change_setting(site, admin, "messages_a_second", 2, version=0)
    app.state.site = structs.replace(site, now=lambda: clock[0])

    def wait(seconds: float) -> None:
        clock[0] += timedelta(seconds=seconds)

    return wait


async def statuses(pbx: httpx.AsyncClient, count: int) -> list[int]:
    return [(await pbx.post(RPC_PATH, json=DISCONNECT)).status_code for _ in range(count)]


async def test_what_is_too_fast_gets_429_and_goes_through_a_moment_later(
    pbx: httpx.AsyncClient, wait: Wait
) -> None:
    first = await statuses(pbx, 3)
    refused = await pbx.post(RPC_PATH, json=DISCONNECT)
    wait(0.5)
    later = await statuses(pbx, 2)
    wait(60)
    much_later = await statuses(pbx, 3)

    assert [first, later, much_later] == [[200, 200, 429], [200, 429], [200, 200, 429]]
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["error"]["code"] == -32005
    assert refused.json()["error"]["data"] == {"code": "TOO_MANY_MESSAGES"}
    assert (True, None, None, "TOO_MANY_MESSAGES") in await traces()


async def test_a_batch_counts_with_all_that_is_in_it(pbx: httpx.AsyncClient, wait: Wait) -> None:
    batch = await pbx.post(RPC_PATH, json=[DISCONNECT] * 4)
    wait(1)
    single = await statuses(pbx, 1)
    wait(1)
    later = await statuses(pbx, 1)

    assert [answer["result"] for answer in batch.json()] == [None] * 4
    assert [single, later] == [[429], [200]]


async def test_another_source_is_not_held_up(
    app: Litestar, pbx: httpx.AsyncClient, wait: Wait
) -> None:
    await statuses(pbx, 3)

    pbx.auth = await a_source(app.state.site, "other")

    assert await statuses(pbx, 1) == [200]
