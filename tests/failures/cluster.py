"""Two nodes, PostgreSQL and Valkey as plain processes; telephony posts to both nodes, agents watch their beacons."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import asyncpg
import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.people.tokens import add_token
from models.preparing import prepare
from tests.builders import a_source, a_user, an_rpc
from tests.cluster.balancer import Balancer
from tests.cluster.nodes import node_settings, running_nodes
from tests.running import RunningServer
from tests.servers import Valkey
from tests.waiting import eventually

KEY = "k" * 32
# What a message may cost before another node is asked, and how late an agent's page may be after a recovery.
SECONDS_TO_ANSWER = 5
RIGHT_WITHIN = 5.0
# A node that takes over the other's pages holds their connections too.
GROWTH, GROWTH_A_PAGE = 30 * 2**20, 2**17
ENOUGH = 60  # calls acknowledged between two steps
SUBSCRIPTION = """subscription Beacon($loginName: String!) {
    beacon(loginName: $loginName) { version phoneNumber isBeaconFlashing }
}"""
STATES = """
    SELECT u.login_name, s.version, s.phone_number, s.status, s.has_clicked_beacon
    FROM user_call_state s JOIN app_user u ON u.id = s."user"
"""


class Door(Protocol):
    """A node, or the balancer before both."""

    @property
    def url(self) -> str:
        """Say where it serves."""


class Database(Protocol):
    """A PostgreSQL server, wherever its data are."""

    def url(self) -> str:
        """Say how to reach it; the same after a restart."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of its agent's state."""

    version: int
    number: str | None
    is_flashing: bool


@dataclass(slots=True)
class Watcher:
    """One page of an agent: subscribes at a node, and again at the next one whenever that breaks."""

    nodes: Sequence[Door]
    login_name: str
    token: str
    version: int = -1
    opened: int = 0
    seen: list[Shown] = field(default_factory=list)
    seen_at: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        for number in count():
            try:
                await self._watch(self.nodes[number % len(self.nodes)])
            except (OSError, WebSocketException, TimeoutError):
                await asyncio.sleep(0.1)

    async def _watch(self, node: Door) -> None:
        address = node.url.replace("http", "ws", 1) + "/graphql"
        async with connect(address, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]  # a string
            authorization = {"Authorization": f"Bearer {self.token}"}
            await socket.send(json.dumps({"type": "connection_init", "payload": authorization}))
            self.opened += 1
            payload = {"query": SUBSCRIPTION, "variables": {"loginName": self.login_name}}
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
            async for text in socket:
                self._take(json.loads(text))

    def _take(self, message: Any) -> None:
        if message["type"] in {"connection_ack", "ping"}:
            return
        if message["type"] != "next" or "errors" in message["payload"]:
            raise ConnectionError("The subscription was ended.")
        beacon = message["payload"]["data"]["beacon"]
        self.version = beacon["version"]
        self.seen_at.append(time.monotonic())
        self.seen.append(Shown(self.version, beacon["phoneNumber"], beacon["isBeaconFlashing"]))


