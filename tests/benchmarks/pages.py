"""Measure signed-in pages over real sockets: memory, the round trip of an event, a change that all of them show.

``.venv/bin/python -m tests.benchmarks.pages``; ``--pages 1 --pages 100``. Server and clients share the machine. Linux
only, since memory and processor time are read from /proc.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import click
import httpx
import uvloop

from tests.benchmarks.staff import hire, sign_in_on_devices
from tests.builders import SOURCE, an_rpc
from tests.running import RunningServer, running_server
from tests.ui.screen import elements
from tests.ui.socket import SocketPage, socket_page

AT_A_TIME = 10
PAGES_A_DEVICE = 20
EVENTS = 300
EVENTS_A_SECOND = 20


@dataclass(slots=True, kw_only=True)
class Process:
    """Read what the server has used so far."""

    pid: int

    @property
    def megabytes(self) -> float:
        """Tell the memory that it holds."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    @property
    def milliseconds(self) -> float:
        """Tell the processor time that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@click.command()
@click.option("--pages", "counts", multiple=True, default=(1, 100, 500))
def benchmark(counts: tuple[int, ...]) -> None:
    """Measure with each number of pages on a fresh server."""
    for count in counts:
        with tempfile.TemporaryDirectory() as directory:
            data_dir = Path(directory) / "var"
            token, cookies = asyncio.run(hire(data_dir, count + 1))
            devices = 1 + count // PAGES_A_DEVICE
            own = asyncio.run(sign_in_on_devices(data_dir, f"agent{count}", devices))
            with running_server(data_dir) as server:
                uvloop.run(_measure(server, (SOURCE, token), cookies, own))


async def _measure(
    server: RunningServer, auth: tuple[str, str], cookies: list[str], own: list[str]
) -> None:
    """Measure a page for each of the cookies but the last, then as many of the last one's, on ``own`` devices."""
    process = Process(pid=server.process_id)
    # The first page makes the server load what all others share.
    async with socket_page(server.url, cookie=cookies[-1]):
        pass
    agents = len(cookies) - 1
    print(f"\n{agents} pages")
    async with AsyncExitStack() as stack:
        pages = await _open(stack, server, cookies[:-1], process)
        await _type(pages, process)
    async with AsyncExitStack() as stack:
        pages = await _open(
            stack, server, [own[number // PAGES_A_DEVICE] for number in range(agents)], process
        )
        await _ring(pages, server, auth, process)


async def _open(
    stack: AsyncExitStack, server: RunningServer, cookies: list[str], process: Process
) -> list[SocketPage]:
    memory, work = process.megabytes, process.milliseconds
    pages: list[SocketPage] = []
    times: list[float] = []
    waiting = iter(cookies)

    async def open_some() -> None:
        for cookie in waiting:
            began = time.perf_counter()
            pages.append(await stack.enter_async_context(socket_page(server.url, cookie=cookie)))
            times.append(time.perf_counter() - began)

    await asyncio.gather(*(open_some() for _ in range(AT_A_TIME)))
    print(
        f"  opening      {_spread(times)}, {AT_A_TIME} at a time; first frame {pages[0].sizes[0]} bytes; server "
        f"{(process.milliseconds - work) / len(pages):.1f} ms and "
        f"{(process.megabytes - memory) / len(pages):.2f} MB for each"
    )
    return pages


async def _type(pages: list[SocketPage], process: Process) -> None:
    """Type into the notes of one page after another, in a steady rhythm, and wait for each to be saved."""
    work, began = process.milliseconds, time.perf_counter()
    sizes = sum(len(page.sizes) for page in pages)
    typing: list[asyncio.Task[float]] = []
    for number in range(EVENTS):
        if number >= len(pages):
            await typing[number - len(pages)]  # nobody types twice at once
        page = pages[number % len(pages)]
        typing.append(asyncio.create_task(_type_into(page, f"text {number}")))
        await asyncio.sleep(max(0, began + number / EVENTS_A_SECOND - time.perf_counter()))
    times = await asyncio.gather(*typing)
    updates = sum(len(page.sizes) for page in pages) - sizes
    print(
        f"  an event     {_spread(times)}; server {(process.milliseconds - work) / EVENTS:.1f} ms and "
        f"{updates / EVENTS:.1f} updates for each"
    )


async def _type_into(page: SocketPage, text: str) -> float:
    notes = page.one(data_field="notes")
    version = notes["attributes"]["data-version"]
    sent = time.perf_counter()
    await page.send(notes, "onInput", value=text)
    await page.until(lambda: page.one(data_field="notes")["attributes"]["data-version"] != version)
    return time.perf_counter() - sent


async def _ring(
    pages: list[SocketPage], server: RunningServer, auth: tuple[str, str], process: Process
) -> None:
    """Let a call wait for the one agent whose tabs all the pages are, until all of them flash."""
    body = an_rpc(f"agent{len(pages)}", "CONNECTED", "+14165550199")
    work = process.milliseconds
    async with httpx.AsyncClient(auth=auth, trust_env=False) as client:
        await client.get(server.url + "/health/live")
        sent = time.perf_counter()
        answering = asyncio.create_task(client.post(server.rpc_url, json=body))
        seen = await asyncio.gather(*(_flash(page) for page in pages))
        assert (await answering).json()["result"] is None
    times = [at - sent for at in seen]
    print(
        f"  a call in all {_spread(times)}, the last {1000 * max(times):.1f} ms; server "
        f"{(process.milliseconds - work) / len(pages):.2f} ms for each"
    )


async def _flash(page: SocketPage) -> float:
    await page.until(lambda: bool(elements(page.model, data_flashing="")))
    return time.perf_counter()


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    p99 = ordered[len(ordered) * 99 // 100]
    return f"p50 {1000 * statistics.median(ordered):6.1f} ms, p99 {1000 * p99:6.1f} ms"


if __name__ == "__main__":
    benchmark()
