"""What every entrance refuses before anybody has to think about it: headers, sizes, too many connections."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import websockets
from httpx import AsyncClient
from litestar import Litestar

from api import auth
from api.app import LARGEST_BODY
from callbeacon.app import create_app
from callbeacon.settings import read_settings
from models.site import Site
from tests.api.asking import ME, ORIGIN, a_session, a_tool, cookie
from tests.api.sockets import graphql_socket, tool_socket
from tests.builders import a_user
from tests.running import RPC_PATH, RunningServer, hold_open
from tests.waiting import eventually

SENSITIVE = ["/login", "/password", "/graphql", "/health/live", "/", "/no/such/page"]


@pytest.mark.parametrize("path", SENSITIVE)
async def test_no_answer_is_sniffed_framed_or_kept(
    app_client: AsyncClient, app_site: Site, path: str
) -> None:
    headers = {"accept": "text/html", **cookie(await a_session(app_site, await a_user(app_site)))}

    answers = [await app_client.get(path, headers=each) for each in (headers, {})]

    for answer in answers:
        if answer.status_code == 303:
            continue
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"


@pytest.fixture
async def behind_https(data_dir: Path) -> AsyncIterator[AsyncClient]:
    """Speak with an installation whose cookies go by https alone."""
    environment = {"CALLBEACON_DATA_DIR": str(data_dir), "CALLBEACON_SECURE_COOKIES": "yes"}
    app = create_app(read_settings(environment))
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own ASGI types
    async with hold_open(app), AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


@pytest.mark.parametrize("path", ["/login", "/health/live", "/graphql", RPC_PATH])
async def test_behind_https_browsers_are_told_to_stay_there(
    behind_https: AsyncClient, path: str
) -> None:
    answer = await behind_https.get(path)

    assert answer.headers["strict-transport-security"] == "max-age=31536000"


async def test_without_https_nobody_is_told_so(app_client: AsyncClient) -> None:
    assert "strict-transport-security" not in (await app_client.get("/login")).headers


@pytest.mark.parametrize("path", ["/login", "/password", "/graphql", RPC_PATH])
async def test_a_body_that_is_too_large_is_not_read(
    app_client: AsyncClient, app_site: Site, source_auth: httpx.BasicAuth, path: str
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))
    kind = (
        "application/json"
        if path in {"/graphql", RPC_PATH}
        else "application/x-www-form-urlencoded"
    )
    headers = {"content-type": kind, "origin": ORIGIN}
    given = {"auth": source_auth} if path == RPC_PATH else {}
    headers |= tool.headers if path == "/graphql" else {}

    answer = await app_client.post(
        path,
        content=b"x" * (LARGEST_BODY + 1),
        headers=headers,
        **given,  # type: ignore[arg-type]  # nothing or auth
    )

    assert answer.status_code == 413


async def test_a_frame_that_is_too_large_closes_the_socket(server: RunningServer) -> None:
    async with graphql_socket(server.url) as socket:
        await socket.connection.send("x" * (LARGEST_BODY + 1))

        assert await socket.closing_code() == 1009


async def test_one_address_holds_no_end_of_sockets_that_say_not_who_they_are(
    served: str, app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "MOST_UNKNOWN", 1)
    async with graphql_socket(served):
        await eventually(lambda: app.state.connections.open.total() == 1)

        with pytest.raises(websockets.InvalidStatus):
            async with graphql_socket(served):
                pass

    await eventually(lambda: app.state.connections.open.total() == 0)


async def test_one_user_holds_so_many_sockets_and_others_are_not_kept_out(
    served: str, app: Litestar, app_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.graphql.MOST_KNOWN", 1)
    maria, omar = [await a_tool(AsyncClient(), app_site, await a_user(app_site)) for _ in range(2)]
    marias, omars = (each.headers["authorization"].split()[1] for each in (maria, omar))
    async with tool_socket(served, marias), tool_socket(served, omars) as other:
        async with graphql_socket(served) as another:
            await another.send(
                type="connection_init", payload={"Authorization": f"Bearer {marias}"}
            )
            assert await another.closing_code() == 1013
        await other.subscribe(ME)
        assert "errors" not in await other.next()

    await eventually(lambda: app.state.connections.open.total() == 0)
