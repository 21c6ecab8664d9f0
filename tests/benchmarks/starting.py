"""Measure a start with a warm cache, and what an idle server holds.

``.venv/bin/python -m tests.benchmarks.starting``; ``--starts 5``. A busy machine stretches the time on the clock; the
processor time is what the start itself costs. Linux only, since memory and processor time are read from /proc.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import click

from tests.benchmarks.pages import Process
from tests.running import RunningServer, running_server

SECONDS_TO_SETTLE = 3.0  # what is imported late has been by then
START_WITHIN = 1.5  # seconds, on a machine with nothing else to do
IDLE_UNDER = 130.0  # MB


@click.command()
@click.option("--starts", default=5)
def benchmark(starts: int) -> None:
    """Start a server so many times on the same database, after once that fills the cache."""
    with (
        tempfile.TemporaryDirectory() as directory,
        running_server(Path(directory) / "var") as server,
    ):
        server.stop()
        measured = [_start(server) for _ in range(starts)]
        clock, work = (statistics.median(each) for each in zip(*measured, strict=True))
        print(
            f"start until ready   {clock:.2f} s on the clock, {work:.2f} s of processor time (aim {START_WITHIN} s)"
        )
        server.start()
        time.sleep(SECONDS_TO_SETTLE)
        resident, proportional = memory(server.process_id)
        print(
            f"idle server         {resident:.0f} MB resident, {proportional:.0f} MB of its own share "
            f"(aim {IDLE_UNDER:.0f} MB)"
        )


def _start(server: RunningServer) -> tuple[float, float]:
    """Return the seconds until it was ready, on the clock and of its processor time."""
    began = time.perf_counter()
    server.start()
    took = time.perf_counter() - began
    work = Process(pid=server.process_id).milliseconds / 1000
    server.stop()
    return took, work


def memory(pid: int) -> tuple[float, float]:
    """Return the resident and the proportional set size of a process in MB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = {line.split()[0]: int(line.split()[1]) for line in rollup[1:]}
    return kilobytes["Rss:"] / 1024, kilobytes["Pss:"] / 1024


if __name__ == "__main__":
    benchmark()
