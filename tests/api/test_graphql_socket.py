"""Subscriptions of a real server over graphql-transport-ws."""

import json
import socket as sockets
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import websockets

from api.graphql_socket import LONGEST_REASON
from models.people.privileges import Privilege, Viewer
from models.people.sessions import sign_out
from models.people.tables import ApiToken, GrantedPrivilege, User
from models.site import Site
from tests.api.asking import BEACON, OPEN, Asker, a_session, a_token, bearer, cookie
from tests.api.sockets import graphql_socket, tool_socket
from tests.builders import a_user
from tests.running import RunningServer

Send = Callable[..., Awaitable[None]]


@pytest.fixture
async def ann(server_site: Site) -> Viewer:
    """Add an agent of the team North."""
    return await a_user(server_site, "ann", team="North")


async def change(site: Site, statement: Any) -> None:
    """Change the database behind the server's back."""
    async with site.database.transaction():
        await statement


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


async def test_a_session_without_an_origin_is_not_enough(
    server: RunningServer, server_site: Site, ann: Viewer
) -> None:
    headers = cookie(await a_session(server_site, ann))

    async with graphql_socket(server.url, headers=headers) as socket:
        await socket.send(type="connection_init")

        assert await socket.closing_code() == 4403


@pytest.mark.parametrize(
    "params",
    [
        None,
        {},
        {"Authorization": "Bearer cba_wrong"},
        {"Authorization": 5},
        {"Authorization": ["Bearer"]},
    ],
    ids=["none", "empty", "wrong", "number", "list"],
)
async def test_a_socket_without_credentials_is_closed(
    server: RunningServer, params: dict[str, object] | None
) -> None:
    async with graphql_socket(server.url) as socket:
        await socket.send(type="connection_init", payload=params or {})

        assert await socket.closing_code() == 4403


async def test_nothing_runs_before_the_client_has_said_who_it_is(server: RunningServer) -> None:
    async with graphql_socket(server.url) as socket:
        await socket.subscribe("{ me { id } }")

        assert await socket.closing_code() == 4401


@pytest.mark.parametrize("protocol", ["graphql-ws", "other"])
async def test_the_older_protocol_and_any_other_are_refused(
    server: RunningServer, protocol: str
) -> None:
    connecting = graphql_socket(server.url, protocol=protocol)

    with pytest.raises((websockets.InvalidHandshake, AssertionError)):
        async with connecting as socket:
            assert await socket.closing_code() != 4406


@pytest.mark.parametrize(
    "message",
    [
        "{",
        "null",
        "[]",
        '"connection_init"',
        "{}",
        '{"type": 5}',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "id": ["1"], "payload": {"query": "{ me { id } }"}}',
        '{"type": "subscribe", "id": "1", "payload": []}',
        '{"type": "subscribe", "id": "1", "payload": {}}',
        '{"type": "start", "id": "1"}',
        "[" * 100_000,
        b"\x00",
    ],
    ids=lambda message: repr(message[:70]),
)
async def test_what_is_no_message_closes_the_socket(
    server: RunningServer, server_site: Site, ann: Viewer, message: str | bytes
) -> None:
    async with tool_socket(server.url, await a_token(server_site, ann)) as socket:
        await socket.connection.send(message)

        assert await socket.closing_code() == 4400
    assert "Traceback" not in server.log.read_text()


async def test_a_document_that_cannot_be_read_closes_the_socket_whatever_its_length(
    server: RunningServer, server_site: Site, ann: Viewer
) -> None:
    async with tool_socket(server.url, await a_token(server_site, ann)) as socket:
        await socket.subscribe("{ me } " + "é" * LONGEST_REASON)

        assert await socket.closing_code() == 4400


