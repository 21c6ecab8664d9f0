"""Telephony that reports so many calls a second, whatever the answers take, and repeats what is not acknowledged."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from tests.builders import an_rpc
from tests.failures.cluster import SECONDS_TO_ANSWER, Cluster

# How long a message is repeated, and how long after its last answer.
SECONDS_TO_REPEAT = 30.0
PAUSE = 0.2


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True)
class Lines:
    """Keep connections to one address; httpx would take longer than what it waits for, with hundreds at once."""

    url: str
    auth: httpx.BasicAuth
    _idle: list[Streams] = field(default_factory=list)

    async def post(self, body: object) -> bool:
        """Post JSON and tell whether it was answered with a success; raise ``OSError`` when it was not answered."""
        address = urlsplit(self.url)
        streams = self._idle.pop() if self._idle else None
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                streams = streams or await asyncio.open_connection(address.hostname, address.port)
                answered = await self._exchange(streams, json.dumps(body).encode())
        except (OSError, EOFError) as error:
            if streams is not None:
                streams[1].close()
            raise ConnectionError from error
        self._idle.append(streams)
        return answered

    async def _exchange(self, streams: Streams, body: bytes) -> bool:
        reader, writer = streams
        writer.write(self._head(len(body)) + body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        answer = await reader.readexactly(length)
        if b"connection: close" in head.lower():
            raise ConnectionError("The other end has closed.")
        return head.startswith(b"HTTP/1.1 200") and b'"result":null' in answer

    def _head(self, length: int) -> bytes:
        address = urlsplit(self.url)
        return (
            f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Authorization: {self.auth._auth_header}\r\nContent-Type: application/json\r\n"  # its only place
            f"Content-Length: {length}\r\n\r\n"
        ).encode()

    def close(self) -> None:
        """Close what is open."""
        for _, writer in self._idle:
            writer.close()


@dataclass(slots=True, kw_only=True)
class SteadyLoad:
    """Report calls through the balancer; every third one is ended again by another message."""

    cluster: Cluster
    calls_a_second: int
    begun: int = 0
    given_up: int = 0
    repeats: int = 0
    reported: dict[str, str] = field(default_factory=dict)
    sent_at: dict[str, float] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Begin; at the end begin no more calls, and wait until each is acknowledged or given up."""
        lines = Lines(self.cluster.balancer.rpc_url, self.cluster.auth)
        calls: set[asyncio.Task[None]] = set()
        beginning = asyncio.create_task(self._begin(lines, calls))
        try:
            yield
        finally:
            beginning.cancel()
            await asyncio.gather(beginning, return_exceptions=True)
            await asyncio.gather(*calls)
            lines.close()

    def summary(self) -> str:
        """Say what was acknowledged and how long it took, repeats included."""
        took = sorted(self.seconds)
        shares = [
            f"{name} {took[int(share * (len(took) - 1))] * 1000:.0f} ms" for name, share in SHARES
        ]
        return (
            f"{self.begun} calls, {len(self.cluster.acknowledged)} acknowledged, {self.given_up} given up, "
            f"{self.repeats} messages repeated; {', '.join(shares)}"
        )

    async def _begin(self, lines: Lines, calls: set[asyncio.Task[None]]) -> None:
        login_names = list(self.cluster.tokens)
        began = time.monotonic()
        while True:
            due = int((time.monotonic() - began) * self.calls_a_second)
            while self.begun < due:
                login_name = login_names[self.begun % len(login_names)]
                call = asyncio.create_task(self._call(lines, login_name, self.begun))
                calls.add(call)
                call.add_done_callback(calls.discard)
                self.begun += 1
            await asyncio.sleep(0.01)

    async def _call(self, lines: Lines, login_name: str, position: int) -> None:
        number = f"+1416{position:07}"
        self.reported[number] = login_name
        began = self.sent_at[number] = time.monotonic()
        if not await self._send(lines, login_name, "CONNECTED", number):
            self.given_up += 1
            return
        self.seconds.append(time.monotonic() - began)
        self.cluster.acknowledged.append(number)
        if position % 3 == 0:
            await self._send(lines, login_name, "DISCONNECTED", number)

    async def _send(self, lines: Lines, *params: str) -> bool:
        deadline = time.monotonic() + SECONDS_TO_REPEAT
        while time.monotonic() < deadline:
            with suppress(ConnectionError):
                if await lines.post(an_rpc(*params)):
                    return True
            self.repeats += 1
            await asyncio.sleep(PAUSE)
        return False


SHARES = (("median", 0.5), ("p99", 0.99), ("longest", 1.0))
