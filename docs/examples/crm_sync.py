"""Keep a table of calls in another database up to date: python crm_sync.py FILE. It needs: pip install "gql[all]"."""

import asyncio
import os
import sqlite3
import sys
from datetime import datetime, timedelta

from gql import Client, GraphQLRequest, gql
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

URL = os.environ["CALLBEACON_URL"] + "/graphql"
AUTHORIZATION = {"Authorization": f"Bearer {os.environ['CALLBEACON_TOKEN']}"}
CHANGES = gql("subscription { inboundCallsChanged }")
CALLS = """query ($since: DateTime, $after: String) {
  inboundCalls(since: $since, after: $after, first: 100) { pageInfo { hasNextPage endCursor }
    edges { node { id connectedAt phoneNumber user { loginName } record { notes } } } } }"""


async def copy_calls(client: Client, crm: sqlite3.Connection) -> None:
    """Copy every call the first time, then those that came up to a day before the newest copied, or later."""
    (newest,) = crm.execute("SELECT max(at) FROM call").fetchone()
    since = (datetime.fromisoformat(newest) - timedelta(days=1)).isoformat() if newest else None
    page = {"hasNextPage": True, "endCursor": None}
    while page["hasNextPage"]:
        asked = GraphQLRequest(CALLS, variable_values={"since": since, "after": page["endCursor"]})
        found = (await client.execute_async(asked))["inboundCalls"]
        nodes = [edge["node"] | (edge["node"]["record"] or {}) for edge in found["edges"]]
        rows = [(n["id"], n["connectedAt"], n["phoneNumber"], n.get("notes")) for n in nodes]
        crm.executemany("INSERT OR REPLACE INTO call VALUES (?, ?, ?, ?)", rows)
        page = found["pageInfo"]
    crm.commit()  # with the last page, so that a copy that broke off begins again


async def main() -> None:
    """Copy at the beginning, and again after each change."""
    crm = sqlite3.connect(sys.argv[1])
    crm.execute("CREATE TABLE IF NOT EXISTS call (id PRIMARY KEY, at, phone_number, notes)")
    client = Client(transport=HTTPXAsyncTransport(URL, headers=AUTHORIZATION))
    socket = WebsocketsTransport(URL.replace("http", "ws", 1), init_payload=AUTHORIZATION)
    async with Client(transport=socket) as following:
        async for _ in following.subscribe(CHANGES):
            await copy_calls(client, crm)


if __name__ == "__main__":
    asyncio.run(main())
