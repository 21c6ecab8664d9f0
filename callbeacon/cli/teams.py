"""Commands for teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callbeacon.cli.people import print_rows, run_on_site
from models.people import teams

if TYPE_CHECKING:
    from models.site import Site


@click.group()
def team() -> None:
    """Teams: groups of agents that their supervisors may see."""


@team.command("add")
@click.argument("name")
def add_team_command(name: str) -> None:
    """Add a team."""
    run_on_site(lambda site: teams.create_team(site, None, name))
    click.echo(f"Team {name} added.")


@team.command("rename")
@click.argument("name")
@click.argument("new")
def rename_team_command(name: str, new: str) -> None:
    """Rename a team."""

    async def rename(site: Site) -> None:
        found = await teams.find_team(name)
        await teams.rename_team(site, None, found.id, new, version=found.version)

    run_on_site(rename)
    click.echo(f"Team {name} is called {new} now.")


@team.command("delete")
@click.argument("name")
def delete_team_command(name: str) -> None:
    """Delete a team that nobody belongs to."""

    async def delete(site: Site) -> None:
        await teams.delete_team(site, None, (await teams.find_team(name)).id)

    run_on_site(delete)
    click.echo(f"Team {name} deleted.")


@team.command("list")
def list_teams_command() -> None:
    """List teams with how many belong to them."""
    found = run_on_site(lambda site: teams.all_teams())
    print_rows([("NAME", "MEMBERS"), *((each.name, str(each.members)) for each in found)])
