"""Measure how soon open pages are live again: after a restart of the server, and after a network that swallowed all.

``.venv/bin/python -m tests.benchmarks.reconnecting``; ``--restarts 20 --pages 10``. The clock starts when the server
answers its first request, or when the network carries again. Linux; everything shares one machine.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import click
import httpx
from playwright.async_api import Page, async_playwright

from tests.benchmarks.beacon import QUIET, browser_path
from tests.benchmarks.staff import hire
from tests.cable import Cable, cable_to
from tests.running import RunningServer, running_server

BACK_WITHIN = 2.0  # seconds from the server's first answer, for every page
WATCH = """
() => new MutationObserver(() => seen(document.body.dataset.conn === "up", Date.now() / 1000))
  .observe(document.body, { attributes: true, attributeFilter: ["data-conn"] })
"""

Changes = asyncio.Queue[tuple[bool, float]]


@click.command()
@click.option("--restarts", default=6)
@click.option("--black-holes", default=2)
@click.option("--pages", default=4, help="How many tabs are open.")
def benchmark(restarts: int, black_holes: int, pages: int) -> None:
    """Measure on a fresh server; exit with 1 when a page comes back late after a restart."""
    with tempfile.TemporaryDirectory() as directory:
        _, (cookie,) = asyncio.run(hire(Path(directory) / "var", 1))
        with running_server(Path(directory) / "var") as server:
            back = asyncio.run(_restarts(server, cookie, rounds=restarts, pages=pages))
            noticed, after = asyncio.run(_black_holes(server, cookie, rounds=black_holes))
    _print_row("live again after a restart", back)
    _print_row("black hole noticed", noticed)
    _print_row("live again after a black hole", after)
    print(f"\nafter a restart: max {max(back):.2f} s (must be under {BACK_WITHIN})")
    sys.exit(0 if max(back) < BACK_WITHIN else 1)


async def _restarts(server: RunningServer, cookie: str, *, rounds: int, pages: int) -> list[float]:
    back: list[float] = []
    async with _open(server.url, cookie, pages=pages) as changes:
        for _ in range(rounds):
            server.kill()
            await _each(changes, pages, is_up=False)
            # The pages try in a rhythm that the start must not fall into.
            await asyncio.sleep(random.uniform(0, 1))
            starting = asyncio.create_task(asyncio.to_thread(server.start))
            answered = await _first_answer(server)
            back += [at - answered for at in await _each(changes, pages, is_up=True)]
            await starting
    return back


async def _black_holes(
    server: RunningServer, cookie: str, *, rounds: int
) -> tuple[list[float], list[float]]:
    noticed: list[float] = []
    after: list[float] = []
    async with cable_to(server.port) as cable, _open(cable.origin, cookie, pages=1) as changes:
        for _ in range(rounds):
            began = _swallow(cable)
            (at,) = await _each(changes, 1, is_up=False)
            noticed.append(at - began)
            await asyncio.sleep(random.uniform(0, 5))
            await cable.plug_in()
            began = time.time()
            (at,) = await _each(changes, 1, is_up=True)
            after.append(at - began)
    return noticed, after


def _swallow(cable: Cable) -> float:
    cable.swallow()
    return time.time()


async def _first_answer(server: RunningServer) -> float:
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                await client.get(f"{server.url}/health/live")
            except httpx.TransportError:
                await asyncio.sleep(0.005)
            else:
                return time.time()


async def _each(changes: Changes, pages: int, *, is_up: bool) -> list[float]:
    """Wait until every page has changed to this; return when."""
    times: list[float] = []
    while len(times) < pages:
        state, at = await asyncio.wait_for(changes.get(), 60)
        if state == is_up:
            times.append(at)
    return times


@asynccontextmanager
async def _open(origin: str, cookie: str, *, pages: int) -> AsyncIterator[Changes]:
    """Show the agent's page in several tabs and give the times at which their connections changed."""
    changes: Changes = asyncio.Queue()
    name, _, value = cookie.partition("=")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
        context = await browser.new_context(base_url=origin)
        await context.add_cookies([{"name": name, "value": value, "url": origin}])
        await context.expose_function("seen", lambda state, at: changes.put_nowait((state, at)))
        for _ in range(pages):
            page: Page = await context.new_page()
            await page.goto("/")
            await page.locator("body[data-conn=up]").wait_for()
            await page.evaluate(WATCH)
        yield changes
        await browser.close()


def _print_row(name: str, times: list[float]) -> None:
    print(
        f"{name:<30} median {statistics.median(times):5.2f} s   max {max(times):5.2f} s"
        f"   ({len(times)} times)"
    )


if __name__ == "__main__":
    benchmark()