@dataclass(slots=True, kw_only=True)
class Cluster:
    """Two nodes that share a database and a bus; a balancer stands before them for those who want it."""

    nodes: list[RunningServer]
    balancer: Balancer
    database_url: str
    valkey: Valkey
    auth: httpx.BasicAuth
    tokens: dict[str, str]
    acknowledged: list[str] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    async def post(self, http: httpx.AsyncClient, login_name: str) -> bool:
        """Report a call with a number of its own to one node, then to the other; tell whether it was acknowledged."""
        position = next(self._numbers)
        number = f"+1416{position:07}"
        for node in (self.nodes[position % 2], self.nodes[1 - position % 2]):
            try:
                answer = await http.post(node.rpc_url, json=an_rpc(login_name, "CONNECTED", number))
            except httpx.TransportError:
                continue
            if answer.status_code == 200 and answer.json().get("result", "refused") is None:
                self.acknowledged.append(number)
                return True
        return False

    @asynccontextmanager
    async def under_load(self, posters: int = 8) -> AsyncIterator[None]:
        """Let telephony report one call after another to both nodes meanwhile."""
        async with httpx.AsyncClient(auth=self.auth, timeout=SECONDS_TO_ANSWER) as http:

            async def post(position: int) -> None:
                login_names = list(self.tokens)
                while True:
                    if not await self.post(http, login_names[position % len(login_names)]):
                        await asyncio.sleep(0.05)

            posting = [asyncio.create_task(post(position)) for position in range(posters)]
            try:
                yield
            finally:
                for task in posting:
                    task.cancel()
                await asyncio.gather(*posting, return_exceptions=True)

    async def some_more(self) -> None:
        """Return when telephony has had some more calls acknowledged."""
        enough = len(self.acknowledged) + ENOUGH
        await eventually(lambda: len(self.acknowledged) >= enough, within=20)

    @asynccontextmanager
    async def watched(
        self, pages: int = 2, *, through_the_balancer: bool = False
    ) -> AsyncIterator[list[Watcher]]:
        """Open some pages for each agent, spread over the nodes, and wait until each has its state.

        Whatever is broken meanwhile, no node may hold much more afterwards than before.
        """
        doors: list[Door] = [self.balancer] if through_the_balancer else [*self.nodes]
        watchers = [
            Watcher(doors[page % 2 :] + doors[: page % 2], login_name, token)
            for login_name, token in self.tokens.items()
            for page in range(pages)
        ]
        watching = [asyncio.create_task(watcher.watch()) for watcher in watchers]
        try:
            await eventually(
                lambda: all(each.version >= 0 for each in watchers), within=30 + len(watchers) / 20
            )
            before = max(memory_of(node.process_id) for node in self.nodes)
            yield watchers
            running = [node for node in self.nodes if node.is_running]
            most = before + GROWTH + len(watchers) * GROWTH_A_PAGE
            assert all(memory_of(node.process_id) < most for node in running)
        finally:
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)

    async def readiness(self, node: int) -> dict[str, str]:
        """Ask a node what works; nothing when it does not answer."""
        async with httpx.AsyncClient(timeout=SECONDS_TO_ANSWER) as http:
            try:
                answer = await http.get(f"{self.nodes[node].url}/health/ready")
            except httpx.TransportError:
                return {}
        readiness: dict[str, str] = answer.json()
        assert (answer.status_code == 200) == (readiness == READY)
        return readiness

    async def is_ready(self) -> bool:
        """Tell whether both nodes can take calls."""
        return [await self.readiness(0), await self.readiness(1)] == [READY, READY]

    async def lost(self) -> set[str]:
        """Name the acknowledged calls that the ledger does not hold."""
        rows = await self._fetch("SELECT phone_number FROM inbound_call")
        return set(self.acknowledged) - {row["phone_number"] for row in rows}

    async def calls_from(self, number: str) -> int:
        """Count the calls from a number in the ledger."""
        rows = await self._fetch("SELECT phone_number FROM inbound_call")
        return [row["phone_number"] for row in rows].count(number)

    async def calls_that_run(self) -> int:
        """Count the calls in the ledger that have not ended."""
        return len(await self._fetch("SELECT id FROM inbound_call WHERE ended_at IS NULL"))

    async def are_right(self, watchers: Sequence[Watcher]) -> bool:
        """Tell whether every page shows its agent's state as it is."""
        states = {row["login_name"]: _shown(row) for row in await self._fetch(STATES)}
        return all(each.seen[-1] == states[each.login_name] for each in watchers)

    async def _fetch(self, sql: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.database_url)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(sql)
            return rows
        finally:
            await connection.close()


def _shown(row: asyncpg.Record) -> Shown:
    is_flashing = row["status"] == "CONNECTED" and not row["has_clicked_beacon"]
    return Shown(row["version"], row["phone_number"], is_flashing)


READY = {"database": "up", "bus": "up"}


@asynccontextmanager
async def running_cluster(
    data_dir: Path, postgres: Database, valkey: Valkey, *, agents: int = 4, **more: str
) -> AsyncIterator[Cluster]:
    """Prepare the database and run two nodes behind a balancer; ``more`` are settings of both."""
    settings = node_settings(database_url=postgres.url(), broadcast_url=valkey.url, secret_key=KEY)
    environment = {f"CALLBEACON_{name}": value for name, value in settings.items()}
    async with site_for(
        read_settings({**environment, "CALLBEACON_DATA_DIR": str(data_dir)})
    ) as site:
        await prepare(site.database)
        auth = await a_source(site)
        tokens = {}
        for number in range(agents):
            login_name = (await a_user(site, f"agent-{number}")).login_name
            tokens[login_name] = await add_token(site, login_name, name="page", scopes=[])
    with running_nodes(data_dir, {**settings, **more}) as running:
        yield Cluster(
            nodes=running.nodes,
            balancer=running.balancer,
            database_url=postgres.url(),
            valkey=valkey,
            auth=auth,
            tokens=tokens,
        )


def memory_of(pid: int) -> int:
    """Return the resident memory of a process in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
