"""Typing without a pause, on a real server, while calls come in faster than anybody could answer them."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import httpx
import pytest
from playwright.async_api import WebSocket, expect

from tests.builders import an_rpc
from tests.e2e.people import Agent, TelephoneSystem
from tests.waiting import eventually

PANGRAM = (
    "The quick brown fox jumps over the lazy dog, while Maria says “olá” and dials 1 416 555 0100."
)
CALLS_A_SECOND = 30
LARGEST_FRAME = 500  # bytes


@asynccontextmanager
async def calls_raining(telephone_system: TelephoneSystem) -> AsyncIterator[list[float]]:
    """Report one call after another to the agent, in a steady rhythm; give the times of the answers."""
    answered: list[float] = []

    async def report(client: httpx.AsyncClient, number: int) -> None:
        body = an_rpc("user101", "CONNECTED", f"+1416555{number:04}")
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
    with sqlite3.connect(data_dir / "callbeacon.sqlite") as database:
        return [value for (value,) in database.execute("SELECT value FROM draft")]


def sent_by(agent: Agent) -> list[str]:
    frames: list[str] = []

    def hear(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: frames.append(str(frame)))

    agent.page.on("websocket", hear)
    return frames


@pytest.fixture
async def writing_agent(agent: Agent, telephone_system: TelephoneSystem) -> Agent:
    """Give an agent whose cursor stands in the notes of a call."""
    await telephone_system.connect("user101", "1234567890")
    await agent.waiting_beacon.click()
    await agent.notes.click()
    return agent


async def test_what_is_typed_while_calls_rain_is_on_disk_to_the_letter_within_a_second(
    writing_agent: Agent, telephone_system: TelephoneSystem, tmp_path: Path
) -> None:
    async with calls_raining(telephone_system) as answered:
        before = len(answered), time.monotonic()
        await writing_agent.notes.press_sequentially(PANGRAM, delay=0)
        typed_at = time.monotonic()

        await eventually(lambda: notes_on_disk(tmp_path / "var") == [PANGRAM])

        kept_after = time.monotonic() - typed_at
        rate = (len(answered) - before[0]) / (time.monotonic() - before[1])
    print(f"on disk {kept_after:.2f} s after the last key; {rate:.0f} calls a second meanwhile")
    await expect(writing_agent.notes).to_have_value(PANGRAM)
    assert kept_after < 1


async def test_a_keystroke_is_a_small_frame(writing_agent: Agent, tmp_path: Path) -> None:
    frames = sent_by(writing_agent)
    await writing_agent.page.reload()
    await expect(writing_agent.notes).to_be_visible()

    await writing_agent.notes.press_sequentially("x")

    await eventually(lambda: notes_on_disk(tmp_path / "var") == ["x"])
    typed = [frame for frame in frames if "layout-event" in frame]
    print(f"A keystroke: {typed}")
    assert typed
    assert max(len(frame.encode()) for frame in typed) < LARGEST_FRAME
