"""Calls that come faster than anybody could answer them, while somebody types."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import httpx

from tests.builders import an_rpc
from tests.e2e.people import TelephoneSystem
from tests.waiting import eventually

PANGRAM = (
    "The quick brown fox jumps over the lazy dog, while Maria says “olá” and dials 1 416 555 0100."
)
CALLS_A_SECOND = 30


@asynccontextmanager
async def calls_raining(
    telephone_system: TelephoneSystem, login_name: str
) -> AsyncIterator[list[float]]:
    """Report one call after another to an agent, in a steady rhythm; give the times of the answers."""
    answered: list[float] = []

    async def report(client: httpx.AsyncClient, number: int) -> None:
        body = an_rpc(login_name, "CONNECTED", f"+1416555{number:04}")
        answer = await client.post(telephone_system.address, json=body)
        assert answer.json()["result"] is None
        answered.append(time.monotonic())

    async def rain() -> None:
        async with (
            httpx.AsyncClient(auth=telephone_system.auth, trust_env=False) as client,
            asyncio.TaskGroup() as group,
        ):
            began = time.monotonic()
            for number in count():
                group.create_task(report(client, number))
                await asyncio.sleep(max(0.0, began + number / CALLS_A_SECOND - time.monotonic()))

    raining = asyncio.create_task(rain())
    await eventually(lambda: len(answered) >= CALLS_A_SECOND)
    yield answered
    raining.cancel()
    await asyncio.gather(raining, return_exceptions=True)


def notes_on_disk(data_dir: Path) -> list[str]:
    """Read what the database holds of what was typed."""
    with sqlite3.connect(data_dir / "callbeacon.sqlite") as database:
        return [value for (value,) in database.execute("SELECT value FROM draft")]
