"""What a sender is told while nothing is wrong with its message and it can't be taken all the same."""

from pathlib import Path

import httpx
from litestar import Litestar
from msgspec import structs

from callbeacon.app import create_app
from callbeacon.settings import read_settings
from models.people.privileges import Viewer
from models.writing import Writer
from tests.builders import a_source, a_user, an_rpc
from tests.running import RPC_PATH
from tests.servers import Postgres

DISCONNECT = an_rpc("user101", "DISCONNECTED", None, None)


async def test_a_full_queue_is_503_for_a_call_and_an_error_inside_a_batch(
    app: Litestar, pbx: httpx.AsyncClient, agent: Viewer
) -> None:
    site = app.state.site
    app.state.site = structs.replace(site, writer=Writer(site.database, longest_queue=0))

    single = await pbx.post(RPC_PATH, json=DISCONNECT)
    notification = await pbx.post(RPC_PATH, json={**DISCONNECT, "id": None, "jsonrpc": "1.0"})
    batch = await pbx.post(RPC_PATH, json=[DISCONNECT])

    assert (single.status_code, single.headers["retry-after"]) == (503, "1")
    assert single.json()["error"]["data"]["code"] == "QUEUE_FULL"
    assert (notification.status_code, notification.content) == (503, b"")
    assert batch.status_code == 200
    assert [each["error"]["code"] for each in batch.json()] == [-32005]


async def test_a_database_that_is_down_is_503_until_it_is_back(
    tmp_path: Path, own_postgres: Postgres
) -> None:
    environment = {
        "CALLBEACON_DATA_DIR": str(tmp_path),
        "CALLBEACON_DATABASE_URL": own_postgres.url(),
    }
    app = create_app(read_settings(environment))
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own ASGI types
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://a") as client,
    ):
        client.auth = await a_source(app.state.site)
        await a_user(app.state.site, "user101")
        before = await client.post(RPC_PATH, json=DISCONNECT)

        own_postgres.stop()
        down = await client.post(RPC_PATH, json=DISCONNECT)
        app.state.site.sources.forget()
        unknown = await client.post(RPC_PATH, json=DISCONNECT)
        stranger = await client.post(RPC_PATH, json=DISCONNECT, auth=("pbx", "wrong"))
        own_postgres.start()
        after = await client.post(RPC_PATH, json=DISCONNECT)

    assert [before.status_code, after.status_code] == [200, 200]
    assert [down.status_code, unknown.status_code, stranger.status_code] == [503, 503, 503]
    assert {answer.headers["retry-after"] for answer in (down, unknown, stranger)} == {"1"}
