"""A client of graphql-transport-ws, as a tool or a page would have."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import websockets
from websockets import Origin, Subprotocol

PROTOCOL = "graphql-transport-ws"
SECONDS_TO_ANSWER = 20


class GraphQLSocket:
    """One connection; operations are told apart by their ids."""

    def __init__(self, connection: websockets.ClientConnection) -> None:
        self.connection = connection

    async def send(self, **message: object) -> None:
        """Send one message of the protocol."""
        await self.connection.send(json.dumps(message))

    async def receive(self) -> dict[str, Any]:
        """Receive one message of the protocol."""
        text = await asyncio.wait_for(self.connection.recv(), SECONDS_TO_ANSWER)
        message: dict[str, Any] = json.loads(text)
        return message

    async def begin(self, **params: object) -> None:
        """Say who it is and wait for the acknowledgement."""
        await self.send(type="connection_init", payload=params)
        message = await self.receive()
        assert message["type"] == "connection_ack", message

    async def subscribe(self, document: str, *, id: str = "1", **variables: object) -> None:
        """Start an operation."""
        payload = {"query": document, "variables": variables}
        await self.send(type="subscribe", id=id, payload=payload)

    async def next(self, id: str = "1") -> dict[str, Any]:
        """Receive the next result of an operation."""
        message = await self.receive()
        assert (message["type"], message["id"]) == ("next", id), message
        payload: dict[str, Any] = message["payload"]
        return payload

    async def run(self, document: str, /, **variables: object) -> None:
        """Run a mutation to its end."""
        payload = {"query": document, "variables": variables}
        await self.send(type="subscribe", id="run", payload=payload)
        assert "errors" not in await self.next("run")
        assert await self.receive() == {"id": "run", "type": "complete"}

    async def beacon(self, id: str = "1") -> dict[str, Any]:
        """Receive the next state of a beacon."""
        payload = await self.next(id)
        assert "errors" not in payload, payload
        state: dict[str, Any] = payload["data"]["beacon"]
        return state

    async def refusal(self, id: str = "1") -> str:
        """Receive the code of the one error that ends an operation."""
        (error,) = (await self.next(id))["errors"]
        code: str = error["extensions"]["code"]
        return code

    async def closing_code(self, *, within: float = SECONDS_TO_ANSWER) -> int | None:
        """Wait for the end, so many seconds at most, and return its code."""
        await asyncio.wait_for(self.connection.wait_closed(), within)
        return self.connection.close_code


@asynccontextmanager
async def graphql_socket(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    origin: str | None = None,
    protocol: str = PROTOCOL,
) -> AsyncIterator[GraphQLSocket]:
    """Connect to the server at an http address; nobody has said yet who it is."""
    async with websockets.connect(
        url.replace("http", "ws", 1) + "/graphql",
        subprotocols=[Subprotocol(protocol)],
        additional_headers=headers,
        origin=Origin(origin) if origin is not None else None,
        max_size=None,
    ) as connection:
        yield GraphQLSocket(connection)


@asynccontextmanager
async def tool_socket(url: str, token: str) -> AsyncIterator[GraphQLSocket]:
    """Connect as a tool that says who it is in ``connection_init``."""
    async with graphql_socket(url) as socket:
        await socket.begin(Authorization=f"Bearer {token}")
        yield socket
