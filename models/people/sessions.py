"""Sessions of browsers: signing in, staying signed in, signing out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.errors import NotSignedIn
from models.identifiers import new_id
from models.people.ending import until_ended
from models.people.passwords import password_fits
from models.people.privileges import Viewer
from models.people.secrets import keyed_hash, new_secret
from models.people.tables import Session, User
from models.people.users import login_key
from models.sharing import read_together
from models.text import storable

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

# One statement, because it stands at the beginning of everything that anybody asks.
RUNNING = """
    SELECT s.id AS session_id, s.expires_at, u.id, u.login_name, u.full_name, u.team, g.privilege
    FROM session s
    JOIN app_user u ON u.id = s."user"
    LEFT JOIN granted_privilege g ON g."user" = u.id
    WHERE s.token_hash = {} AND s.ended_at IS NULL AND s.expires_at > {} AND u.is_enabled
"""
LASTS = timedelta(hours=16)


def sessions_topic(user_id: UUID) -> str:
    """Name the topic on which it is announced that a user's sessions, tokens or privileges may have changed."""
    return f"sessions:{user_id.hex}"


async def sign_in(
    site: Site, *, login_name: str, password: str, address: str, user_agent: str
) -> str:
    """Begin a session and return the cookie's secret; raise ``NotSignedIn`` for whatever was wrong."""
    user = (
        await User.select(User.id, User.password_hash)
        .where(User.login_key == login_key(login_name), User.is_enabled.eq(True))
        .first()
    )
    if not await password_fits(user["password_hash"] if user else None, password) or user is None:
        raise NotSignedIn
    secret, now = new_secret("cbc"), site.now()
    session = Session(
        id=new_id(),
        token_hash=keyed_hash(secret, site.secret_key),
        user=user["id"],
        address=address[:64],
        user_agent=storable(user_agent[:255]),
        created_at=now,
        last_seen_at=now,
        expires_at=now + LASTS,
    )

    async def begin() -> None:
        await Session.insert(session)

    await site.writer.run(begin)
    return secret


async def viewer_of_session(site: Site, secret: str) -> Viewer | None:
    """Return who the cookie belongs to; None when the session has ended or the user is disabled."""
    rows = await read_together(site, _running, site, secret)
    if not rows:
        return None
    return Viewer(
        user_id=rows[0]["id"],
        login_name=rows[0]["login_name"],
        full_name=rows[0]["full_name"],
        privileges=frozenset(row["privilege"] for row in rows if row["privilege"]),
        team_id=rows[0]["team"],
        session_id=rows[0]["session_id"],
    )


async def sign_out(site: Site, secret: str) -> None:
    """End the session; a second time nothing happens."""
    held = Session.token_hash == keyed_hash(secret, site.secret_key)
    if session := await Session.select(Session.id, Session.user).where(held).first():
        await end_sessions(site, session["user"], only=session["id"])


async def end_sessions(site: Site, user_id: UUID, *, only: UUID | None = None) -> None:
    """End every session of a user, or only one of them, in every tab; one that has ended keeps its time."""
    condition = (Session.user == user_id) & Session.ended_at.is_null()
    if only is not None:
        condition = condition & (Session.id == only)

    async def end() -> None:
        await Session.update({Session.ended_at: site.now()}).where(condition)

    await site.writer.run(end)
    await announce_end(site, user_id)


async def announce_end(site: Site, user_id: UUID, *, version: int = 0) -> None:
    """Tell whoever is signed in as the user to look who they are, if still anybody; call it after the commit.

    ``version`` is the user's, when that has grown.
    """
    await site.bus.announce(sessions_topic(user_id), version)


async def session_ended(site: Site, secret: str) -> None:
    """Return when the session has ended: by signing out, by somebody else, with the user, or by its time."""

    async def read_end() -> datetime | None:
        rows = await _running(site, secret)
        return rows[0]["expires_at"] if rows else None

    if rows := await _running(site, secret):
        await until_ended(site, sessions_topic(rows[0]["id"]), read_end)


async def _running(site: Site, secret: str) -> list[Row]:
    """Read the session with its user, a row for each privilege; no row when it has ended."""
    token_hash = keyed_hash(secret, site.secret_key)
    rows: list[Row] = await Session.raw(RUNNING, token_hash, site.now())
    return rows
