"""Measure updateCallState through a real server process on SQLite, beside the same libraries as they come.

``make benchmark``; ``make benchmark ARGS="--seconds 10 --connections 64"``. Servers and client share the machine, so
only the ratios tell anything. Ours answers after the commit, with ``synchronous=FULL``. Linux only, since processor
time is read from /proc.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import msgspec

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.people.privileges import Privilege
from models.people.sources import add_source
from models.preparing import prepare
from models.settings import change_setting
from tests.benchmarks.load import Load, Measured
from tests.benchmarks.pages import Process
from tests.builders import SOURCE, a_user
from tests.running import CHECKOUT, running_server
from tests.servers import free_port
from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

USERS = [f"agent{number}" for number in range(40)]
TIMES_THE_RATE = 10
PART_OF_THE_P99 = 0.1


class Served(NamedTuple):
    """Where messages go, and the process that takes them."""

    url: str
    process: Process


@click.command()
@click.option("--seconds", default=4.0, help="How long each round lasts.")
@click.option("--rounds", default=3)
@click.option("--connections", default=32)
def benchmark(seconds: float, rounds: int, connections: int) -> None:
    """Compare Callbeacon with the baseline; exit with 1 when it is not well ahead."""
    with tempfile.TemporaryDirectory() as directory:
        token = asyncio.run(_fill(Path(directory) / "var"))
        with running_server(Path(directory) / "var") as ours, _baseline(directory) as baseline:

            def load(url: str, seconds: float) -> Measured:
                return _send(
                    Load(
                        url=url,
                        source=SOURCE,
                        token=token,
                        login_names=USERS,
                        connections=connections,
                        seconds=seconds,
                    )
                )

            servers = {
                "Callbeacon": Served(ours.rpc_url, Process(pid=ours.process_id)),
                "baseline": baseline,
            }
            for server in servers.values():
                load(server.url, seconds / 2)
            measured: dict[str, list[Measured]] = {name: [] for name in servers}
            for _ in range(rounds):
                for name, server in servers.items():
                    before = server.process.milliseconds
                    row = load(server.url, seconds)
                    _print_row(name, row, work=server.process.milliseconds - before)
                    measured[name].append(row)
    sys.exit(0 if _is_ahead(measured["Callbeacon"], measured["baseline"]) else 1)


async def _fill(data_dir: Path) -> str:
    async with site_for(read_settings({"CALLBEACON_DATA_DIR": str(data_dir)})) as site:
        await prepare(site.database)
        for login_name in USERS:
            await a_user(site, login_name)
        administrator = await a_user(site, "root", privileges=[Privilege.ADMIN])
        await change_setting(site, administrator, "messages_a_second", 1_000_000, version=0)
        return await add_source(site, SOURCE)


@contextmanager
def _baseline(directory: str) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.baseline", f"{directory}/baseline.sqlite"]
    process = subprocess.Popen([*command, str(port)], cwd=CHECKOUT)
    try:
        asyncio.run(eventually(lambda: _listens(port), within=30))
        yield Served(f"http://127.0.0.1:{port}/", Process(pid=process.pid))
    finally:
        process.kill()
        process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _send(load: Load) -> Measured:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        cwd=CHECKOUT,
        input=msgspec.json.encode(load),
        stdout=subprocess.PIPE,
        check=True,
    )
    return msgspec.json.decode(ran.stdout, type=Measured)


def _print_row(name: str, row: Measured, *, work: float) -> None:
    """Print what a round came to; ``work`` is the server's processor time in milliseconds."""
    print(
        f"{name:<11} {row.rate:7.0f} messages/s   p50 {row.p50:7.1f} ms   p99 {row.p99:7.1f} ms"
        f"   {work / max(row.answered, 1):6.2f} ms of processor time a message   {row.failed} failed",
        flush=True,
    )


def _is_ahead(ours: list[Measured], baseline: list[Measured]) -> bool:
    """Compare the medians of the rounds and say so."""
    rate = statistics.median(row.rate for row in ours) / statistics.median(
        row.rate for row in baseline
    )
    p99 = statistics.median(row.p99 for row in ours) / statistics.median(
        row.p99 for row in baseline
    )
    print(
        f"\n{rate:.1f} times the rate (must be at least {TIMES_THE_RATE}), "
        f"p99 {p99:.3f} of the baseline's (must be under {PART_OF_THE_P99})"
    )
    return rate >= TIMES_THE_RATE and p99 < PART_OF_THE_P99


if __name__ == "__main__":
    benchmark()
