"""The address that a telephony server posts to, on the whole app with a real database."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar

from callbeacon.app import create_app
from callbeacon.settings import read_settings
from models.calls.messages import CallStatus
from models.calls.states import read_state
from models.people.privileges import Viewer
from tests.api.jsonrpc.tracing import traces
from tests.builders import an_rpc
from tests.running import RPC_PATH

MEBIBYTE = 1024 * 1024
DISCONNECT = an_rpc("user101", "DISCONNECTED", None, None)


async def refused(client: httpx.AsyncClient, body: Any) -> tuple[int, str]:
    """Post a body and read number and code of the error."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = await client.post(RPC_PATH, content=content)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    error = answer.json()["error"]
    return error["code"], error["data"]["code"]


async def test_the_documented_messages_connect_and_disconnect(
    pbx: httpx.AsyncClient, agent: Viewer
) -> None:
    reason = "1084CC0BCF18B24ABF86830DD046021FC0"

    connected = await pbx.post(RPC_PATH, json=an_rpc("user101", "CONNECTED", "1234567890", reason))
    while_connected = await read_state(agent.user_id)
    disconnected = await pbx.post(RPC_PATH, json=DISCONNECT)
    afterwards = await read_state(agent.user_id)

    assert connected.json() == disconnected.json() == {"jsonrpc": "2.0", "result": None, "id": 1}
    assert (while_connected.status, while_connected.phone_number) == ("CONNECTED", "1234567890")
    assert (afterwards.status, afterwards.phone_number) == ("DISCONNECTED", None)


@pytest.mark.parametrize(
    "path",
    [
        RPC_PATH,
        RPC_PATH + "/",
        RPC_PATH + "?source=pbx",
        RPC_PATH.replace(":", "%3A"),
        RPC_PATH.replace(":", "%3a"),
    ],
)
async def test_the_address_may_be_written_in_several_ways(
    path: str, pbx: httpx.AsyncClient, agent: Viewer
) -> None:
    answer = await pbx.post(path, json=DISCONNECT)

    assert (answer.status_code, answer.json()["result"]) == (200, None)


async def test_the_context_of_the_address_is_a_setting(tmp_path: Path) -> None:
    environment = {"CALLBEACON_DATA_DIR": str(tmp_path), "CALLBEACON_CONTEXT": "crm"}
    app = create_app(read_settings(environment))
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own ASGI types

    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://a") as client,
    ):
        ours = await client.post(RPC_PATH.replace("/nexj/", "/crm/"), json=DISCONNECT)
        other = await client.post(RPC_PATH, json=DISCONNECT)

    assert (ours.status_code, other.status_code) == (401, 404)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_any_other_method_is_not_allowed(method: str, pbx: httpx.AsyncClient) -> None:
    answer = await pbx.request(method, RPC_PATH)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


async def test_a_websocket_is_not_opened_there(app: Litestar) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {"type": "websocket", "path": RPC_PATH, "headers": [], "query_string": b""}
    await app(scope, receive, send)

    assert [message["type"] for message in sent] == ["websocket.close"]


async def test_a_body_of_a_mebibyte_is_read(pbx: httpx.AsyncClient, agent: Viewer) -> None:
    body = json.dumps(DISCONNECT).encode().ljust(MEBIBYTE)

    answer = await pbx.post(RPC_PATH, content=body)

    assert answer.json() == {"jsonrpc": "2.0", "result": None, "id": 1}


async def test_a_larger_body_gets_413(pbx: httpx.AsyncClient, agent: Viewer) -> None:
    body = json.dumps(DISCONNECT).encode().ljust(MEBIBYTE + 1)

    answer = await pbx.post(RPC_PATH, content=body)

    assert answer.status_code == 413
    assert answer.json()["error"]["data"]["code"] == "BODY_TOO_LARGE"
    assert await traces() == [(True, None, None, "BODY_TOO_LARGE")]


async def test_of_an_endless_body_no_more_than_the_limit_is_read(pbx: httpx.AsyncClient) -> None:
    pieces = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal pieces
        while True:
            pieces += 1
            yield b" " * 65536

    answer = await pbx.post(RPC_PATH, content=endless())

    assert answer.status_code == 413
    assert pieces <= MEBIBYTE // 65536 + 2


