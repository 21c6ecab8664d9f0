"""API tokens: keys of third-party tools to GraphQL. They open nothing on the telephony interface."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from models import audit
from models.errors import InvalidValue, NoSuchToken, NoSuchUser, TokenMayNot
from models.identifiers import new_id
from models.people.changing import administer
from models.people.ending import NEVER, until_ended
from models.people.privileges import Privilege, Viewer, require
from models.people.secrets import hash_secret, new_secret
from models.people.sessions import announce_end, sessions_topic
from models.people.tables import ApiToken, User
from models.people.users import login_key
from models.sharing import read_among
from models.text import checked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site


READ = "read"
SCOPES = (READ, *Privilege)
TOKENS = """
    SELECT k.*, u.login_name, u.full_name FROM api_token k JOIN app_user u ON u.id = k."user"
    WHERE k."user" = {} OR {} ORDER BY k.id DESC
"""

# One statement, because it stands at the beginning of everything that a tool asks.
VALID = """
    SELECT k.token_hash, k.id AS token_id, k.expires_at, k.scopes,
           u.id, u.login_name, u.full_name, u.team, g.privilege
    FROM api_token k
    JOIN app_user u ON u.id = k."user"
    LEFT JOIN granted_privilege g ON g."user" = u.id
    WHERE {tokens} AND k.revoked_at IS NULL AND u.is_enabled
        AND (k.expires_at IS NULL OR k.expires_at > {{}})
"""


class TokenCard(Struct, frozen=True, kw_only=True):
    """Show an API token and the user it acts for.

    ``scopes``: ``read`` for nothing but questions, and the privileges it is limited to; empty: all that the user may.
    """

    id: UUID
    name: str
    user_id: UUID
    login_name: str
    full_name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class NewToken(Struct, frozen=True, kw_only=True):
    """Give a token that was just made; the secret can't be read again."""

    id: UUID
    secret: str


async def list_tokens(viewer: Viewer, *, of_everyone: bool = False) -> list[TokenCard]:
    """List the viewer's tokens, or everyone's for an administrator, newest first."""
    if of_everyone:
        require(viewer, Privilege.ADMIN)
    return [_card(row) for row in await ApiToken.raw(TOKENS, viewer.user_id, of_everyone)]


async def create_token(
    site: Site,
    viewer: Viewer,
    *,
    name: str,
    scopes: Sequence[str] = (),
    expires_at: datetime | None = None,
    login_name: str | None = None,
) -> NewToken:
    """Make a token for the viewer, or an administrator's for any user.

    A token may not make another one, which could do more than itself, unless it acts with gAdmin.
    """
    if login_name is not None and login_key(login_name) != login_key(viewer.login_name):
        require(viewer, Privilege.ADMIN)
    if viewer.session_id is None and not viewer.has(Privilege.ADMIN):
        raise TokenMayNot
    for_whom = login_name or viewer.login_name
    return await make_token(site, viewer, for_whom, name=name, scopes=scopes, expires_at=expires_at)


async def add_token(site: Site, login_name: str, *, name: str, scopes: Sequence[str]) -> str:
    """Add a token that acts for the user and return it; it can't be read again."""
    return (await make_token(site, None, login_name, name=name, scopes=scopes)).secret


async def make_token(
    site: Site,
    by: Viewer | None,
    login_name: str,
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None = None,
) -> NewToken:
    """Make a token that acts for the user; the caller checks who may. ``by`` is None for the command line."""
    name, token = checked("name", name, shortest=1), new_secret("cba")
    scopes, token_id = _checked_scopes(scopes), new_id()
    if expires_at is not None and expires_at <= site.now():
        raise InvalidValue("expiresAt", "is a time that is still to come.")

    row = ApiToken(
        id=token_id,
        name=name,
        token_hash=hash_secret(token),
        scopes=json.dumps(scopes),
        created_at=site.now(),
        expires_at=expires_at,
    )

    async def add() -> None:
        row.user = await _enabled_user(login_name)
        await ApiToken.insert(row)
        after = {"name": name, "user": login_name, "scopes": scopes, "expires_at": expires_at}
        await audit.note(site, by, "token.created", kind="token", subject=token_id, after=after)

    await administer(site, add)
    return NewToken(id=token_id, secret=token)


