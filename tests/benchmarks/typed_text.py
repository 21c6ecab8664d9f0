"""Measure how soon typed text is on disk: from the last of 93 keys without a pause, while 30 calls a second come in.

``.venv/bin/python -m tests.benchmarks.typed_text``; ``--rounds 30``. Browser, server and telephone system share one
machine.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

import click
import httpx
from playwright.async_api import Page, async_playwright, expect

from tests.benchmarks.beacon import AGENT, QUIET, browser_path
from tests.benchmarks.staff import hire
from tests.builders import SOURCE
from tests.e2e.people import Agent, TelephoneSystem
from tests.e2e.rain import PANGRAM, calls_raining, notes_on_disk
from tests.running import RunningServer, running_server
from tests.waiting import eventually

ON_DISK_WITHIN = 1.0  # seconds after the last key


@click.command()
@click.option("--rounds", default=10)
def benchmark(rounds: int) -> None:
    """Measure on a fresh server; exit with 1 when a text is late."""
    with tempfile.TemporaryDirectory() as directory:
        data_dir = Path(directory) / "var"
        token, (cookie,) = asyncio.run(hire(data_dir, 1))
        with running_server(data_dir) as server:
            telephone_system = TelephoneSystem(
                address=server.rpc_url, auth=httpx.BasicAuth(SOURCE, token)
            )
            times, rate = asyncio.run(
                _measure(server, telephone_system, cookie, data_dir, rounds=rounds)
            )
    print(
        f"last key to disk   median {statistics.median(times):.2f} s   max {max(times):.2f} s"
        f"   ({len(times)} times, {rate:.0f} calls a second; must be under {ON_DISK_WITHIN})"
    )
    sys.exit(0 if max(times) < ON_DISK_WITHIN else 1)


async def _measure(
    server: RunningServer,
    telephone_system: TelephoneSystem,
    cookie: str,
    data_dir: Path,
    *,
    rounds: int,
) -> tuple[list[float], float]:
    name, _, value = cookie.partition("=")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
        context = await browser.new_context(base_url=server.url)
        await context.add_cookies([{"name": name, "value": value, "url": server.url}])
        page = await context.new_page()
        await page.goto("/")
        await expect(Agent(page).notes).to_be_visible()
        async with calls_raining(telephone_system, AGENT) as answered:
            before = len(answered), time.monotonic()
            times = [await _type(page, data_dir) for _ in range(rounds)]
            rate = (len(answered) - before[0]) / (time.monotonic() - before[1])
        await browser.close()
    return times, rate


async def _type(page: Page, data_dir: Path) -> float:
    """Type the whole text into the empty notes; return the seconds until it is on disk."""
    notes = Agent(page).notes
    await notes.fill("")
    await eventually(lambda: notes_on_disk(data_dir) in ([], [""]))
    await notes.press_sequentially(PANGRAM, delay=0)
    typed_at = time.monotonic()
    await eventually(lambda: notes_on_disk(data_dir) == [PANGRAM], within=30)
    return time.monotonic() - typed_at


if __name__ == "__main__":
    benchmark()
