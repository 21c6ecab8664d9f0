"""Commands for users, telephony sources and API tokens; a new token is alone on the last line of output."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC
from typing import TYPE_CHECKING, TypeVar

import click

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.people import accounts, granting, importing, listing, source_list, tokens
from models.people.importing import ImportOutcome
from models.people.privileges import Privilege
from models.people.users import NewUser, find_user
from models.preparing import prepare

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime
    from typing import TextIO
    from uuid import UUID

    from models.site import Site

T = TypeVar("T")
TEMPORARY = "Make a password and print it alone on the last line; the user has to choose another."
PRIVILEGE = click.Choice([privilege.value for privilege in Privilege])


def run_on_site(work: Callable[[Site], Awaitable[T]]) -> T:
    """Do something on the installation that the settings describe."""

    async def run() -> T:
        async with site_for(read_settings()) as site:
            await prepare(site.database)
            return await work(site)

    return asyncio.run(run())


def _run_for(login: str, change: Callable[[Site, UUID], Awaitable[object]]) -> None:
    async def run(site: Site) -> None:
        await change(site, await find_user(login))

    run_on_site(run)


@click.group()
def user() -> None:
    """Users: agents, supervisors, administrators."""


@user.command("add")
@click.argument("login")
@click.option("--name", required=True, help="The full name.")
@click.option("--email", default="")
@click.option("--team", default=None, help="Made when there is none of this name.")
@click.option("--privilege", "privileges", multiple=True, type=PRIVILEGE)
@click.option(
    "--telephony-login", "telephony_logins", multiple=True, help="An extension or agent id."
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--temporary-password", is_flag=True, help=TEMPORARY)
def add_user_command(
    *,
    login: str,
    name: str,
    email: str,
    team: str | None,
    privileges: tuple[str, ...],
    telephony_logins: tuple[str, ...],
    password_stdin: bool,
    temporary_password: bool,
) -> None:
    """Add a user; the password is asked for, read from standard input, or made and printed."""
    password = _new_password(from_stdin=password_stdin, is_temporary=temporary_password)
    new = NewUser(
        login_name=login,
        full_name=name,
        email=email,
        team=team,
        password=password,
        must_change_password=temporary_password,
        privileges=[Privilege(privilege) for privilege in privileges],
        telephony_logins=telephony_logins,
    )
    run_on_site(lambda site: accounts.create_user(site, None, new))
    click.echo(f"User {login} added.")
    if temporary_password:
        click.echo(password)


@user.command("disable")
@click.argument("login")
def disable_user_command(login: str) -> None:
    """Keep a user out: sessions end, tokens open nothing, messages are refused."""
    _run_for(login, lambda site, user_id: granting.disable_user(site, None, user_id))
    click.echo(f"User {login} disabled.")


@user.command("enable")
@click.argument("login")
def enable_user_command(login: str) -> None:
    """Let a user in again."""
    _run_for(login, lambda site, user_id: granting.enable_user(site, None, user_id))
    click.echo(f"User {login} enabled.")


@user.command("passwd")
@click.argument("login")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--temporary-password", is_flag=True, help=TEMPORARY)
def passwd_command(login: str, *, password_stdin: bool, temporary_password: bool) -> None:
    """Set a user's password: asked for, read from standard input, or made and printed; the user's sessions end."""
    _refuse_both(from_stdin=password_stdin, is_temporary=temporary_password)
    given = None if temporary_password else _password(password_stdin)

    async def reset(site: Site) -> str:
        return await accounts.reset_password(site, None, await find_user(login), given)

    password = run_on_site(reset)
    click.echo(f"Password of {login} set.")
    if temporary_password:
        click.echo(password)


@user.command("privileges")
@click.argument("login")
@click.option("--grant", "granted", multiple=True, type=PRIVILEGE)
@click.option("--revoke", "revoked", multiple=True, type=PRIVILEGE)
def privileges_command(login: str, granted: tuple[str, ...], revoked: tuple[str, ...]) -> None:
    """Grant and revoke privileges of a user."""
    _run_for(
        login,
        lambda site, user_id: granting.change_privileges(
            site,
            None,
            user_id,
            granted=[Privilege(name) for name in granted],
            revoked=[Privilege(name) for name in revoked],
        ),
    )
    click.echo(f"Privileges of {login} changed.")


@user.command("import")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--preview", is_flag=True, help="Say what would happen, and change nothing.")
def import_users_command(file: TextIO, *, preview: bool) -> None:
    """Add users from CSV: login_name, name, email, team, privileges, telephony_logins.

    The temporary passwords are printed this once.
    """
    text = file.read()
    rows = run_on_site(lambda site: importing.import_users(site, None, text, is_preview=preview))
    added = sum(row.outcome is ImportOutcome.CREATED for row in rows)
    table = [("LINE", "LOGIN", "OUTCOME", "CAUSE OR PASSWORD")]
    for row in rows:
        told = row.cause or row.password or ""
        table.append((str(row.line), row.login_name, row.outcome.lower(), told))
    print_rows(table)
    click.echo(f"{added} {'would be added' if preview else 'added'}, {len(rows) - added} skipped.")


@user.command("list")
def list_users_command() -> None:
    """List users with their privileges."""
    print_rows(run_on_site(lambda site: listing.users()))


@click.group()
def source() -> None:
    """Telephony sources: servers that may report calls."""


@source.command("add")
@click.argument("name")
@click.option("--network", "networks", multiple=True, help="CIDR; without one, any network.")
@click.option("--region", default=None, help="Two letters, such as CA: how numbers are read.")
def add_source_command(name: str, networks: tuple[str, ...], region: str | None) -> None:
    """Add a telephony source and print its token, which can't be read again."""
    made = run_on_site(
        lambda site: source_list.create_source(
            site, None, name, networks=networks, default_region=region
        )
    )
    click.echo(made.token)


