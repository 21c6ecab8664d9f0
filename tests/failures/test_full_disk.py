"""The disk is full: reading goes on, messages are refused and told why, and with space all goes on by itself."""

import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
import pytest

from callbeacon.installation import site_for
from callbeacon.settings import Settings
from models.people.tokens import add_token
from tests.builders import a_source, a_user, an_rpc
from tests.failures.cluster import memory_of
from tests.running import RunningServer, running_server
from tests.waiting import eventually

# What is sent while the disk is full. Had the server kept it, it would hold 3 MB more than before.
REFUSED, SIZE = 200, 15_000
STATE = '{ userCallState(loginName: "agent") { phoneNumber } }'


@dataclass(slots=True, kw_only=True)
class Installation:
    """One server on SQLite, a telephony source and an agent's page."""

    server: RunningServer
    telephony: httpx.AsyncClient
    page: httpx.AsyncClient
    data_dir: Path
    acknowledged: list[str] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def leave_space(self, size: int | None) -> None:
        """Let no file of the server grow by more than so many bytes over its log of writes; None ends that."""
        wal = (self.data_dir / "callbeacon.sqlite-wal").stat().st_size
        limit = resource.RLIM_INFINITY if size is None else wal + size
        resource.prlimit(
            self.server.process_id, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY)
        )

    async def post(self, size: int = 0) -> httpx.Response:
        """Report a call and note whether it was acknowledged."""
        number = f"+1416{next(self._numbers):07}"
        body = an_rpc("agent", "CONNECTED", number, None, {"note": "x" * size})
        answer = await self.telephony.post(self.server.rpc_url, json=body)
        if answer.status_code == 200:
            self.acknowledged.append(number)
        return answer

    async def readiness(self) -> dict[str, str]:
        """Ask the server what works."""
        answer = await self.telephony.get(f"{self.server.url}/health/ready")
        readiness: dict[str, str] = answer.json()
        assert (answer.status_code == 200) == (readiness["database"] == "up")
        return readiness

    async def number_shown(self) -> str:
        """Ask for the state as a page does."""
        answer = await self.page.post(f"{self.server.url}/graphql", json={"query": STATE})
        number: str = answer.json()["data"]["userCallState"]["phoneNumber"]
        return number

    def stored(self) -> list[str]:
        """Read the ledger from the file."""
        connection = sqlite3.connect(self.data_dir / "callbeacon.sqlite")
        try:
            rows = connection.execute("SELECT phone_number FROM inbound_call ORDER BY id")
            return [row[0] for row in rows]
        finally:
            connection.close()


@asynccontextmanager
async def an_installation(data_dir: Path, settings: Settings) -> AsyncIterator[Installation]:
    async with site_for(settings) as site:
        auth = await a_source(site)
        await a_user(site, "agent")
        token = await add_token(site, "agent", name="page", scopes=[])
    headers = {"Authorization": f"Bearer {token}"}
    with running_server(data_dir) as server:
        async with (
            httpx.AsyncClient(auth=auth, timeout=20) as telephony,
            httpx.AsyncClient(headers=headers, timeout=20) as page,
        ):
            yield Installation(server=server, telephony=telephony, page=page, data_dir=data_dir)


@pytest.mark.parametrize("end", ["with space again", "killed first"])
async def test_on_a_full_disk_messages_are_refused_and_told_why_until_there_is_space(
    data_dir: Path, settings: Settings, end: str
) -> None:
    async with an_installation(data_dir, settings) as callbeacon:
        await callbeacon.post()
        callbeacon.leave_space(100_000)
        while (refused := await callbeacon.post()).status_code == 200:
            continue
        before = memory_of(callbeacon.server.process_id)
        again = {(await callbeacon.post(SIZE)).status_code for _ in range(REFUSED)}
        grown = memory_of(callbeacon.server.process_id) - before
        unready = await callbeacon.readiness()
        shown = await callbeacon.number_shown()
        if end == "killed first":
            callbeacon.server.kill()
            callbeacon.server.start()
        else:
            callbeacon.leave_space(None)

        await eventually(lambda: is_ready(callbeacon))
        assert (await callbeacon.post()).status_code == 200
        assert await callbeacon.number_shown() == callbeacon.acknowledged[-1]
    assert {refused.status_code} | again == {503}
    assert grown < REFUSED * SIZE
    assert "SQLITE_IOERR_WRITE" in refused.json()["error"]["message"]
    assert unready["database_down_because"] == "SQLITE_IOERR_WRITE"
    assert shown == callbeacon.acknowledged[-2]
    assert callbeacon.stored() == callbeacon.acknowledged


async def is_ready(callbeacon: Installation) -> bool:
    return (await callbeacon.readiness())["database"] == "up"
