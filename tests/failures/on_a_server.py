"""The running server as the subject of random histories: JSON-RPC in, GraphQL and the database file to look at.

Its clock can't be scripted, so moments lie hours away from now. A restart is a crash: SIGKILL and a new start.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.people.privileges import Privilege
from models.people.sources import add_source, authenticate
from models.people.tokens import add_token
from models.preparing import prepare
from models.scripts.reasons import NewReason, add_reason
from models.site import Site
from tests.builders import a_user
from tests.models.calls import reading
from tests.models.calls.reading import Entry, Reader, reason_name
from tests.models.calls.subject import AGENTS, CALL_USERS, SOURCES
from tests.models.calls.values import KNOWN_REASON, Said, Shown, Traced
from tests.running import RunningServer, running_server

STATE = """{ version status isBeaconFlashing hasClickedBeacon phoneNumber callReason { id }
    details { name value } inboundCall { id } waitingCalls { id } }"""
QUERY = (
    f"query State($loginName: String!) {{ state: userCallState(loginName: $loginName) {STATE} }}"
)
SUBSCRIPTION = (
    f"subscription Beacon($loginName: String!) {{ state: beacon(loginName: $loginName) {STATE} }}"
)
CLICK = "mutation Click($id: ID!) { openInboundCall(id: $id) { __typename } }"


class ServerSubject:
    """Speak to a server process and look at what it did."""

    can_wait = False
    has_keys = True
    can_restart = True
    has_database = True
    unit = timedelta(hours=1)

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._followers: list[asyncio.Task[None]] = []

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, time: timedelta) -> None:
        raise NotImplementedError

    async def open(self) -> None:
        """Make the agents, the sources and the reason, and start the server."""
        self._stack = AsyncExitStack()
        # A site of our own on the same database: it adds what no interface adds yet, and reads.
        settings = read_settings({"CALLBEACON_DATA_DIR": str(self._data_dir)})
        site = await self._stack.enter_async_context(site_for(settings))
        await prepare(site.database)
        self._tokens, self._sources = {}, {}
        agents, sources = {}, {}
        for name in AGENTS:
            agents[name], self._tokens[name] = await _add_agent(site, name)
        for name in SOURCES:
            sources[name], self._sources[name] = await _add_source(site, name)
        await site.writer.run(_add_reason)
        self._reader = Reader(agents=agents, sources=sources)
        self._http = await self._stack.enter_async_context(httpx.AsyncClient(timeout=30))
        self._server: RunningServer = self._stack.enter_context(running_server(self._data_dir))
        await self._follow()

    async def close(self) -> None:
        """Stop following, and the server."""
        await self._stop_following()
        await self._stack.aclose()

    async def restart(self) -> None:
        self._server.kill()
        await self._stop_following()
        self._server.start()
        await self._follow()

    async def begin(self) -> dict[str, int]:
        versions = {agent: await self._clear(agent) for agent in AGENTS}
        for agent, version in versions.items():
            await self._catch_up(agent, version)
        await self._reader.begin()
        self._reasons = await reading.undefined_reasons()
        return versions

    async def send(self, messages: Sequence[Said], key: str | None) -> list[str | None]:
        requests = [_request(said, id=position) for position, said in enumerate(messages)]
        answer = await self._http.post(
            self._server.rpc_url,
            json=requests if len(requests) > 1 else requests[0],
            headers={"Idempotency-Key": key} if key else {},
            auth=self._sources[messages[0].source],
        )
        assert answer.status_code == 200, answer.text
        answers = answer.json() if len(requests) > 1 else [answer.json()]
        assert [each["id"] for each in answers] == list(range(len(requests)))
        return [each["error"]["data"]["code"] if "error" in each else None for each in answers]

    async def click(self, agent: str, number: int) -> None:
        calls = {number: id_ for id_, number in self._reader.numbers.items()}
        opened = await self._ask(agent, CLICK, id=str(calls[number]))
        assert opened["openInboundCall"]["__typename"] == "Workspace"

    async def state(self, agent: str) -> Shown:
        return self._shown((await self._ask(agent, QUERY, loginName=agent))["state"])

    async def ledger(self) -> list[Entry]:
        return await self._reader.ledger()

    async def trace(self) -> list[Traced]:
        return await self._reader.trace()

    async def undefined_reasons(self) -> Counter[str]:
        return await reading.undefined_reasons() - self._reasons

    async def beacon(self, agent: str, version: int) -> list[Shown]:
        return [self._shown(state) for state in await self._catch_up(agent, version)]

    async def _clear(self, agent: str) -> int:
        """End what still runs and return the version of the agent's state."""
        while True:
            state = (await self._ask(agent, QUERY, loginName=agent))["state"]
            if state["inboundCall"] is None:
                return int(state["version"])
            await self.send([Said(agent=agent, source=SOURCES[0], is_connected=False)], None)

    async def _ask(self, agent: str, document: str, **variables: str) -> Any:
        answer = await self._http.post(
            f"{self._server.url}/graphql",
            json={"query": document, "variables": variables},
            headers={"Authorization": f"Bearer {self._tokens[agent]}"},
        )
        answered = answer.json()
        assert "errors" not in answered, answered
        return answered["data"]

    async def _catch_up(self, agent: str, version: int) -> list[Any]:
        """Wait until the agent's subscription has come to a version; return what it saw since the last time."""
        async with asyncio.timeout(20), self._news:
            await self._news.wait_for(lambda: self._reached.get(agent, -1) >= version)
        seen, self._feeds[agent] = self._feeds[agent], []
        return seen

    async def _follow(self) -> None:
        self._news = asyncio.Condition()
        self._feeds: dict[str, list[Any]] = {agent: [] for agent in AGENTS}
        self._reached: dict[str, int] = {}
        self._followers = [asyncio.create_task(self._collect(agent)) for agent in AGENTS]
        async with asyncio.timeout(20), self._news:
            await self._news.wait_for(lambda: len(self._reached) == len(AGENTS))

    async def _stop_following(self) -> None:
        for follower in self._followers:
            follower.cancel()
        await asyncio.gather(*self._followers, return_exceptions=True)

    async def _collect(self, agent: str) -> None:
        """Subscribe as a browser does (graphql-transport-ws)."""
        address = self._server.url.replace("http", "ws", 1) + "/graphql"
        async with connect(address, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]  # a string
            authorization = {"Authorization": f"Bearer {self._tokens[agent]}"}
            await socket.send(json.dumps({"type": "connection_init", "payload": authorization}))
            payload = {"query": SUBSCRIPTION, "variables": {"loginName": agent}}
            await socket.recv()
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
            try:
                async for text in socket:
                    await self._take(agent, json.loads(text))
            except ConnectionClosed:
                return

    async def _take(self, agent: str, message: Any) -> None:
        if message["type"] != "next":
            return
        state = message["payload"]["data"]["state"]
        async with self._news:
            self._feeds[agent].append(state)
            self._reached[agent] = state["version"]
            self._news.notify_all()

    def _shown(self, state: Any) -> Shown:
        details = {detail["name"]: detail["value"] for detail in state["details"]}
        call, reason = state["inboundCall"], state["callReason"]
        return Shown(
            version=state["version"],
            status=state["status"],
            is_flashing=state["isBeaconFlashing"],
            has_clicked=state["hasClickedBeacon"],
            call=self._reader.numbers[UUID(call["id"])] if call else None,
            phone_number=state["phoneNumber"],
            reason=reason_name(reason["id"]) if reason else None,
            account=details.get("account"),
            waiting=tuple(self._reader.numbers[UUID(c["id"])] for c in state["waitingCalls"]),
        )


def _request(said: Said, *, id: int) -> dict[str, Any]:
    content = said.content
    details = {
        "account": content.account,
        "callId": said.call_id,
        "sequence": said.sequence,
        "occurredAt": said.occurred_at.isoformat() if said.occurred_at else None,
    }
    return {
        "jsonrpc": "2.0",
        "method": "updateCallState",
        "params": [
            said.agent,
            "CONNECTED" if said.is_connected else "DISCONNECTED",
            content.phone_number,
            content.reason_id,
            {name: value for name, value in details.items() if value is not None},
        ],
        "id": id,
    }


async def _add_agent(site: Site, name: str) -> tuple[UUID, str]:
    privileges = [Privilege.CALL_USER] if name in CALL_USERS else []
    viewer = await a_user(site, name, privileges=privileges)
    return viewer.user_id, await add_token(site, name, name="histories", scopes=[])


async def _add_source(site: Site, name: str) -> tuple[UUID, httpx.BasicAuth]:
    token = await add_source(site, name)
    source = await authenticate(site, name=name, token=token, address="127.0.0.1")
    return source.id, httpx.BasicAuth(name, token)


async def _add_reason() -> None:
    await add_reason(NewReason(name="Billing", reason_id=KNOWN_REASON))
