"""Telephony that reports so many calls a second, whatever the answers take, and repeats what is not acknowledged."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from tests.builders import an_rpc
from tests.failures.cluster import SECONDS_TO_ANSWER, Cluster

# How long a message is repeated, and how long after its last answer.
SECONDS_TO_REPEAT = 30.0
PAUSE = 0.2


@dataclass(slots=True, kw_only=True)
class SteadyLoad:
    """Report calls through the balancer; every third one is ended again by another message."""

    cluster: Cluster
    calls_a_second: int
    begun: int = 0
    given_up: int = 0
    repeats: int = 0
    reported: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Begin; at the end begin no more calls, and wait until each is acknowledged or given up."""
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
        async with httpx.AsyncClient(
            auth=self.cluster.auth, timeout=SECONDS_TO_ANSWER, limits=limits
        ) as http:
            calls: set[asyncio.Task[None]] = set()
            beginning = asyncio.create_task(self._begin(http, calls))
            try:
                yield
            finally:
                beginning.cancel()
                await asyncio.gather(beginning, return_exceptions=True)
                await asyncio.gather(*calls)

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

    async def _begin(self, http: httpx.AsyncClient, calls: set[asyncio.Task[None]]) -> None:
        login_names = list(self.cluster.tokens)
        began = time.monotonic()
        while True:
            due = int((time.monotonic() - began) * self.calls_a_second)
            while self.begun < due:
                login_name = login_names[self.begun % len(login_names)]
                call = asyncio.create_task(self._call(http, login_name, self.begun))
                calls.add(call)
                call.add_done_callback(calls.discard)
                self.begun += 1
            await asyncio.sleep(0.01)

    async def _call(self, http: httpx.AsyncClient, login_name: str, position: int) -> None:
        number = f"+1416{position:07}"
        self.reported[number] = login_name
        began = time.monotonic()
        if not await self._send(http, login_name, "CONNECTED", number):
            self.given_up += 1
            return
        self.seconds.append(time.monotonic() - began)
        self.cluster.acknowledged.append(number)
        if position % 3 == 0:
            await self._send(http, login_name, "DISCONNECTED", number)

    async def _send(self, http: httpx.AsyncClient, *params: str) -> bool:
        deadline = time.monotonic() + SECONDS_TO_REPEAT
        while time.monotonic() < deadline:
            try:
                answer = await http.post(self.cluster.balancer.rpc_url, json=an_rpc(*params))
            except httpx.TransportError:
                pass
            else:
                if answer.status_code == 200 and answer.json().get("result", "refused") is None:
                    return True
            self.repeats += 1
            await asyncio.sleep(PAUSE)
        return False


SHARES = (("median", 0.5), ("p99", 0.99), ("longest", 1.0))
