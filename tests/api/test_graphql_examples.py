"""The examples of docs/graphql.md do what they say, against a real server."""

import asyncio
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest

from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import Asker, a_token, bearer
from tests.api.conftest import Send
from tests.builders import a_user
from tests.javascript import running_javascript
from tests.running import CHECKOUT, RunningServer
from tests.waiting import eventually

EXAMPLES = CHECKOUT / "docs" / "examples"
SECONDS = 20
MOST_LINES = 40
CALL = "{ inboundCalls { edges { node { id } } } }"
OPEN = """
    mutation ($call: ID!) { openInboundCall(id: $call) { ... on Workspace { id } } }
"""
SAVE = """
    mutation ($workspace: ID!) {
      saveCallRecord(workspace: $workspace, notes: "Sold.") { __typename }
    }
"""


async def ran(program: str, *arguments: str, environment: Mapping[str, str]) -> str:
    """Run an example that ends, and return what it prints."""
    assert shutil.which("curl"), "the example needs curl"
    done = await asyncio.to_thread(
        subprocess.run,
        [str(EXAMPLES / program), *arguments],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@asynccontextmanager
async def running_python(
    program: str, *arguments: str, environment: Mapping[str, str]
) -> AsyncIterator[asyncio.StreamReader]:
    """Run an example that does not end by itself, and give what it prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        EXAMPLES / program,
        *arguments,
        stdout=subprocess.PIPE,
        env={**os.environ, **environment},
    )
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def line_with(lines: asyncio.StreamReader, text: str) -> list[str]:
    """Wait for a line that begins with a text, and return its words."""
    async with asyncio.timeout(SECONDS):
        while line := (await lines.readline()).decode():
            if line.startswith(text):
                return line.split()
    raise AssertionError(f"It ended without a line that begins with {text}.")


@pytest.fixture
async def environment(server: RunningServer, server_site: Site) -> dict[str, str]:
    """Tell an example where and as whom it asks: as an agent who supervises the team, too."""
    privileges = [Privilege.CALL_USER, Privilege.CALL_SUPERVISOR]
    ann = await a_user(server_site, "ann", privileges=privileges, team="North")
    return {"CALLBEACON_URL": server.url, "CALLBEACON_TOKEN": await a_token(server_site, ann)}


def test_every_example_is_run_here_and_told_of_in_the_guide() -> None:
    guide = (CHECKOUT / "docs" / "graphql.md").read_text(encoding="utf-8")
    run_here = Path(__file__).read_text(encoding="utf-8")

    examples = {path.name: path.read_text(encoding="utf-8") for path in EXAMPLES.iterdir()}

    assert set(re.findall(r"\]\(examples/([^)]+)\)", guide)) == set(examples)
    assert [name for name in examples if f'"{name}"' not in run_here] == []
    assert [name for name in examples if len(examples[name].splitlines()) > MOST_LINES] == []


async def test_the_first_query_says_who_one_is(environment: dict[str, str]) -> None:
    printed = await ran("first-query.sh", environment=environment)

    assert json.loads(printed)["data"]["me"]["loginName"] == "ann"


async def test_the_calls_come_as_csv_to_whoever_has_a_token(
    environment: dict[str, str], send: Send
) -> None:
    await send("ann", "CONNECTED", "4165550100", None, {})

    every_call = await ran("calls-csv.sh", environment=environment)
    none = await ran("calls-csv.sh", "2999-01-01T00:00:00Z", environment=environment)

    assert "4165550100" in every_call.splitlines()[1]
    assert none.splitlines() == every_call.splitlines()[:1]


@pytest.mark.parametrize("program", ["beacon.mjs", "apollo.mjs"])
async def test_the_beacon_is_followed_in_javascript(
    environment: dict[str, str], send: Send, tmp_path: Path, program: str
) -> None:
    async with running_javascript(
        EXAMPLES / program, environment=environment, directory=tmp_path / "js"
    ) as lines:
        first = await line_with(lines, "DISCONNECTED")
        await send("ann", "CONNECTED", "4165550100", None, {})
        second = await line_with(lines, "CONNECTED")

    assert [first[1], second[1]] == ["-", "4165550100"]


async def test_the_wallboard_in_the_terminal_shows_each_change(
    environment: dict[str, str], send: Send
) -> None:
    async with running_python("wallboard.py", environment=environment) as lines:
        waiting = await line_with(lines, "Ann")
        await send("ann", "CONNECTED", "4165550100", None, {})
        talking = await line_with(lines, "Ann")

    assert [waiting[1:3], talking[1:3]] == [["North", "WAITING"], ["North", "ON_CALL"]]


async def test_the_crm_gets_each_call_then_its_record_and_what_it_missed(
    server: RunningServer, environment: dict[str, str], send: Send, tmp_path: Path
) -> None:
    crm = tmp_path / "crm.sqlite"

    def copied() -> list[tuple[str, str | None]]:
        with closing(sqlite3.connect(crm)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master").fetchall():
                return []
            return connection.execute("SELECT phone_number, notes FROM call").fetchall()

    await send("ann", "CONNECTED", "4165550100", None, {})
    async with (
        running_python("crm_sync.py", str(crm), environment=environment),
        httpx.AsyncClient(base_url=server.url) as client,
    ):
        await eventually(lambda: copied() == [("4165550100", None)], within=SECONDS)
        tool = Asker(client=client, headers=bearer(environment["CALLBEACON_TOKEN"]))
        (edge,) = (await tool.ask(CALL))["inboundCalls"]["edges"]
        opened = await tool.ask(OPEN, call=edge["node"]["id"])
        await tool.ask(SAVE, workspace=opened["openInboundCall"]["id"])
        await eventually(lambda: copied() == [("4165550100", "Sold.")], within=SECONDS)
    await send("ann", "CONNECTED", "4165550101", None, {})
    async with running_python("crm_sync.py", str(crm), environment=environment):
        both = [("4165550100", "Sold."), ("4165550101", None)]
        await eventually(lambda: copied() == both, within=SECONDS)
