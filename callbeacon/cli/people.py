"""Commands for users, telephony sources and API tokens. A new token is alone on the last line of standard output."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, TypeVar

import click

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.people import listing
from models.people.privileges import Privilege
from models.people.sources import add_source
from models.people.tokens import add_token
from models.people.users import NewUser, add_user
from models.preparing import prepare

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from models.site import Site

T = TypeVar("T")


def _run(work: Callable[[Site], Awaitable[T]]) -> T:
    async def run() -> T:
        async with site_for(read_settings()) as site:
            await prepare(site.database)
            return await work(site)

    return asyncio.run(run())


@click.group()
def user() -> None:
    """Users: agents, supervisors, administrators."""


@user.command("add")
@click.argument("login")
@click.option("--name", required=True, help="The full name.")
@click.option("--email", default="")
@click.option("--team", default=None, help="Made when there is none of this name.")
@click.option(
    "--privilege", "privileges", multiple=True, type=click.Choice([p.value for p in Privilege])
)
@click.option(
    "--telephony-login", "telephony_logins", multiple=True, help="An extension or agent id."
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add_user_command(
    *,
    login: str,
    name: str,
    email: str,
    team: str | None,
    privileges: tuple[str, ...],
    telephony_logins: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """Add a user; the password is asked for, or read from standard input."""
    new = NewUser(
        login_name=login,
        full_name=name,
        email=email,
        team=team,
        password=_password(password_stdin),
        privileges=[Privilege(privilege) for privilege in privileges],
        telephony_logins=telephony_logins,
    )
    _run(lambda site: add_user(site, new))
    click.echo(f"User {login} added.")


@user.command("list")
def list_users_command() -> None:
    """List users with their privileges."""
    _print_rows(_run(lambda site: listing.users()))


@click.group()
def source() -> None:
    """Telephony sources: servers that may report calls."""


@source.command("add")
@click.argument("name")
@click.option("--network", "networks", multiple=True, help="CIDR; without one, any network.")
@click.option("--region", default=None, help="Two letters, such as CA: how numbers are read.")
def add_source_command(name: str, networks: tuple[str, ...], region: str | None) -> None:
    """Add a telephony source and print its token, which can't be read again."""
    click.echo(_run(lambda site: add_source(site, name, networks=networks, default_region=region)))


@source.command("list")
def list_sources_command() -> None:
    """List telephony sources."""
    _print_rows(_run(lambda site: listing.sources()))


@click.group()
def token() -> None:
    """API tokens: keys of third-party tools to GraphQL."""


@token.command("add")
@click.argument("login")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scope", "scopes", multiple=True)
def add_token_command(login: str, name: str, scopes: tuple[str, ...]) -> None:
    """Add an API token that acts for a user and print it; it can't be read again."""
    click.echo(_run(lambda site: add_token(site, login, name=name, scopes=scopes)))


@token.command("list")
def list_tokens_command() -> None:
    """List API tokens."""
    _print_rows(_run(lambda site: listing.tokens()))


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


def _print_rows(rows: list[tuple[str, ...]]) -> None:
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(len(rows[0]))]
    for row in rows:
        click.echo(
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        )
