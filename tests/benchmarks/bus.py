"""Measure how long after its server's return everybody who listens has heard that something may have been missed.

``python -m tests.benchmarks.bus``: two nodes' buses, some topics each, the server killed and started again.
The time runs from the first connection that the server accepts; the median must be under 0.6 s.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import click

from models.events import LINKS, Bus
from tests.servers import Postgres, Valkey, running_postgres, running_valkey
from tests.waiting import eventually

if TYPE_CHECKING:
    from models.events import Listener

MEDIAN_UNDER = 0.6
NODES = 2
TOPICS = 200


@click.command()
@click.option("--rounds", default=8)
def benchmark(rounds: int) -> None:
    """Measure with both kinds of server; exit with 1 when the median is too late."""
    with running_valkey() as valkey, running_postgres() as postgres:
        medians = [
            _print_row("Valkey", asyncio.run(_measure(valkey, valkey.url, rounds))),
            _print_row("PostgreSQL", asyncio.run(_measure(postgres, postgres.url(), rounds))),
        ]
    sys.exit(0 if max(medians) < MEDIAN_UNDER else 1)


async def _measure(server: Valkey | Postgres, url: str, rounds: int) -> list[float]:
    times: list[float] = []
    async with AsyncExitStack() as stack:
        buses = [await stack.enter_async_context(Bus(url)) for _ in range(NODES)]
        listeners = [
            await stack.enter_async_context(bus.listen(f"user:{number:032x}"))
            for bus in buses
            for number in range(TOPICS)
        ]
        for _ in range(rounds):
            await asyncio.to_thread(server.kill)
            await eventually(lambda: not any(bus.is_up for bus in buses))
            told = asyncio.gather(*(_told_at(listener) for listener in listeners))
            # The attempts to connect have a rhythm that the start must not fall into.
            await asyncio.sleep(0.3)
            starting = asyncio.create_task(asyncio.to_thread(server.start))
            returned = await _accepts_at(url)
            await starting
            times.append(max(0.0, max(await told) - returned))
    return times


async def _accepts_at(url: str) -> float:
    while True:
        link = LINKS[url.partition("://")[0]](url)
        try:
            await link.open()
        except Exception:  # noqa: BLE001  # whatever it says while it is away or starts
            await asyncio.sleep(0.005)
        else:
            return time.monotonic()
        finally:
            await link.close()


async def _told_at(listener: Listener) -> float:
    while not (await anext(listener)).missed:
        pass
    return time.monotonic()


def _print_row(name: str, times: list[float]) -> float:
    median = statistics.median(times)
    print(f"{name:<11} median {median:5.2f} s   max {max(times):5.2f} s   ({len(times)} restarts)")
    return median


if __name__ == "__main__":
    benchmark()
