"""GraphQL over HTTP, as the audits of the graphql-http package see it."""

import json
from pathlib import Path

from models.site import Site
from tests.api.asking import a_token
from tests.builders import a_user
from tests.javascript import HERE, run_javascript
from tests.running import RunningServer


async def test_all_audits_of_graphql_http_pass(
    server: RunningServer, server_site: Site, tmp_path: Path
) -> None:
    token = await a_token(server_site, await a_user(server_site))

    printed = await run_javascript(
        HERE / "audits.mjs", f"{server.url}/graphql", token, directory=tmp_path / "js"
    )

    audits = json.loads(printed)
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert len(audits) == 61
