"""Measure what a call adds to an SQLite database: a CONNECTED and a DISCONNECTED, their traces with it.

``.venv/bin/python -m tests.benchmarks.growth``; ``--calls 20000``.
"""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import click

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.calls.messages import CallStatus
from models.calls.writer import update_call_state
from models.preparing import prepare
from models.site import Site
from tests.builders import a_message, a_source_id, a_user

AGENTS = 10


@click.command()
@click.option("--calls", default=5000)
def growth(calls: int) -> None:
    """Say how many bytes a call takes."""
    with tempfile.TemporaryDirectory() as directory:
        data_dir = Path(directory)
        file = data_dir / "callbeacon.sqlite"
        login_names = asyncio.run(_hire(data_dir))
        before = file.stat().st_size
        asyncio.run(_report(data_dir, login_names, calls))
        took = file.stat().st_size - before
    click.echo(f"{took / calls:.0f} bytes a call, of {calls} calls")


async def _hire(data_dir: Path) -> list[str]:
    async with _site(data_dir) as site:
        await prepare(site.database)
        return [(await a_user(site)).login_name for _ in range(AGENTS)]


async def _report(data_dir: Path, login_names: list[str], calls: int) -> None:
    async with _site(data_dir) as site:
        source_id = await a_source_id(site)
        for begin in range(0, calls, AGENTS):
            for status in (CallStatus.CONNECTED, CallStatus.DISCONNECTED):
                messages = [
                    a_message(
                        login_name,
                        status,
                        source_id=source_id,
                        phone_number=f"+1416{begin + position:07}",
                        details={"account_number": f"AC-{begin + position}"},
                    )
                    for position, login_name in enumerate(login_names)
                ]
                await asyncio.gather(*(update_call_state(site, each) for each in messages))


def _site(data_dir: Path) -> AbstractAsyncContextManager[Site]:
    return site_for(read_settings({"CALLBEACON_DATA_DIR": str(data_dir)}))


if __name__ == "__main__":
    growth()
