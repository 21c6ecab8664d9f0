"""What seventeen JSON-RPC clients and plain HTTP senders put on the wire, each answered.

Header and body are as recorded from the real programs; names, numbers and ids are made up.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from litestar import Litestar

from models.calls.messages import CallStatus
from models.calls.states import read_state
from tests.builders import a_user
from tests.running import RPC_PATH


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """One client: what it sends, and the id that it waits for, as bytes."""

    name: str
    body: str
    id: str
    headers: dict[str, str] = field(default_factory=dict)
    is_chunked: bool = False


UUID_ID = '"3f6bd2a1-8a3e-4e0e-9d46-1a5f4b1c0001"'
CALL = '["user101", "CONNECTED", "4165550100", null]'
COMPACT = '["user101","CONNECTED","4165550100",null]'
JSON = {"content-type": "application/json"}

SENDERS = [
    Sender(
        name="jsonrpclib-pelix",
        headers={"content-type": "application/json-rpc"},
        body=f'{{"method": "updateCallState", "id": {UUID_ID}, "jsonrpc": "2.0", "params": {CALL}}}',
        id=UUID_ID,
    ),
    Sender(
        name="jsonrpclib-pelix, version 1.0",
        headers={"content-type": "application/json-rpc"},
        body=f'{{"method": "updateCallState", "id": {UUID_ID}, "params": {CALL}}}',
        id=UUID_ID,
    ),
    Sender(
        name="jsonrpcclient",
        headers=JSON,
        body=f'{{"jsonrpc": "2.0", "method": "updateCallState", "params": {CALL}, "id": 1}}',
        id="1",
    ),
    Sender(
        name="jsonrpcclient, named",
        headers=JSON,
        body=(
            '{"jsonrpc": "2.0", "method": "updateCallState", "params": {"userLoginName": "user101",'
            ' "status": "CONNECTED", "phoneNumber": "4165550100", "reasonId": null}, "id": 2}'
        ),
        id="2",
    ),
    Sender(
        name="pjrpc",
        headers=JSON,
        body=f'{{"jsonrpc": "2.0", "id": 1, "method": "updateCallState", "params": {CALL}}}',
        id="1",
    ),
    Sender(
        name="tinyrpc",
        body=f'{{"jsonrpc": "2.0", "method": "updateCallState", "id": 1, "params": {CALL}}}',
        id="1",
    ),
    Sender(
        name="jsonrpc-requests",
        headers={**JSON, "accept": "application/json-rpc"},
        body=(
            '{"method": "updateCallState", "jsonrpc": "2.0",'
            f' "params": {CALL}, "id": 6446427683238226060}}'
        ),
        id="6446427683238226060",
    ),
    Sender(
        name="jsonrpc-async",
        headers={**JSON, "accept": "application/json-rpc"},
        body=f'{{"jsonrpc": "2.0", "method": "updateCallState", "params": {CALL}, "id": {UUID_ID}}}',
        id=UUID_ID,
    ),
    Sender(
        name="jsonrpc2-pyclient",
        headers=JSON,
        body=f'{{"id":1,"method":"updateCallState","params":{COMPACT},"jsonrpc":"2.0"}}',
        id="1",
    ),
    Sender(
        name="aiohttp-jsonrpc",
        headers=JSON,
        body=f'{{"id": {UUID_ID}, "jsonrpc": "2.0", "method": "updateCallState", "params": {CALL}}}',
        id=UUID_ID,
    ),
    Sender(
        name="jayson",
        headers={"content-type": "application/json; charset=utf-8", "accept": "application/json"},
        body=f'{{"method":"updateCallState","jsonrpc":"2.0","params":{COMPACT},"id":{UUID_ID}}}',
        id=UUID_ID,
    ),
    Sender(
        name="jayson, version 1",
        headers={"content-type": "application/json; charset=utf-8", "accept": "application/json"},
        body=f'{{"method":"updateCallState","params":{COMPACT},"id":{UUID_ID}}}',
        id=UUID_ID,
    ),
    Sender(
        name="json-rpc-2.0 with fetch",
        headers={"content-type": "text/plain;charset=UTF-8"},
        body=f'{{"jsonrpc":"2.0","id":1,"method":"updateCallState","params":{COMPACT}}}',
        id="1",
    ),
    Sender(
        name="json-rpc2",
        body=f'{{"method":"updateCallState","params":{COMPACT},"id":1,"jsonrpc":"2.0"}}',
        id="1",
    ),
    Sender(
        name="node-json-rpc",
        headers=JSON,
        body=f'{{"jsonrpc":"2.0","method":"updateCallState","params":{COMPACT},"id":0}}',
        id="0",
    ),
    Sender(
        name="multitransport-jsonrpc",
        headers=JSON,
        body=f'{{"method":"updateCallState","params":{COMPACT},"id":0.2431987654321098}}',
        id="0.2431987654321098",
        is_chunked=True,
    ),
    Sender(
        name="axios with a string",
        headers={"content-type": "application/x-www-form-urlencoded"},
        body=f'{{"jsonrpc":"2.0","method":"updateCallState","params":{COMPACT},"id":1}}',
        id="1",
    ),
    Sender(
        name="curl -d",
        headers={"content-type": "application/x-www-form-urlencoded", "accept": "*/*"},
        body=f'{{"jsonrpc":"2.0", "method":"updateCallState", "params":{CALL}, "id":1}}',
        id="1",
    ),
    Sender(
        name="curl -T -",
        headers={"expect": "100-continue"},
        body=f'{{"jsonrpc":"2.0", "method":"updateCallState", "params":{CALL}, "id":1}}\n',
        id="1",
        is_chunked=True,
    ),
    Sender(
        name="HTTP::Tiny",
        headers={"content-type": "application/octet-stream"},
        body=f'{{"id":1,"method":"updateCallState","params":{COMPACT},"jsonrpc":"2.0"}}',
        id="1",
    ),
    Sender(
        name="Java's HttpClient",
        headers={"connection": "Upgrade, HTTP2-Settings", "upgrade": "h2c"},
        body=f'{{"jsonrpc":"2.0","method":"updateCallState","params":{COMPACT},"id":1}}',
        id="1",
    ),
]


@pytest.mark.parametrize("sender", SENDERS, ids=[sender.name for sender in SENDERS])
async def test_what_this_client_sends_connects_the_call(
    sender: Sender, app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    agent = await a_user(app.state.site, "user101")

    answer = await app_client.post(
        RPC_PATH, content=content(sender), headers=sender.headers, auth=source_auth
    )

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == f'{{"jsonrpc":"2.0","result":null,"id":{sender.id}}}'.encode()
    state = await read_state(agent.user_id)
    assert (state.status, state.phone_number) == (CallStatus.CONNECTED, "4165550100")


async def test_a_notification_gets_an_empty_200_as_pelix_wants_it(
    app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    agent = await a_user(app.state.site, "user101")
    body = f'{{"method": "updateCallState", "jsonrpc": "2.0", "params": {CALL}}}'

    answer = await app_client.post(RPC_PATH, content=body, auth=source_auth)

    assert (answer.status_code, answer.content) == (200, b"")
    assert (await read_state(agent.user_id)).status == CallStatus.CONNECTED


async def test_a_batch_as_multicall_and_jayson_send_it_is_answered_in_order(
    app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    agent = await a_user(app.state.site, "user101")
    calls = [
        {"method": "updateCallState", "params": json.loads(CALL), "id": "a"},
        {"method": "updateCallState", "params": ["user101", "DISCONNECTED", None, None], "id": "b"},
    ]

    answer = await app_client.post(RPC_PATH, json=calls, auth=source_auth)

    assert answer.json() == [
        {"jsonrpc": "2.0", "result": None, "id": "a"},
        {"jsonrpc": "2.0", "result": None, "id": "b"},
    ]
    assert (await read_state(agent.user_id)).status == CallStatus.DISCONNECTED


def content(sender: Sender) -> bytes | httpx.AsyncByteStream:
    """Give the body, in pieces where the client sends no Content-Length."""
    return Pieces(sender.body.encode()) if sender.is_chunked else sender.body.encode()


class Pieces(httpx.AsyncByteStream):
    """A body of unknown length, seven bytes at a time."""

    def __init__(self, body: bytes) -> None:
        self._pieces = [body[start : start + 7] for start in range(0, len(body), 7)]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
