"""A file system without a free byte: messages and typed text are refused with a cause, and space alone heals it.

The database lies on a small tmpfs in a mount namespace of the server's own, for which nobody needs to be root. Unlike
the limit in ``test_full_disk.py``, it makes SQLite say SQLITE_FULL, for whatever it writes.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from callbeacon.installation import site_for
from callbeacon.settings import Settings
from models.people.tokens import add_token
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_source, a_user, an_rpc
from tests.failures.cluster import RIGHT_WITHIN, memory_of
from tests.failures.small_disk import SmallDisk
from tests.running import RunningServer, running_server
from tests.waiting import eventually

# A user and a mount namespace of the server's own, in which the database is copied onto a small disk before it starts.
ON_A_SMALL_DISK = 'mount -t tmpfs -o size=8m tmpfs "$0" && cp "$1" "$0" && shift && exec "$@"'
OWN_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", ON_A_SMALL_DISK)
SAVE = """mutation ($workspace: ID!, $value: String!) {
    saveDraft(workspace: $workspace, field: "notes", value: $value, version: 0) { __typename }
}"""
LEDGER = "{ inboundCalls(first: 100) { edges { node { phoneNumber } } } }"
STATE = '{ userCallState(loginName: "agent") { phoneNumber isBeaconFlashing } }'


@dataclass(slots=True, kw_only=True)
class Installation:
    """One server whose database is on a small disk, a telephony source and an agent with an open call."""

    server: RunningServer
    disk: SmallDisk
    telephony: httpx.AsyncClient
    page: httpx.AsyncClient
    workspace_id: str
    acknowledged: list[str] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    async def post(self) -> httpx.Response:
        """Report a call and note whether it was acknowledged."""
        number = f"+1416{next(self._numbers):07}"
        body = an_rpc("agent", "CONNECTED", number)
        answer = await self.telephony.post(self.server.rpc_url, json=body)
        if answer.status_code == 200 and answer.json()["result"] is None:
            self.acknowledged.append(number)
        return answer

    async def readiness(self) -> dict[str, str]:
        """Ask the server what works."""
        readiness: dict[str, str] = (await self.page.get(f"{self.server.url}/health/ready")).json()
        return readiness

    async def is_ready(self) -> bool:
        """Tell whether the server can take calls."""
        return (await self.readiness())["database"] == "up"

    async def save(self, notes: str) -> Any:
        """Save what was typed, as a page does."""
        return await self._ask(SAVE, workspace=self.workspace_id, value=notes)

    async def shown(self) -> tuple[str, bool]:
        """Return the number on screen and whether the beacon flashes."""
        state = (await self._ask(STATE))["data"]["userCallState"]
        return state["phoneNumber"], state["isBeaconFlashing"]

    async def ledger(self) -> set[str]:
        """Return the numbers of the newest hundred calls."""
        edges = (await self._ask(LEDGER))["data"]["inboundCalls"]["edges"]
        return {edge["node"]["phoneNumber"] for edge in edges}

    async def _ask(self, document: str, **variables: str) -> Any:
        body = {"query": document, "variables": variables}
        return (await self.page.post(f"{self.server.url}/graphql", json=body)).json()


@pytest.fixture
async def callbeacon(data_dir: Path, settings: Settings) -> AsyncIterator[Installation]:
    async with site_for(settings) as site:
        auth, agent = await a_source(site), await a_user(site, "agent")
        token = await add_token(site, "agent", name="page", scopes=[])
        workspace_id = await open_inbound_call(site, agent, await a_running_call(site, agent))
    mounted_at = data_dir / "disk"
    mounted_at.mkdir()
    with running_server(
        data_dir,
        DATABASE_URL=f"sqlite:///{mounted_at}/callbeacon.sqlite",
        within=(*OWN_NAMESPACE, str(mounted_at), str(data_dir / "callbeacon.sqlite")),
    ) as server:
        async with (
            httpx.AsyncClient(auth=auth, timeout=20) as telephony,
            httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=20) as page,
        ):
            yield Installation(
                server=server,
                disk=SmallDisk(server.process_id, mounted_at),
                telephony=telephony,
                page=page,
                workspace_id=str(workspace_id),
            )


async def test_in_a_full_file_system_nothing_is_taken_and_told_why_until_there_is_space(
    callbeacon: Installation,
) -> None:
    await callbeacon.post()
    memory = memory_of(callbeacon.server.process_id)
    callbeacon.disk.fill()
    while (refused := await callbeacon.post()).status_code == 200:
        callbeacon.disk.fill()  # also what the log had left
    not_saved = await callbeacon.save("Typed while there was no space")
    again = [await callbeacon.post() for _ in range(20)]
    unready, shown = await callbeacon.readiness(), await callbeacon.shown()
    callbeacon.disk.free()

    await eventually(callbeacon.is_ready, within=RIGHT_WITHIN)
    assert (await callbeacon.save("Typed while there was no space"))["data"]
    assert (await callbeacon.post()).status_code == 200
    assert await callbeacon.shown() == (callbeacon.acknowledged[-1], True)
    assert {answer.status_code for answer in (refused, *again)} == {503}
    assert "SQLITE_FULL" in refused.json()["error"]["message"]
    assert not_saved["errors"][0]["extensions"]["code"] == "DATABASE_DOWN"
    assert unready["database_down_because"] == "SQLITE_FULL"
    assert shown == (callbeacon.acknowledged[-2], True)
    assert len(callbeacon.acknowledged) < 100
    assert set(callbeacon.acknowledged) <= await callbeacon.ledger()
    assert memory_of(callbeacon.server.process_id) - memory < 30 * 2**20
