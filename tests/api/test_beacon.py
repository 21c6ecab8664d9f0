"""The beacon of a real server over a real network, as a tool or a page sees it."""

import asyncio
import json
import socket as sockets
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import websockets

from models.people.privileges import Viewer
from models.site import Site
from tests.api.asking import BEACON, OPEN, Asker, a_session, a_token, bearer, cookie
from tests.api.sockets import PROTOCOL, GraphQLSocket, graphql_socket, tool_socket
from tests.builders import a_user
from tests.running import RunningServer

Send = Callable[..., Awaitable[None]]


@pytest.fixture
async def ann(server_site: Site) -> Viewer:
    """Add an agent of the team North."""
    return await a_user(server_site, "ann", team="North")


async def test_a_beacon_shows_the_state_as_it_is_then_every_change(
    server: RunningServer, server_site: Site, send: Send, ann: Viewer
) -> None:
    token = await a_token(server_site, ann)
    async with (
        httpx.AsyncClient(base_url=server.url) as client,
        tool_socket(server.url, token) as socket,
    ):
        tool = Asker(client=client, headers=bearer(token))
        await socket.subscribe(BEACON, login="ann")

        states = [await socket.beacon()]
        await send("ann", "CONNECTED", "4165550100", None)
        states.append(await socket.beacon())
        opened = await tool.ask(OPEN, id=states[-1]["inboundCall"]["id"])
        states.append(await socket.beacon())
        await send("ann", "DISCONNECTED", None, None)
        states.append(await socket.beacon())

    shown = [(s["version"], s["status"], s["isBeaconFlashing"], s["phoneNumber"]) for s in states]
    assert "id" in opened["openInboundCall"]
    assert shown == [
        (0, "DISCONNECTED", False, None),
        (1, "CONNECTED", True, "4165550100"),
        (2, "CONNECTED", False, "4165550100"),
        (3, "DISCONNECTED", False, None),
    ]


async def test_who_subscribes_during_a_call_sees_it_at_once(
    server: RunningServer, server_site: Site, send: Send, ann: Viewer
) -> None:
    await send("ann", "CONNECTED", "4165550100", None, {"account_number": "123456"})

    async with tool_socket(server.url, await a_token(server_site, ann)) as socket:
        await socket.subscribe(BEACON, login="ANN")
        state = await socket.beacon()

    assert state["isBeaconFlashing"] is True
    assert state["details"][0]["value"] == "••••"


async def test_a_page_subscribes_with_its_session(
    server: RunningServer, server_site: Site, ann: Viewer
) -> None:
    headers = cookie(await a_session(server_site, ann))

    async with graphql_socket(server.url, headers=headers, origin=server.url) as socket:
        await socket.begin()
        await socket.subscribe(BEACON, login="ann")
        state = await socket.beacon()

    assert state["user"] == {"loginName": "ann"}


async def test_a_foreign_page_gets_no_web_socket(
    server: RunningServer, server_site: Site, ann: Viewer
) -> None:
    headers = cookie(await a_session(server_site, ann))

    with pytest.raises(websockets.InvalidStatus, match="403"):
        async with graphql_socket(server.url, headers=headers, origin="http://evil.example"):
            pass


async def _last_state(tool: GraphQLSocket, *, version: int) -> dict[str, Any]:
    seen = await tool.beacon()
    while seen["version"] < version:
        seen = await tool.beacon()
    return seen


async def test_a_client_that_does_not_read_holds_up_nobody_else(
    server: RunningServer, server_site: Site, send: Send, ann: Viewer
) -> None:
    token = await a_token(server_site, ann)
    slow = sockets.socket()
    slow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    slow.connect(("127.0.0.1", server.port))
    slow.setblocking(False)
    address = server.url.replace("http", "ws", 1) + "/graphql"
    async with (
        websockets.connect(
            address,
            sock=slow,
            subprotocols=[websockets.Subprotocol(PROTOCOL)],
            max_queue=1,
        ) as stuck,
        tool_socket(server.url, token) as quick,
    ):
        begin = {"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}}
        await stuck.send(json.dumps(begin))
        subscribe = {"query": BEACON, "variables": {"login": "ann"}}
        await stuck.send(json.dumps({"type": "subscribe", "id": "1", "payload": subscribe}))
        await stuck.recv()
        await quick.subscribe(BEACON, login="ann")

        # It reads from the first message on: on a busy machine the server would take it for one that does not read.
        watching = asyncio.create_task(_last_state(quick, version=300))
        for number in range(300):
            details = {"text": "x" * 16_000}
            await send("ann", "CONNECTED", f"416555{number:04}", None, details)
        seen = await watching

    assert seen["phoneNumber"] == "4165550299"
