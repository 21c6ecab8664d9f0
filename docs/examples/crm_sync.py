"""Copy calls and records to another database: python crm_sync.py FILE. It needs: pip install "gql[websockets]"."""

import asyncio
import os
import sqlite3
import sys

from gql import Client, GraphQLRequest, gql
from gql.client import AsyncClientSession as Session
from gql.transport.websockets import WebsocketsTransport

CALLS = "subscription ($after: String) { inboundCalls(after: $after) { node { id phoneNumber record { notes } } } }"
NEWEST = gql("{ inboundCalls(first: 100) { edges { node { id record { notes } } } } }")
URL = os.environ["CALLBEACON_URL"].replace("http", "ws", 1) + "/graphql"
TOKEN = {"Authorization": f"Bearer {os.environ['CALLBEACON_TOKEN']}"}
SOCKET = WebsocketsTransport(URL, init_payload=TOKEN)


async def copy_arrivals(client: Session, crm: sqlite3.Connection) -> None:
    """Keep each call that arrives; what came while this did not run is sent first, all of it the first time."""
    last = crm.execute("SELECT id FROM call ORDER BY rowid DESC").fetchone() or ["0" * 32]
    async for item in client.subscribe(GraphQLRequest(CALLS, variable_values={"after": last[0]})):
        if call := item["inboundCalls"]["node"]:
            row = (call["id"], call["phoneNumber"], (call["record"] or {}).get("notes"))
            crm.execute("INSERT OR IGNORE INTO call VALUES (?, ?, ?)", row)


async def main(crm: sqlite3.Connection) -> None:
    """Follow what arrives; after each change look at the newest calls again, whose records are saved later."""
    crm.execute("CREATE TABLE IF NOT EXISTS call (id PRIMARY KEY, phone_number, notes)")
    async with Client(transport=SOCKET) as client, asyncio.TaskGroup() as tasks:
        tasks.create_task(copy_arrivals(client, crm))
        async for _ in client.subscribe(gql("subscription { inboundCallsChanged }")):
            found = (await client.execute(NEWEST))["inboundCalls"]["edges"]
            nodes = (edge["node"] for edge in found)
            saved = [(node["record"]["notes"], node["id"]) for node in nodes if node["record"]]
            crm.executemany("UPDATE call SET notes = ? WHERE id = ?", saved)


asyncio.run(main(sqlite3.connect(sys.argv[1], isolation_level=None)))
