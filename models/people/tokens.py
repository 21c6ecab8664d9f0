"""API tokens: keys of third-party tools to GraphQL. They open nothing on the telephony interface."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from models.errors import NoSuchUser
from models.people.ending import NEVER, until_ended
from models.people.secrets import hash_secret, new_secret
from models.people.sessions import announce_end, sessions_topic
from models.people.tables import ApiToken, User
from models.people.users import login_key, viewer_for
from models.text import checked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.people.privileges import Viewer
    from models.site import Site


async def add_token(site: Site, login_name: str, *, name: str, scopes: Sequence[str]) -> str:
    """Add a token that acts for the user and return it; it can't be read again."""
    name, token = checked("name", name, shortest=1), new_secret("cba")

    async def add() -> None:
        user = (
            await User.select(User.id)
            .where(User.login_key == login_key(login_name), User.is_enabled.eq(True))
            .first()
        )
        if user is None:
            raise NoSuchUser(login_name)
        await ApiToken.insert(
            ApiToken(
                name=name,
                token_hash=hash_secret(token),
                user=user["id"],
                scopes=json.dumps(list(scopes)),
                created_at=site.now(),
            )
        )

    await site.writer.run(add)
    return token


async def revoke_token(site: Site, token_id: UUID) -> None:
    """Revoke a token, at once for whoever is connected with it; a second time nothing happens."""

    async def revoke() -> list[Row]:
        revoked: list[Row] = (
            await ApiToken.update({ApiToken.revoked_at: site.now()})
            .where(ApiToken.id == token_id, ApiToken.revoked_at.is_null())
            .returning(ApiToken.user)
        )
        return revoked

    for row in await site.writer.run(revoke):
        await announce_end(site, row["user"])


async def viewer_of_token(site: Site, token: str) -> Viewer | None:
    """Return who the token acts for; None when it is unknown, revoked or has expired."""
    found = await _valid(site, token)
    return await viewer_for(found["user"]) if found else None


async def token_ended(site: Site, token: str) -> None:
    """Return when the token is good for nothing any more: revoked, expired, or its user disabled."""

    async def read_end() -> datetime | None:
        found = await _valid(site, token)
        if found is None or await viewer_for(found["user"]) is None:
            return None
        end: datetime = found["expires_at"] or NEVER
        return end

    if found := await _valid(site, token):
        await until_ended(site, sessions_topic(found["user"]), read_end)


async def _valid(site: Site, token: str) -> Row | None:
    found: Row | None = (
        await ApiToken.select(ApiToken.user, ApiToken.expires_at)
        .where(ApiToken.token_hash == hash_secret(token), ApiToken.revoked_at.is_null())
        .first()
    )
    if found is None or (found["expires_at"] and found["expires_at"] <= site.now()):
        return None
    return found
