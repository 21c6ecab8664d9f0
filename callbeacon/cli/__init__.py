"""The command line: run Callbeacon, and administer it without a browser."""

import sys

import click

from callbeacon.cli.backups import backup, restore
from callbeacon.cli.doctor import doctor
from callbeacon.cli.people import source, token, user
from callbeacon.cli.running import demo, migrate, serve
from callbeacon.cli.teams import team
from callbeacon.logs import configure_logging
from callbeacon.settings import WrongSetting
from models.database import DatabaseAddressError
from models.database.backup import BackupRefused
from models.errors import CallbeaconError, DatabaseDown


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Inbound-call handling for contact centres. Settings are read from CALLBEACON_* variables."""


for command in (serve, migrate, demo, doctor, backup, restore, user, team, source, token):
    commands.add_command(command)


def main() -> None:
    """Run the command line; what was refused is one sentence on standard error and exit status 1."""
    configure_logging()
    try:
        commands(prog_name="callbeacon")
    except (BackupRefused, CallbeaconError, DatabaseAddressError, OSError, WrongSetting) as error:
        because = f" ({error.__cause__})" if isinstance(error, DatabaseDown) else ""
        click.echo(f"callbeacon: {error}{because}", err=True)
        sys.exit(1)
