"""Measure how soon every beacon is right when a thousand clients come back at once to nodes that have just returned.

``.venv/bin/python -m tests.benchmarks.returning``; ``--clients 1000 --nodes 2 --kind pages``. Two nodes, PostgreSQL and
Valkey; a process of its own is all clients: pages as ReactPy's client holds them, or tools that follow ``beacon``. It
does as little with what it gets as it can, and its processor time is told apart, since all share one machine. Each
agent has a call open and another one waiting. Linux only, since processor time is read from /proc.
"""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import click
import msgspec
import structlog
import uvloop
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.benchmarks.pages import Process
from tests.benchmarks.staff import hire
from tests.cluster.nodes import node_settings
from tests.running import CHECKOUT, RunningServer, running_server
from tests.servers import Postgres, running_postgres, running_valkey
from tests.waiting import eventually

MOST_SECONDS = 5.0
PATIENCE = 300.0
PAUSE = 0.2  # seconds until a client that was refused tries again
KINDS = ("pages", "tools")
# A page that waits for its turn is told of the call in a message that begins so (ui/interim_beacon.py).
INTERIM = '"interim-beacon","call":"'
# As third-party desktops ask for it.
BEACON = """subscription Beacon($loginName: String!) {
    beacon(loginName: $loginName) { version phoneNumber isBeaconFlashing inboundCall { id } }
}"""


class Clients(msgspec.Struct, frozen=True, kw_only=True):
    """Say who comes back: clients of which kind, as which sessions, to which nodes."""

    kind: str
    origins: list[str]
    cookies: list[str]


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """Tell after how many seconds each client's beacon was right and its page there, and what the clients have used."""

    seconds: list[float]
    whole: list[float]
    own_processor_seconds: float


@dataclass(slots=True)
class Arrivals:
    """Note when each beacon was right, and when each page was whole."""

    right: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    all_there: asyncio.Event = field(default_factory=asyncio.Event)


@click.command()
@click.option("--clients", default=1000)
@click.option("--nodes", default=2)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), default=KINDS)
@click.option("--rounds", default=2, help="The first one after a start is told too.")
def benchmark(clients: int, nodes: int, kinds: tuple[str, ...], rounds: int) -> None:
    """Measure on fresh nodes; exit with 1 when the last beacon of a return is late."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = stack.enter_context(running_postgres())
        valkey = stack.enter_context(running_valkey())
        settings = node_settings(
            database_url=postgres.url(), broadcast_url=valkey.url, secret_key="k" * 32
        )
        _, cookies = asyncio.run(hire(directory, clients, calls=2, **settings))
        servers = [
            stack.enter_context(running_server(directory / str(number), **settings))
            for number in range(nodes)
        ]
        last = [_measure(servers, postgres, kind, cookies) for kind in kinds for _ in range(rounds)]
    sys.exit(0 if max(last) < MOST_SECONDS else 1)


def _measure(
    servers: list[RunningServer], postgres: Postgres, kind: str, cookies: list[str]
) -> float:
    for server in servers:
        server.kill()
        server.start()
    before = [Process(pid=server.process_id).milliseconds for server in servers]
    database = _milliseconds_below(postgres.pid)
    asked = Clients(kind=kind, origins=[server.url for server in servers], cookies=cookies)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.returning", "--as-clients"],
        cwd=CHECKOUT,
        input=msgspec.json.encode(asked),
        stdout=subprocess.PIPE,
        check=True,
    )
    returned = msgspec.json.decode(ran.stdout, type=Returned)
    used = [
        (Process(pid=server.process_id).milliseconds - began) / 1000
        for server, began in zip(servers, before, strict=True)
    ]
    seconds, whole = sorted(returned.seconds), sorted(returned.whole)
    nodes = " and ".join(f"{each:.1f} s" for each in used)
    database = (_milliseconds_below(postgres.pid) - database) / 1000
    print(
        f"{len(seconds)} {kind}: the last beacon right after {seconds[-1]:.2f} s, the median one"
        f" {seconds[len(seconds) // 2]:.2f} s; the last page whole after {whole[-1]:.2f} s;"
        f" processor: nodes {nodes}, database {database:.1f} s,"
        f" clients {returned.own_processor_seconds:.1f} s",
        flush=True,
    )
    return seconds[-1]


def _milliseconds_below(pid: int) -> float:
    """Tell the processor time of a process's children, as PostgreSQL's connections are."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(Process(pid=int(child)).milliseconds for child in children)


async def come_back(clients: Clients) -> Returned:
    """Let all clients connect at once, and wait until each knows of its agent's waiting call."""
    began, used = time.perf_counter(), time.process_time()
    come = _a_page if clients.kind == "pages" else _a_tool
    arrivals = Arrivals()

    async def one(position: int, cookie: str) -> None:
        origin = clients.origins[position % len(clients.origins)]
        while True:
            try:
                await come(origin, position, cookie, arrivals)
            except (OSError, TimeoutError, WebSocketException):
                await asyncio.sleep(PAUSE)
            else:
                return

    async def all_there() -> None:
        await eventually(lambda: len(arrivals.whole) == len(clients.cookies), within=PATIENCE)
        arrivals.all_there.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(all_there())
        for position, cookie in enumerate(clients.cookies):
            group.create_task(one(position, cookie))
    return Returned(
        seconds=[at - began for at in arrivals.right],
        whole=[at - began for at in arrivals.whole],
        own_processor_seconds=time.process_time() - used,
    )


async def _a_page(origin: str, _: int, cookie: str, arrivals: Arrivals) -> None:
    address = f"{origin.replace('http', 'ws', 1)}/reactpy/desktop/?path=/"
    async with connect(
        address,
        origin=origin,  # type: ignore[arg-type]  # a NewType of str
        additional_headers={"Cookie": cookie},
        proxy=None,
        compression=None,
        max_size=None,
        open_timeout=60,
    ) as socket:
        text = ""
        while '"data-flashing":""' not in text and INTERIM not in text:
            text = str(await socket.recv())
        arrivals.right.append(time.perf_counter())
        while '"data-flashing":""' not in text:
            text = str(await socket.recv())
        arrivals.whole.append(time.perf_counter())
        await arrivals.all_there.wait()


async def _a_tool(origin: str, position: int, cookie: str, arrivals: Arrivals) -> None:
    async with connect(
        f"{origin.replace('http', 'ws', 1)}/graphql",
        subprotocols=["graphql-transport-ws"],  # type: ignore[list-item]  # a string
        origin=origin,  # type: ignore[arg-type]  # a NewType of str
        # As from machines of their own, of which each may have some connections that nobody has signed in on yet.
        additional_headers={
            "Cookie": cookie,
            "X-Forwarded-For": f"10.0.{position // 250}.{position % 250}",
        },
        proxy=None,
        compression=None,
        open_timeout=60,
    ) as socket:
        await socket.send(b'{"type":"connection_init"}', text=True)
        await socket.recv()
        payload = {"query": BEACON, "variables": {"loginName": f"agent{position}"}}
        subscribe = {"type": "subscribe", "id": "1", "payload": payload}
        await socket.send(msgspec.json.encode(subscribe), text=True)
        while '"isBeaconFlashing":true' not in str(await socket.recv()).replace(" ", ""):
            pass
        arrivals.right.append(time.perf_counter())
        arrivals.whole.append(arrivals.right[-1])
        await arrivals.all_there.wait()


def _run_clients() -> None:
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Clients)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(come_back(asked))))


if __name__ == "__main__":
    if "--as-clients" in sys.argv:
        _run_clients()
    else:
        benchmark()
