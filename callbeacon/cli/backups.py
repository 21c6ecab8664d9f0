"""Commands that back up and restore an SQLite database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.backups import note_backup
from models.database import open_database, pending_migrations
from models.database.backup import back_up, sqlite_file
from models.database.backup import restore as put_back
from models.preparing import prepare

if TYPE_CHECKING:
    from callbeacon.settings import Settings

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--made-elsewhere", is_flag=True, help="Only note that other tools made this backup.")
def backup(file: Path, *, made_elsewhere: bool) -> None:
    """Copy the SQLite database to FILE while the server runs, and check the copy."""
    settings = read_settings()
    if not made_elsewhere:
        back_up(sqlite_file(settings.database_url), file)
    asyncio.run(_note(settings, str(file)))
    click.echo(f"Backup {file} {'noted' if made_elsewhere else 'made and checked'}.")


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the SQLite database, while no server runs."""
    settings = read_settings()
    aside = put_back(file, sqlite_file(settings.database_url), now=datetime.now(UTC))
    asyncio.run(_bring_up_to_date(settings))
    click.echo(f"Restored {file}.")
    if aside:
        click.echo(f"The former database is kept as {aside}.")


async def _note(settings: Settings, name: str) -> None:
    """Note the backup, unless that would upgrade the database beneath an older server."""
    database = open_database(settings.database_url)
    await database.open()
    try:
        waiting = await pending_migrations(database)
    finally:
        await database.close()
    if not waiting:
        async with site_for(settings) as site:
            await note_backup(site, name)


async def _bring_up_to_date(settings: Settings) -> None:
    async with site_for(settings) as site:
        await prepare(site.database)
