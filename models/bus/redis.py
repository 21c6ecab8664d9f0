"""The channel on Redis or Valkey.

Two plain connections rather than the client's own ``pubsub()``, which after a loss connects again by itself and tells
nobody that something was missed.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from valkey.asyncio.connection import ConnectionPool

from models.bus.links import LinkLost
from models.bus.payloads import CHANNEL

SECONDS_TO_CONNECT = 1


class RedisLink:
    """Listen on one connection and publish on another: one that is subscribed takes no other commands."""

    def __init__(self, url: str) -> None:
        # Any: half of its methods have no annotations.
        pool: Any = ConnectionPool.from_url(
            url, decode_responses=True, socket_connect_timeout=SECONDS_TO_CONNECT
        )
        self._listening: Any = pool.make_connection()
        self._publishing: Any = pool.make_connection()

    async def open(self) -> None:
        """Connect twice and subscribe."""
        await self._listening.connect()
        await self._publishing.connect()
        await self._listening.send_command("SUBSCRIBE", CHANNEL)

    async def receive(self) -> str:
        """Return the next payload; the confirmation of the subscription is none."""
        while True:
            answer = await self._listening.read_response(timeout=None, disconnect_on_error=False)
            if not isinstance(answer, list):
                raise LinkLost("The server ended the subscription.")
            kind, _, payload = answer
            if kind == "message":
                return str(payload)

    async def publish(self, payload: str) -> None:
        """Publish and wait for the server's answer."""
        await self._publishing.send_command("PUBLISH", CHANNEL, payload)
        await self._publishing.read_response()

    async def close(self) -> None:
        """Close both connections."""
        for connection in (self._listening, self._publishing):
            with suppress(Exception):  # one that is broken is closed enough
                await connection.disconnect(nowait=True)