@source.command("revoke")
@click.argument("name")
def revoke_source_command(name: str) -> None:
    """Refuse a source's messages from now on."""

    async def revoke(site: Site) -> None:
        await source_list.revoke_source(site, None, await source_list.source_named(name))

    run_on_site(revoke)
    click.echo(f"Telephony source {name} revoked.")


@source.command("renew")
@click.argument("name")
def renew_source_command(name: str) -> None:
    """Print a new token for a source; the one before opens nothing any more, and a revoked source may send again."""

    async def renew(site: Site) -> str:
        source_id = await source_list.source_named(name)
        return (await source_list.renew_source_token(site, None, source_id)).token

    click.echo(run_on_site(renew))


@source.command("list")
def list_sources_command() -> None:
    """List telephony sources."""
    print_rows(run_on_site(lambda site: listing.sources()))


@click.group()
def token() -> None:
    """API tokens: keys of third-party tools to GraphQL."""


@token.command("add")
@click.argument("login")
@click.option("--name", required=True, help="What the token is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([str(scope) for scope in tokens.SCOPES]),
    help="read: no change. A privilege: none but these. Without one, all that the user may.",
)
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="The first day it is no good.")
def add_token_command(
    login: str, name: str, scopes: tuple[str, ...], expires: datetime | None
) -> None:
    """Add an API token that acts for a user and print it; it can't be read again."""
    expires_at = expires.replace(tzinfo=UTC) if expires else None
    made = run_on_site(
        lambda site: tokens.make_token(
            site, None, login, name=name, scopes=scopes, expires_at=expires_at
        )
    )
    click.echo(made.secret)


@token.command("revoke")
@click.argument("login")
@click.option("--name", required=True, help="What the token was for.")
def revoke_token_command(login: str, name: str) -> None:
    """End a user's tokens of this name."""

    async def revoke(site: Site) -> int:
        return await tokens.revoke_tokens_named(site, await find_user(login), name)

    click.echo(f"{run_on_site(revoke)} revoked.")


@token.command("list")
def list_tokens_command() -> None:
    """List API tokens."""
    print_rows(run_on_site(lambda site: listing.tokens()))


def _new_password(*, from_stdin: bool, is_temporary: bool) -> str:
    _refuse_both(from_stdin=from_stdin, is_temporary=is_temporary)
    return accounts.temporary_password() if is_temporary else _password(from_stdin)


def _refuse_both(*, from_stdin: bool, is_temporary: bool) -> None:
    if from_stdin and is_temporary:
        raise click.UsageError("Give a password or have one made, not both.")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


def print_rows(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows as columns."""
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(len(rows[0]))]
    for row in rows:
        click.echo(
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        )
