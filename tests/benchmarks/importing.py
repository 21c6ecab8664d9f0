"""Measure what an import does to calls: message accepted to GraphQL subscription item, with and without it.

``.venv/bin/python -m tests.benchmarks.importing``; ``--rows 10000 --rounds 4 --seconds 10``. Both are measured in turns
in one run on one server on SQLite, at 50 calls a second: without an import, then for as long as one lasts, and again.
Server and client share the machine, so only the ratio of the medians of all turns tells anything.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import click
import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.benchmarks.staff import hire
from tests.builders import SOURCE, an_rpc
from tests.running import RunningServer, running_server

AGENTS = 50
CALLS_A_SECOND = 50
COLD_SECONDS = 2.0  # in which everything happens for the first time
AT_MOST = 2.0  # times the p99 without an import
PATIENCE = 10.0
BEACON = 'subscription {{ beacon(loginName: "agent{agent}") {{ phoneNumber version }} }}'
START = """
    mutation ($id: ID!) {
      startContactImport(id: $id, fields: [FIRST_NAME, LAST_NAME, COMPANY, EMAIL, PHONE, MOBILE_PHONE]) {
        ... on ContactImport { status } ... on Refusal { code message }
      }
    }
"""
STATE = "query ($id: ID!) { contactImport(id: $id) { status rowsDone added skipped } }"


@click.command()
@click.option("--rows", default=100_000, help="Of all imports together.")
@click.option("--rounds", default=5, help="How many imports, with as many pauses between them.")
@click.option("--seconds", default=20.0, help="How long each pause is.")
def benchmark(rows: int, rounds: int, seconds: float) -> None:
    """Measure on a fresh server; exit with 1 when an import makes the beacon more than twice as late."""
    with tempfile.TemporaryDirectory() as directory:
        token, cookies = asyncio.run(hire(Path(directory) / "var", AGENTS))
        with running_server(Path(directory) / "var") as server:
            measuring = Measuring(server, token, cookies)
            turns = asyncio.run(measuring.run(rows=rows // rounds, rounds=rounds, seconds=seconds))
    p99s = [median(_p99(times) for times in turns[place::2]) for place in (0, 1)]
    print(f"\nmedians of p99: {1000 * p99s[0]:.1f} ms without, {1000 * p99s[1]:.1f} ms during")
    print(f"p99 during / p99 without: {p99s[1] / p99s[0]:.2f} (must be at most {AT_MOST})")
    sys.exit(0 if p99s[1] / p99s[0] <= AT_MOST else 1)


class Measuring:
    """Report calls at a steady rate and note when each is seen by a client that follows its agent."""

    def __init__(self, server: RunningServer, token: str, cookies: list[str]) -> None:
        self._server = server
        self._auth = (SOURCE, token)
        self._cookies = cookies
        self._numbers = count(6475550000)
        self._unseen: list[dict[str, asyncio.Future[float]]] = [{} for _ in range(AGENTS)]

    async def run(self, *, rows: int, rounds: int, seconds: float) -> list[list[float]]:
        """Return the times of each turn, in seconds: one without an import, one during an import, and so on."""
        turns = []
        files = [_file(rows, behind=turn * rows) for turn in range(rounds)]
        # The client collects between turns alone: half a second of its own would be told as the server's.
        gc.disable()
        async with self._everybody_follows(), httpx.AsyncClient(auth=self._auth) as client:
            await self._call(client, until=_after(COLD_SECONDS))
            for file in files:
                gc.collect()
                turns.append(await self._call(client, until=_after(seconds)))
                _print_row("without an import", turns[-1])
                gc.collect()
                began = time.perf_counter()
                importing = asyncio.create_task(self._import(file, rows))
                turns.append(await self._call(client, until=importing))
                await importing
                a_second = rows / (time.perf_counter() - began)
                _print_row("during an import", turns[-1], f"   {a_second:.0f} rows a second")
        return turns

    async def _call(self, client: httpx.AsyncClient, *, until: asyncio.Task[None]) -> list[float]:
        """Report calls until the task is over; return how long after its acceptance each was seen."""
        calls: deque[asyncio.Task[float]] = deque()
        began = time.perf_counter()
        for place in count():
            if until.done():
                break
            await asyncio.sleep(max(0.0, began + place / CALLS_A_SECOND - time.perf_counter()))
            calls.append(asyncio.create_task(self._one_call(client, place % AGENTS)))
        return list(await asyncio.gather(*calls))

    async def _one_call(self, client: httpx.AsyncClient, agent: int) -> float:
        """Return the seconds from the sending of the message to the subscription's item.

        The item may be there before the answer, so it is counted from the sending, which is the harder way.
        """
        number = f"+1{next(self._numbers)}"
        seen = self._unseen[agent][number] = asyncio.get_running_loop().create_future()
        sent = time.perf_counter()
        message = an_rpc(f"agent{agent}", "CONNECTED", number)
        answer = await client.post(self._server.rpc_url, json=message, timeout=PATIENCE)
        assert answer.json()["result"] is None
        seen_at: float = await asyncio.wait_for(seen, PATIENCE)
        return seen_at - sent

    async def _import(self, file: bytes, rows: int) -> None:
        headers = {"Cookie": self._cookies[0], "Origin": self._server.url}
        async with httpx.AsyncClient(headers=headers, timeout=60) as client:
            sent = await client.post(f"{self._server.url}/contacts/imports", content=file)
            import_id = sent.json()["id"]
            await self._ask(client, START, import_id)
            state: dict[str, Any] = {}
            while state.get("status") != "DONE":
                await asyncio.sleep(0.5)
                state = (await self._ask(client, STATE, import_id))["contactImport"]
        assert state["added"] == rows, state

    async def _ask(self, client: httpx.AsyncClient, document: str, import_id: str) -> Any:
        body = {"query": document, "variables": {"id": import_id}}
        answer = await client.post(f"{self._server.url}/graphql", json=body)
        return answer.json()["data"]

    @asynccontextmanager
    async def _everybody_follows(self) -> AsyncIterator[None]:
        sockets = [await self._follow(agent) for agent in range(AGENTS)]
        listening = [asyncio.create_task(self._listen(*each)) for each in enumerate(sockets)]
        try:
            yield
        finally:
            for task in listening:
                task.cancel()
            for socket in sockets:
                await socket.close()

    async def _follow(self, agent: int) -> ClientConnection:
        socket = await connect(
            self._server.url.replace("http", "ws", 1) + "/graphql",
            subprotocols=[Subprotocol("graphql-transport-ws")],
            origin=Origin(self._server.url),
            additional_headers={"Cookie": self._cookies[agent]},
            proxy=None,
        )
        await socket.send(json.dumps({"type": "connection_init"}))
        await socket.recv()
        payload = {"query": BEACON.format(agent=agent)}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        await socket.recv()  # the state as it is
        return socket

    async def _listen(self, agent: int, socket: ClientConnection) -> None:
        """Note what is seen; a call that was superseded before anybody looked is seen with the next."""
        async for text in socket:
            message = json.loads(text)
            if message["type"] == "next":
                newest = message["payload"]["data"]["beacon"]["phoneNumber"] or ""
                unseen, now = self._unseen[agent], time.perf_counter()
                for number in [each for each in unseen if each <= newest]:
                    unseen.pop(number).set_result(now)


def _after(seconds: float) -> asyncio.Task[None]:
    return asyncio.create_task(asyncio.sleep(seconds))


def _file(rows: int, *, behind: int) -> bytes:
    lines = (
        f"Maria{row},Silva{row % 977},Company {row % 5000},maria{row}@example.org,"
        f"+1416{2000000 + row:07},+44207946{row % 10000:04}"
        for row in range(behind, behind + rows)
    )
    return "\n".join(("first,last,company,email,phone,mobile", *lines)).encode()


def _p99(times: list[float]) -> float:
    return sorted(times)[len(times) * 99 // 100]


def _print_row(name: str, times: list[float], more: str = "") -> None:
    print(
        f"{name:<20} {len(times):6} calls   median {1000 * median(times):6.1f} ms   "
        f"p99 {1000 * _p99(times):6.1f} ms   most {1000 * max(times):6.1f} ms{more}"
    )


if __name__ == "__main__":
    benchmark()
