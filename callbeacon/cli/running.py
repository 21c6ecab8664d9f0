"""Commands that prepare the database and serve."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from callbeacon import demo as demo_data
from callbeacon.installation import site_for
from callbeacon.logs import configure_logging
from callbeacon.settings import Settings, read_settings
from models.preparing import prepare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CURL = (
    "curl -u {source}:{token} '{address}/{context}/soa/nexj:call:InboundCall:1.0/json-rpc' \\\n"
    '  -d \'{{"jsonrpc":"2.0","method":"updateCallState",'
    '"params":["user101","CONNECTED","4165550100","1084CC0BCF18B24ABF86830DD046021FC0"],"id":1}}\''
)


@click.command()
def serve() -> None:
    """Serve until interrupted; the database is brought up to date first."""
    settings = read_settings()
    # What is wrong with the database becomes a sentence here; inside the server it would be a traceback.
    asyncio.run(_prepare(settings))
    _serve(settings, lambda: click.echo(f"Callbeacon serves on {_address(settings)}"))


@click.command()
def migrate() -> None:
    """Bring the database up to date and exit."""
    ran = asyncio.run(_prepare(read_settings()))
    click.echo(f"{len(ran)} migrations ran." if ran else "The database is up to date.")


@click.command()
@click.option(
    "--serve", "serves", is_flag=True, help="Then serve, and say how to see a beacon flash."
)
def demo(serves: bool) -> None:
    """Fill an empty database with demo data; a database in use is left alone."""
    settings = read_settings()
    kept_in = settings.data_dir / "demo.txt"
    was_filled = asyncio.run(_fill(settings, kept_in))
    if not serves:
        click.echo(f"Demo data made; see {kept_in}." if was_filled else "There are users already.")
        return
    _serve(settings, lambda: welcome(settings, kept_in))


async def _prepare(settings: Settings) -> list[str]:
    async with site_for(settings) as site:
        return await prepare(site.database)


async def _fill(settings: Settings, keep_in: Path) -> bool:
    async with site_for(settings) as site:
        await prepare(site.database)
        if not await demo_data.is_empty():
            return False
        await demo_data.make_demo_data(site, keep_in)
        return True


def _serve(settings: Settings, when_ready: Callable[[], None]) -> None:
    configure_logging(settings.log_level)
    # Imported here, since the other commands start faster without the pages.
    from callbeacon.server import serve as run

    run(settings, when_ready)


def welcome(settings: Settings, kept_in: Path) -> None:
    """Say where it serves, who can sign in to the demo data, and how to make a beacon flash."""
    address = _address(settings)
    click.echo(f"\nCallbeacon serves on {address}  (Ctrl-C stops it)\n")
    if not kept_in.exists():
        return
    text = kept_in.read_text(encoding="utf-8").strip()
    token = text.splitlines()[-1]
    click.echo(text.rpartition("\n\n")[0])
    curl = CURL.format(
        source=demo_data.SOURCE, token=token, address=address, context=settings.context
    )
    click.echo(f"\nSign in as user101, then make the beacon flash:\n\n{curl}\n")


def _address(settings: Settings) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104  # compared, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
