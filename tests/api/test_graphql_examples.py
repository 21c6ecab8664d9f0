"""The examples of docs/graphql.md do what they say, against a real server."""

import asyncio
import json
import os
import shutil
import subprocess
from pathlib import Path

from models.site import Site
from tests.api.asking import a_token
from tests.api.conftest import Send
from tests.builders import a_user
from tests.javascript import running_javascript
from tests.running import CHECKOUT, RunningServer

EXAMPLES = CHECKOUT / "docs" / "examples"
SECONDS = 20


async def test_the_first_query_says_who_one_is(server: RunningServer, server_site: Site) -> None:
    token = await a_token(server_site, await a_user(server_site, "ann"))
    assert shutil.which("curl"), "the example needs curl"

    ran = await asyncio.to_thread(
        subprocess.run,
        [EXAMPLES / "first-query.sh"],
        env={**os.environ, "CALLBEACON_URL": server.url, "CALLBEACON_TOKEN": token},
        check=True,
        capture_output=True,
    )

    assert json.loads(ran.stdout)["data"]["me"]["loginName"] == "ann"


async def test_the_beacon_is_followed_in_javascript(
    server: RunningServer, server_site: Site, send: Send, tmp_path: Path
) -> None:
    token = await a_token(server_site, await a_user(server_site, "ann"))
    environment = {"CALLBEACON_URL": server.url, "CALLBEACON_TOKEN": token}

    async with running_javascript(
        EXAMPLES / "beacon.mjs", "ann", environment=environment, directory=tmp_path / "js"
    ) as lines:
        first = await asyncio.wait_for(lines.readline(), SECONDS)
        await send("ann", "CONNECTED", "4165550100", None, {})
        second = await asyncio.wait_for(lines.readline(), SECONDS)

    assert first.split()[0] == b"DISCONNECTED"
    assert second.split()[0] == b"CONNECTED"
