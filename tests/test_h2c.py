"""A POST that offers another protocol than WebSocket keeps its body; a WebSocket still opens."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from websockets.asyncio.client import connect

from callbeacon.h2c import UpgradeDecliningProtocol
from tests.running import RunningServer
from tests.waiting import eventually

BODY = b'{"jsonrpc":"2.0","method":"updateCallState","params":["user101","DISCONNECTED"],"id":1}'
JAVA_OFFER = (
    b"Connection: Upgrade, HTTP2-Settings\r\n"
    b"HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n"
    b"Upgrade: h2c\r\n"
)


async def echo(scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    """Send back what came: method, headers and body of a request, or each text of a WebSocket."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
        return
    body, is_complete = b"", False
    while not is_complete:
        message = await receive()
        body, is_complete = body + message["body"], not message.get("more_body")
    names = b",".join(name for name, _ in scope["headers"])
    headers = [(b"content-length", str(len(body)).encode()), (b"x-names", names)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def serving(protocol: type[HttpToolsProtocol]) -> AsyncIterator[int]:
    """Serve the echo with this HTTP protocol, and give the port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            echo, http=protocol, ws="websockets-sansio", lifespan="off", log_config=None
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await eventually(lambda: server.started)
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await task


@asynccontextmanager
async def connected(port: int) -> AsyncIterator["RawClient"]:
    """Open a connection that sends exactly the bytes it is given."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield RawClient(reader, writer)
    finally:
        writer.close()
        await writer.wait_closed()


class RawClient:
    """Send bytes and read one answer at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, *pieces: bytes) -> None:
        """Send each piece in a segment of its own."""
        for piece in pieces:
            self._writer.write(piece)
            await self._writer.drain()
            await asyncio.sleep(0)  # the server reads it in this same loop

    async def answer(self) -> tuple[bytes, bytes]:
        """Read the head and the body of the next answer, an interim one passed over."""
        async with asyncio.timeout(10):
            head = await self._reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"HTTP/1.1 100 "):
                head = await self._reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line.partition(b":")[2])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            )
            return head, await self._reader.readexactly(length)


def post(body: bytes, *, offer: bytes = JAVA_OFFER) -> bytes:
    return (
        b"POST /json-rpc HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + offer
        + b"Content-Length: %d\r\nUser-Agent: Java-http-client/17\r\n\r\n" % len(body)
        + body
    )


async def test_the_body_of_a_post_that_offers_h2c_arrives() -> None:
    async with serving(UpgradeDecliningProtocol) as port, connected(port) as client:
        await client.send(post(BODY))

        head, body = await client.answer()

    assert head.startswith(b"HTTP/1.1 200 ")
    assert body == BODY
    assert b"\nx-names: host,connection,http2-settings,content-length,user-agent\r" in head


async def test_without_our_protocol_uvicorn_drops_that_body() -> None:
    async with serving(HttpToolsProtocol) as port, connected(port) as client:
        await client.send(post(BODY))

        _, body = await client.answer()

    assert body == b"", "uvicorn has mended this: callbeacon/h2c.py can go"


async def test_the_next_request_on_the_same_connection_is_answered_too() -> None:
    async with serving(UpgradeDecliningProtocol) as port, connected(port) as client:
        await client.send(post(b"one"))
        first = await client.answer()
        await client.send(post(b"two", offer=b""))
        second = await client.answer()
        await client.send(post(b"three"))
        third = await client.answer()

    assert [first[1], second[1], third[1]] == [b"one", b"two", b"three"]


async def test_pipelined_requests_are_answered_in_order() -> None:
    async with serving(UpgradeDecliningProtocol) as port, connected(port) as client:
        await client.send(post(b"one") + post(b"two") + post(b"three", offer=b""))

        bodies = [(await client.answer())[1] for _ in range(3)]

    assert bodies == [b"one", b"two", b"three"]


@pytest.mark.parametrize(
    "offer",
    [
        b"Connection: Upgrade\r\nConnection: HTTP2-Settings\r\nUpgrade: h2c\r\n",
        b"Connection: upgrade\r\nUpgrade: TLS/1.0\r\n",
        b"Connection: Upgrade, close\r\nUpgrade: h2c\r\n",
        b"Upgrade: h2c\r\n",
        b"Connection: Upgrade\r\nUpgrade: h2c\r\nExpect: 100-continue\r\n",
    ],
    ids=["two Connection headers", "TLS", "closing", "no Connection header", "expecting"],
)
async def test_other_ways_to_offer_are_ignored_as_well(offer: bytes) -> None:
    async with serving(UpgradeDecliningProtocol) as port, connected(port) as client:
        await client.send(post(BODY, offer=offer))

        head, body = await client.answer()

    assert head.startswith(b"HTTP/1.1 200 ")
    assert body == BODY


async def test_a_request_that_comes_byte_by_byte_is_whole() -> None:
    async with serving(UpgradeDecliningProtocol) as port, connected(port) as client:
        await client.send(*(bytes([byte]) for byte in post(BODY)))

        _, body = await client.answer()

    assert body == BODY


async def test_a_chunked_body_arrives() -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\n" + JAVA_OFFER + b"Transfer-Encoding: chunked\r\n\r\n"

    async with serving(UpgradeDecliningProtocol) as port, connected(port) as client:
        await client.send(head, b"3\r\none\r\n", b"3\r\ntwo\r\n", b"0\r\n\r\n")

        _, body = await client.answer()

    assert body == b"onetwo"


async def test_a_body_of_a_mebibyte_arrives() -> None:
    large = b"x" * 1024 * 1024

    async with serving(UpgradeDecliningProtocol) as port, connected(port) as client:
        await client.send(post(large))

        _, body = await client.answer()

    assert body == large


async def test_nonsense_is_answered_with_400() -> None:
    async with serving(UpgradeDecliningProtocol) as port, connected(port) as client:
        await client.send(b"nonsense\r\n\r\n")

        head, _ = await client.answer()

    assert head.startswith(b"HTTP/1.1 400 ")


async def test_nonsense_behind_two_requests_ends_the_connection_and_is_no_failure_of_ours(
    server: RunningServer,
) -> None:
    # The first asks the database, so its answer is written when the connection is lost already.
    request = b"GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    async with connected(server.port) as client:
        await client.send(2 * request + b"nonsense\r\n\r\n")

        head, _ = await client.answer()

    server.stop()
    assert head.startswith(b"HTTP/1.1 400 ")
    assert "Exception" not in server.log.read_text()


async def test_a_websocket_still_opens() -> None:
    async with (
        serving(UpgradeDecliningProtocol) as port,
        connect(f"ws://127.0.0.1:{port}/graphql", proxy=None) as websocket,
    ):
        await websocket.send("beacon")

        answer = await websocket.recv()

    assert answer == "beacon"
