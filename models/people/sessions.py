"""Sessions of browsers: signing in, staying signed in, signing out."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models.errors import NotSignedIn, Unavailable
from models.identifiers import new_id
from models.people.passwords import password_fits
from models.people.secrets import keyed_hash, new_secret
from models.people.tables import Session, User
from models.people.users import login_key, viewer_for

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.events import Listener
    from models.people.privileges import Viewer
    from models.site import Site

LASTS = timedelta(hours=16)
CHECKED_EVERY = timedelta(seconds=30)  # the net under announcements that are lost


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSession:
    """Name one signed-in browser, its user, and the time at which it ends by itself."""

    id: UUID
    user_id: UUID
    expires_at: datetime


def sessions_topic(user_id: UUID) -> str:
    """Name the topic on which it is announced that sessions of a user may have ended."""
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
    session = await _running(site, secret)
    return await viewer_for(session.user_id, session_id=session.id) if session else None


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


async def announce_end(site: Site, user_id: UUID) -> None:
    """Tell the user's open pages to look whether their session still runs; call it after the commit."""
    await site.bus.announce(sessions_topic(user_id), 1)


async def session_ended(site: Site, secret: str) -> None:
    """Return when the session has ended: by signing out, by somebody else, with the user, or by its time."""
    session = await _running(site, secret)
    if session is None:
        return
    async with site.bus.listen(sessions_topic(session.user_id)) as announcements:
        session = await _running(site, secret)  # once more, now that nothing is missed
        while session is not None and session.expires_at > site.now():
            left = min(session.expires_at - site.now(), CHECKED_EVERY)
            with suppress(TimeoutError):
                await asyncio.wait_for(_next(announcements), left.total_seconds())
            with suppress(Unavailable):  # a database that is down is no reason to leave a page
                session = await _running(site, secret)


async def _running(site: Site, secret: str) -> RunningSession | None:
    row = (
        await Session.select(
            Session.id,
            Session.user,
            Session.expires_at,
            Session.user.is_enabled.as_alias("enabled"),
        )
        .where(
            Session.token_hash == keyed_hash(secret, site.secret_key),
            Session.ended_at.is_null(),
            Session.expires_at > site.now(),
        )
        .first()
    )
    if row is None or not row["enabled"]:
        return None
    return RunningSession(id=row["id"], user_id=row["user"], expires_at=row["expires_at"])


async def _next(announcements: Listener) -> None:
    async for _ in announcements:
        return
    # The bus has closed with the server, which says nothing about the session.
    await asyncio.Event().wait()
