"""The channel on PostgreSQL, by LISTEN and NOTIFY."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg

from models.bus.links import LinkLost
from models.bus.payloads import CHANNEL

SECONDS_TO_CONNECT = 1
SECONDS_TO_CLOSE = 1
NOTIFY = "SELECT pg_notify($1, $2)"


class PostgresLink:
    """Listen on one connection and notify on another: asyncpg runs one statement at a time on each."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._listening: Any = None
        self._publishing: Any = None
        self._arrived: asyncio.Queue[str | None] = asyncio.Queue()

    async def open(self) -> None:
        """Connect twice and listen."""
        self._listening = await asyncpg.connect(self._url, timeout=SECONDS_TO_CONNECT)
        self._listening.add_termination_listener(lambda _: self._arrived.put_nowait(None))
        self._publishing = await asyncpg.connect(self._url, timeout=SECONDS_TO_CONNECT)
        await self._listening.add_listener(CHANNEL, self._take)

    async def receive(self) -> str:
        """Return the next payload."""
        payload = await self._arrived.get()
        if payload is None:
            raise LinkLost("The server ended the connection.")
        return payload

    async def publish(self, payload: str) -> None:
        """Notify in a transaction of its own."""
        await self._publishing.execute(NOTIFY, CHANNEL, payload)

    async def close(self) -> None:
        """Close both connections, abruptly when the server does not answer."""
        for connection in (self._listening, self._publishing):
            if connection is not None:
                with suppress(Exception):  # one that is broken is closed enough
                    await connection.close(timeout=SECONDS_TO_CLOSE)

    def _take(self, _connection: object, _pid: int, _channel: str, payload: str) -> None:
        self._arrived.put_nowait(payload)
