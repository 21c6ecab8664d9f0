"""A wallboard in the terminal: who of one's teams waits, talks or wraps up. It needs: pip install "gql[websockets]"."""

import asyncio
import os

from gql import Client, gql
from gql.transport.websockets import WebsocketsTransport

AGENTS = gql("subscription { agents { user { fullName } team status since } }")
TOP_LEFT_AND_CLEAR = "\x1b[H\x1b[2J"


async def main() -> None:
    """Draw the board again with each change."""
    transport = WebsocketsTransport(
        url=os.environ["CALLBEACON_URL"].replace("http", "ws", 1) + "/graphql",
        init_payload={"Authorization": f"Bearer {os.environ['CALLBEACON_TOKEN']}"},
    )
    async with Client(transport=transport) as session:
        async for answer in session.subscribe(AGENTS):
            print(TOP_LEFT_AND_CLEAR + board(answer["agents"]), flush=True)


def board(agents: list[dict]) -> str:
    """Write a line for each agent, by team and by name."""
    lines = [f"{'AGENT':<24} {'TEAM':<12} {'STATUS':<10} SINCE"]
    for agent in sorted(agents, key=lambda each: (each["team"] or "", each["user"]["fullName"])):
        name, team, since = agent["user"]["fullName"], agent["team"] or "-", agent["since"]
        lines.append(f"{name:<24} {team:<12} {agent['status']:<10} {since[11:19]}")
    return "\n".join(lines)


if __name__ == "__main__":
    asyncio.run(main())
