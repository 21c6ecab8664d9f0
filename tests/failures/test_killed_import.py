"""An import survives SIGKILL: it goes on where it stopped, and no row is imported twice or lost."""

import sqlite3
from pathlib import Path
from typing import Any

import httpx

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.people.tokens import add_token
from models.preparing import prepare
from tests.builders import a_user
from tests.running import RunningServer, running_server
from tests.waiting import eventually

ROWS = 1500
FILE = "name,phone\n" + "".join(f"Person,{4165550000 + row}\n" for row in range(ROWS))
START = """
    mutation ($id: ID!) {
      startContactImport(id: $id, fields: [FULL_NAME, PHONE]) { __typename }
    }
"""
STATE = "query ($id: ID!) { contactImport(id: $id) { status rowsDone added skipped } }"


class Importer:
    """A tool that imports a file into the running server."""

    def __init__(self, server: RunningServer, token: str) -> None:
        self._server = server
        self._headers = {"Authorization": f"Bearer {token}"}
        self.import_id = ""

    async def begin(self) -> None:
        async with httpx.AsyncClient(timeout=30, headers=self._headers) as client:
            sent = await client.post(f"{self._server.url}/contacts/imports", content=FILE)
        self.import_id = sent.json()["id"]
        await self._ask(START)

    async def state(self) -> dict[str, Any]:
        state: dict[str, Any] = (await self._ask(STATE))["contactImport"]
        return state

    async def has_done(self, rows: int) -> bool:
        return bool((await self.state())["rowsDone"] >= rows)

    async def _ask(self, document: str) -> Any:
        body = {"query": document, "variables": {"id": self.import_id}}
        async with httpx.AsyncClient(timeout=30, headers=self._headers) as client:
            answer = await client.post(f"{self._server.url}/graphql", json=body)
        return answer.json()["data"]


def numbers_in(file: Path) -> list[str]:
    with sqlite3.connect(file) as database:
        return [number for (number,) in database.execute("SELECT address FROM contact_number")]


async def test_an_import_whose_process_is_killed_goes_on_and_imports_each_row_once(
    tmp_path: Path,
) -> None:
    data_dir = tmp_path / "var"
    async with site_for(read_settings({"CALLBEACON_DATA_DIR": str(data_dir)})) as site:
        await prepare(site.database)
        agent = await a_user(site)
        token = await add_token(site, agent.login_name, name="importer", scopes=[])

    with running_server(data_dir) as server:
        importer = Importer(server, token)
        await importer.begin()
        reached = []
        for least in (1, ROWS // 3):
            await eventually(lambda least=least: importer.has_done(least), within=60)  # type: ignore[misc]  # bound now
            server.kill()
            server.start()
            reached.append((await importer.state())["rowsDone"])
        await eventually(lambda: importer.has_done(ROWS), within=60)
        state = await importer.state()

    numbers = numbers_in(data_dir / "callbeacon.sqlite")
    assert reached[0] < ROWS, "it was killed in the middle"
    assert (state["status"], state["added"], state["skipped"]) == ("DONE", ROWS, 0)
    assert len(numbers) == len(set(numbers)) == ROWS
