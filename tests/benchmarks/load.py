"""Send updateCallState over keep-alive connections as fast as it is answered; a process of its own.

Each connection sends its next message when the one before is answered. The client is bare (a transport, two searches in
the bytes), since it shares the machine with what it measures.
"""

from __future__ import annotations

import asyncio
import base64
import sys
import time
from dataclasses import dataclass, field
from itertools import count
from typing import cast
from urllib.parse import urlsplit

import msgspec
import uvloop

PATIENCE = 10  # seconds after which a request that was never answered counts as failed


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """Say what to send: where, as whom, about which users, over how many connections, for how long."""

    url: str
    source: str
    token: str
    login_names: list[str]
    connections: int
    seconds: float


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Tell what came of it; times in milliseconds."""

    answered: int
    failed: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Messages a second that were answered with a success."""
        return self.answered / self.seconds


@dataclass(slots=True)
class Tally:
    """Count what all connections see, until the time is over."""

    load: Load
    ends_at: float
    times: list[float] = field(default_factory=list)
    failed: int = 0
    numbers: count[int] = field(default_factory=count)

    def next_request(self) -> bytes:
        """Make a message that no message before it resembles, so that each starts a call."""
        number = next(self.numbers)
        login_name = self.load.login_names[number % len(self.load.login_names)]
        body = (
            b'{"jsonrpc":"2.0","method":"updateCallState","params":["%b","CONNECTED","+1416%07d"],"id":1}'
            % (login_name.encode(), 2_000_000 + number % 8_000_000)
        )
        return self._head(len(body)) + body

    def _head(self, length: int) -> bytes:
        address = urlsplit(self.load.url)
        credentials = base64.b64encode(f"{self.load.source}:{self.load.token}".encode()).decode()
        return (
            f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Authorization: Basic {credentials}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {length}\r\n\r\n"
        ).encode()


class Connection(asyncio.Protocol):
    """Send, wait for the whole answer, note the time it took, send again."""

    def __init__(self, tally: Tally, ended: asyncio.Future[None]) -> None:
        self._tally = tally
        self._ended = ended
        self._received = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first message."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's has no such ancestor
        self._send()

    def data_received(self, data: bytes) -> None:
        """Collect the answer; when it is whole, go on."""
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found or len(body) < _content_length(head):
            return
        now = time.perf_counter()
        self._received = b""
        self._tally.times.append(now - self._sent_at)
        if not head.startswith(b"HTTP/1.1 200") or b'"result":null' not in body:
            self._tally.failed += 1
        if now < self._tally.ends_at:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Tell that this connection has ended."""
        if not self._ended.done():
            self._ended.set_result(None)

    def _send(self) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(self._tally.next_request())


def _content_length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)


async def send(load: Load) -> Measured:
    """Send for as long as the load says, and measure."""
    loop = asyncio.get_running_loop()
    address = urlsplit(load.url)
    began = time.perf_counter()
    tally = Tally(load=load, ends_at=began + load.seconds)
    ends: list[asyncio.Future[None]] = [loop.create_future() for _ in range(load.connections)]
    for ended in ends:
        await loop.create_connection(
            lambda ended=ended: Connection(tally, ended),  # type: ignore[misc]  # bound now, not later
            address.hostname or "127.0.0.1",
            address.port or 80,
        )
    _, unanswered = await asyncio.wait(ends, timeout=load.seconds + PATIENCE)
    times = sorted([*tally.times, *len(unanswered) * [load.seconds + PATIENCE]])
    return Measured(
        answered=len(tally.times) - tally.failed,
        failed=tally.failed + len(unanswered),
        seconds=time.perf_counter() - began,
        p50=1000 * times[len(times) // 2],
        p99=1000 * times[len(times) * 99 // 100],
    )


if __name__ == "__main__":
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Load)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(send(asked))))