async def revoke_token(site: Site, token_id: UUID, *, by: Viewer | None = None) -> None:
    """Revoke a token, at once for whoever is connected with it; a second time nothing happens.

    ``by`` may revoke the own tokens, an administrator all; None is the command line.
    """

    async def revoke() -> list[Row]:
        await _check_revocable(token_id, by)
        revoked: list[Row] = (
            await ApiToken.update({ApiToken.revoked_at: site.now()})
            .where(ApiToken.id == token_id, ApiToken.revoked_at.is_null())
            .returning(ApiToken.user, ApiToken.name)
        )
        for row in revoked:
            before = {"name": row["name"]}
            await audit.note(
                site, by, "token.revoked", kind="token", subject=token_id, before=before
            )
        return revoked

    for row in await administer(site, revoke):
        await announce_end(site, row["user"])


async def revoke_tokens_named(site: Site, user_id: UUID, name: str) -> int:
    """Revoke what a user has of tokens with this name, from the command line; raise ``NoSuchToken`` for none."""
    rows = await ApiToken.select(ApiToken.id).where(
        ApiToken.user == user_id, ApiToken.name == name.strip(), ApiToken.revoked_at.is_null()
    )
    for row in rows:
        await revoke_token(site, row["id"])
    if not rows:
        raise NoSuchToken
    return len(rows)


async def viewer_of_token(site: Site, token: str) -> Viewer | None:
    """Return who the token acts for; None when it is unknown, revoked or has expired."""
    rows = await _valid(site, token)
    return _viewer(rows) if rows else None


async def token_ended(site: Site, token: str) -> None:
    """Return when the token is good for nothing any more: revoked, expired, or its user disabled."""

    async def read_end() -> datetime | None:
        rows = await _valid(site, token)
        return (rows[0]["expires_at"] or NEVER) if rows else None

    if rows := await _valid(site, token):
        await until_ended(site, sessions_topic(rows[0]["id"]), read_end)


async def _valid(site: Site, token: str) -> list[Row]:
    """Read the token with its user, a row for each privilege; no row when it opens nothing."""
    return await read_among(site, _valid_among, hash_secret(token)) or []


async def _valid_among(site: Site, token_hashes: frozenset[str]) -> Mapping[str, list[Row]]:
    # Piccolo's raw queries have braces where statements of ours have numbers.
    sql = VALID.format(tokens=site.database.any_of("k.token_hash", 1).replace("$1", "{}"))
    found: dict[str, list[Row]] = {}
    for row in await ApiToken.raw(sql, site.database.values(token_hashes), site.now()):
        found.setdefault(row["token_hash"], []).append(row)
    return found


async def _enabled_user(login_name: str) -> UUID:
    user = (
        await User.select(User.id)
        .where(User.login_key == login_key(login_name), User.is_enabled.eq(True))
        .first()
    )
    if user is None:
        raise NoSuchUser(login_name)
    user_id: UUID = user["id"]
    return user_id


def _viewer(rows: list[Row]) -> Viewer:
    """Return the token's user, without what the token's scopes leave out."""
    token = rows[0]
    scopes = json.loads(token["scopes"])
    privileges = frozenset(row["privilege"] for row in rows if row["privilege"])
    if limits := set(scopes) - {READ}:
        privileges = privileges & limits
    return Viewer(
        user_id=token["id"],
        login_name=token["login_name"],
        full_name=token["full_name"],
        privileges=privileges,
        team_id=token["team"],
        token_id=token["token_id"],
        is_read_only=READ in scopes,
    )


async def _check_revocable(token_id: UUID, by: Viewer | None) -> None:
    row = await ApiToken.select(ApiToken.user).where(ApiToken.id == token_id).first()
    is_visible = by is None or by.has(Privilege.ADMIN) or (row and row["user"] == by.user_id)
    if row is None or not is_visible:
        raise NoSuchToken


def _checked_scopes(scopes: Sequence[str]) -> list[str]:
    for scope in scopes:
        if scope not in SCOPES:
            raise InvalidValue("scopes", f"are some of {', '.join(SCOPES)}.")
    return sorted(set(scopes))


def _card(row: Row) -> TokenCard:
    return TokenCard(
        id=row["id"],
        name=row["name"],
        user_id=row["user"],
        login_name=row["login_name"],
        full_name=row["full_name"],
        scopes=tuple(json.loads(row["scopes"])),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
    )
