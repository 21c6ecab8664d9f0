"""Typing without a pause, on a real server, while calls come in faster than anybody could answer them."""

from pathlib import Path

import pytest
from playwright.async_api import WebSocket, expect

from tests.e2e.people import Agent, TelephoneSystem
from tests.e2e.rain import PANGRAM, calls_raining, notes_on_disk
from tests.waiting import eventually

ON_DISK_WITHIN = 30  # seconds, on a busy machine; tests/benchmarks/typed_text.py measures it
LARGEST_FRAME = 500  # bytes


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


async def test_what_is_typed_while_calls_rain_is_on_disk_to_the_letter(
    writing_agent: Agent, telephone_system: TelephoneSystem, tmp_path: Path
) -> None:
    async with calls_raining(telephone_system, "user101"):
        await writing_agent.notes.press_sequentially(PANGRAM, delay=0)

        await eventually(
            lambda: notes_on_disk(tmp_path / "var") == [PANGRAM], within=ON_DISK_WITHIN
        )

    await expect(writing_agent.notes).to_have_value(PANGRAM)


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


async def test_leaving_a_field_saves_it_though_no_pause_in_typing_ever_comes(
    writing_agent: Agent, tmp_path: Path
) -> None:
    # The browser's clock stands still from here on: what waits for a pause waits for ever.
    await writing_agent.page.clock.install(time=0)
    await writing_agent.page.clock.pause_at(1000)
    await writing_agent.notes.press_sequentially("paid")
    assert notes_on_disk(tmp_path / "var") in ([], [""])

    await writing_agent.page.keyboard.press("Tab")

    await eventually(lambda: notes_on_disk(tmp_path / "var") == ["paid"], within=ON_DISK_WITHIN)
