"""Sessions of browsers: signing in, staying signed in, signing out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.errors import NotSignedIn
from models.identifiers import new_id
from models.people.passwords import password_fits
from models.people.secrets import keyed_hash, new_secret
from models.people.tables import Session, User
from models.people.users import login_key, viewer_for

if TYPE_CHECKING:
    from models.people.privileges import Viewer
    from models.site import Site

LASTS = timedelta(hours=16)


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
        user_agent=user_agent[:255],
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
    session = (
        await Session.select(Session.id, Session.user)
        .where(
            Session.token_hash == keyed_hash(secret, site.secret_key),
            Session.ended_at.is_null(),
            Session.expires_at > site.now(),
        )
        .first()
    )
    return await viewer_for(session["user"], session_id=session["id"]) if session else None


async def sign_out(site: Site, secret: str) -> None:
    """End the session; a second time nothing happens."""

    async def end() -> None:
        await Session.update({Session.ended_at: site.now()}).where(
            Session.token_hash == keyed_hash(secret, site.secret_key), Session.ended_at.is_null()
        )

    await site.writer.run(end)