async def test_anothers_beacon_is_an_error_and_ends_only_this_operation(
    server: RunningServer, server_site: Site, ann: Viewer
) -> None:
    bob = await a_user(server_site, "bob")

    async with tool_socket(server.url, await a_token(server_site, bob)) as socket:
        await socket.subscribe(BEACON, id="a", login="ann")
        assert await socket.refusal("a") == "NO_SUCH_USER"
        assert await socket.receive() == {"id": "a", "type": "complete"}

        await socket.subscribe(BEACON, id="b", login="bob")
        assert (await socket.beacon("b"))["user"] == {"loginName": "bob"}


async def test_a_supervisor_follows_two_agents_of_the_team_over_one_socket(
    server: RunningServer, server_site: Site, send: Send, ann: Viewer
) -> None:
    await a_user(server_site, "abe", team="North")
    boss = await a_user(server_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")

    async with tool_socket(server.url, await a_token(server_site, boss)) as socket:
        for login in ("ann", "abe"):
            await socket.subscribe(BEACON, id=login, login=login)
            await socket.beacon(login)
        await send("abe", "CONNECTED", "4165550101", None)
        abes = await socket.beacon("abe")
        await send("ann", "CONNECTED", "4165550102", None)
        anns = await socket.beacon("ann")

    assert (abes["phoneNumber"], anns["phoneNumber"]) == ("4165550101", "4165550102")


@pytest.mark.parametrize("end", ["sign out", "disable", "revoke"])
async def test_who_is_signed_in_no_longer_learns_nothing_more_and_is_cut_off(
    server: RunningServer, server_site: Site, send: Send, ann: Viewer, end: str
) -> None:
    secret, token = await a_session(server_site, ann), await a_token(server_site, ann)
    headers = cookie(secret) if end == "sign out" else {}
    params = {} if end == "sign out" else {"Authorization": f"Bearer {token}"}

    async with graphql_socket(server.url, headers=headers, origin=server.url) as socket:
        await socket.begin(**params)
        await socket.subscribe(BEACON, login="ann")
        await socket.beacon()
        await end_session(server_site, end, secret)
        if end == "disable":
            await change(server_site, User.update({User.version: User.version + 1}, force=True))
            await socket.send(type="ping")
            await socket.receive()
            await socket.subscribe("{ me { id } }", id="2")
            code = await socket.refusal("2")
        else:
            await send("ann", "CONNECTED", "4165550100", None)
            code = await socket.refusal()

        assert code == "NOT_SIGNED_IN"
        assert await socket.closing_code() == 4403


async def end_session(site: Site, how: str, secret: str) -> None:
    """End what the socket came in with."""
    if how == "sign out":
        await sign_out(site, secret)
    elif how == "disable":
        await change(site, User.update({User.is_enabled: False}, force=True))
    else:
        await change(site, ApiToken.update({ApiToken.revoked_at: site.now()}, force=True))


async def test_privileges_are_not_remembered_over_a_socket(
    server: RunningServer, server_site: Site, send: Send
) -> None:
    user = await a_user(server_site, "eve", privileges=[])

    async with tool_socket(server.url, await a_token(server_site, user)) as socket:
        await socket.subscribe(BEACON, login="eve")
        await socket.beacon()
        await send("eve", "CONNECTED", "4165550100", None)
        without = await socket.beacon()
        granted = GrantedPrivilege(user=user.user_id, privilege=Privilege.CALL_USER)
        await change(server_site, GrantedPrivilege.insert(granted))
        await send("eve", "CONNECTED", "4165550101", None)
        with_it = await socket.beacon()

    assert (without["isBeaconFlashing"], with_it["isBeaconFlashing"]) == (False, True)


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
            subprotocols=[websockets.Subprotocol("graphql-transport-ws")],
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

        for number in range(300):
            details = {"text": "x" * 16_000}
            await send("ann", "CONNECTED", f"416555{number:04}", None, details)
        seen = await quick.beacon()
        while seen["version"] < 300:
            seen = await quick.beacon()

    assert seen["phoneNumber"] == "4165550299"