async def test_half_a_body_is_never_obeyed(
    app: Litestar, pbx: httpx.AsyncClient, agent: Viewer, source_auth: httpx.BasicAuth
) -> None:
    whole = json.dumps(an_rpc("user101", "CONNECTED", "4165550100")).encode()
    request = next(source_auth.auth_flow(httpx.Request("POST", f"http://a{RPC_PATH}")))
    events = [
        {"type": "http.request", "body": whole, "more_body": True},
        {"type": "http.disconnect"},
    ]
    scope: Any = {
        "type": "http",
        "method": "POST",
        "path": RPC_PATH,
        "query_string": b"",
        "headers": [(b"authorization", request.headers["authorization"].encode())],
        "client": ("127.0.0.1", 5060),
    }

    async def receive() -> Any:
        return events.pop(0)

    async def send(_: Any) -> None:
        """Nobody listens any more."""

    await app(scope, receive, send)

    assert (await read_state(agent.user_id)).status == CallStatus.DISCONNECTED


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", (-32700, "PARSE_ERROR")),
        (b"[" * 10_000, (-32700, "PARSE_ERROR")),
        (b'"' + json.dumps(DISCONNECT).encode() + b'"', (-32700, "PARSE_ERROR")),
        ([], (-32600, "INVALID_REQUEST")),
        (an_rpc("user101", "CONNECTED", id=True), (-32600, "INVALID_REQUEST")),
        (an_rpc(method="updatecallstate"), (-32601, "METHOD_NOT_FOUND")),
        (an_rpc("user101", None), (-32602, "INVALID_VALUE")),
        (an_rpc("", "CONNECTED"), (-32602, "INVALID_VALUE")),
        (an_rpc("user101", "CONNECTED", 1.5), (-32602, "INVALID_VALUE")),
        (an_rpc("nobody", "CONNECTED", "4165550100"), (-32001, "NO_SUCH_USER")),
        (an_rpc("x" * 5000, "CONNECTED"), (-32001, "NO_SUCH_USER")),
    ],
)
async def test_an_error_is_answered_with_200_and_changes_nothing(
    body: Any, error: tuple[int, str], pbx: httpx.AsyncClient, agent: Viewer
) -> None:
    assert await refused(pbx, body) == error

    assert (await read_state(agent.user_id)).version == 0


@pytest.mark.parametrize(
    ("body", "trace"),
    [
        (b"{", (True, None, None, "PARSE_ERROR")),
        (an_rpc("user101", "RINGING"), (True, "user101", "RINGING", "INVALID_VALUE")),
        (an_rpc("x" * 300, 1), (True, "x" * 255, "1", "INVALID_VALUE")),
        (an_rpc("us\x00er", "\x00" * 99), (True, "us\ufffder", "\ufffd" * 32, "INVALID_VALUE")),
        (an_rpc("user101", "CONNECTED", id=[]), (True, "user101", "CONNECTED", "INVALID_REQUEST")),
        (an_rpc("user101", method="ring"), (True, "user101", None, "METHOD_NOT_FOUND")),
        (an_rpc("nobody", "connected"), (True, "nobody", "CONNECTED", "NO_SUCH_USER")),
    ],
)
async def test_whatever_is_refused_leaves_one_trace(
    body: Any, trace: tuple[Any, ...], pbx: httpx.AsyncClient
) -> None:
    await refused(pbx, body)

    assert await traces() == [trace]


@pytest.mark.parametrize("phone_number", ["\x00", "x" * 5000, 12345678901234567890, "", None])
async def test_an_odd_number_does_not_cost_the_pop(
    phone_number: object, pbx: httpx.AsyncClient, agent: Viewer
) -> None:
    details = {"a\x00": "\x00", "big": 123456789012345678901234567890}

    answer = await pbx.post(
        RPC_PATH, json=an_rpc("user101", "CONNECTED", phone_number, "\x00" * 999, details)
    )

    assert answer.json() == {"jsonrpc": "2.0", "result": None, "id": 1}
    assert (await read_state(agent.user_id)).status == CallStatus.CONNECTED


async def test_a_batch_is_applied_in_the_order_sent(pbx: httpx.AsyncClient, agent: Viewer) -> None:
    batch = [an_rpc("user101", "CONNECTED", str(4165550000 + turn), id=turn) for turn in range(99)]

    answer = await pbx.post(RPC_PATH, json=[*batch, an_rpc("nobody", "CONNECTED", id=99)])

    assert [each["id"] for each in answer.json()] == list(range(100))
    assert answer.json()[99]["error"]["code"] == -32001
    state = await read_state(agent.user_id)
    assert (state.phone_number, state.version) == ("4165550098", 99)


async def test_an_unforeseen_failure_is_an_internal_error_without_details(
    app: Litestar, pbx: httpx.AsyncClient
) -> None:
    app.state.site = None

    assert await refused(pbx, DISCONNECT) == (-32603, "INTERNAL_ERROR")
