"""Sessions of browsers: signing in, staying signed in, signing out."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from models.errors import NotSignedIn, PasswordChangeDue, Unavailable
from models.identifiers import new_id
from models.people import attempts
from models.people.ending import until_ended
from models.people.passwords import password_fits
from models.people.privileges import Viewer
from models.people.secrets import keyed_hash, new_secret
from models.people.tables import Session, User
from models.people.users import login_key
from models.sharing import read_among, read_together
from models.text import storable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from models.database import Row
    from models.site import Site

    # What a session is known by: its cookie's secret, or its id for a socket that stays open while the cookie changes.
    Held: TypeAlias = str | UUID

# One statement, because it stands at the beginning of everything that anybody asks.
RUNNING = """
    SELECT s.id AS session_id, s.created_at, s.expires_at, s.last_seen_at, s.is_renewal_due,
           u.id, u.login_name, u.full_name, u.team, u.must_change_password, g.privilege
    FROM session s
    JOIN app_user u ON u.id = s."user"
    LEFT JOIN granted_privilege g ON g."user" = u.id
    WHERE {held} AND s.ended_at IS NULL AND u.is_enabled
        AND s.expires_at > {{}} AND s.created_at > {{}} AND s.last_seen_at > {{}}
"""
BY_SECRET = RUNNING.format(held="(s.token_hash = {} OR (s.former_hash = {} AND s.renewed_at > {}))")
SEEN_EVERY = timedelta(minutes=5)
# How long a cookie is good that was replaced: for requests that are on their way.
FORMER_GOOD_FOR = timedelta(seconds=30)


def sessions_topic(user_id: UUID) -> str:
    """Name the topic on which it is announced that a user's sessions, tokens or privileges may have changed."""
    return f"sessions:{user_id.hex}"


async def sign_in(
    site: Site,
    *,
    login_name: str,
    password: str,
    address: str,
    user_agent: str,
    replaces: str = "",
) -> str:
    """Begin a session and return the cookie's secret, always a new one; raise ``NotSignedIn`` for whatever was wrong.

    After too many failures it raises ``TooManyAttempts``, right password or not. ``replaces`` is the cookie that the
    browser has had; its session ends.
    """
    key, address = login_key(login_name), address[:64]
    user = (
        await User.select(User.id, User.password_hash)
        .where(User.login_key == key, User.is_enabled.eq(True))
        .first()
    )
    is_known = await attempts.is_known_address(site, user["id"] if user else None, address)
    counts = attempts.sign_in_counts(site, login_key=key, address=address, is_known=is_known)
    await attempts.count(site, counts)
    if not await password_fits(user["password_hash"] if user else None, password) or user is None:
        raise NotSignedIn
    secret, session = _new_session(site, user["id"], address=address, user_agent=user_agent)

    async def begin() -> None:
        await attempts.take_back(counts)
        await Session.insert(session)

    await site.writer.run(begin)
    if replaces:
        await sign_out(site, replaces)
    return secret


async def viewer_of_session(site: Site, held: Held) -> Viewer | None:
    """Return whose session it is; None when it has ended or the user is disabled.

    Raises ``PasswordChangeDue`` when it is good for nothing else.
    """
    rows = await _seen(site, held)
    if rows and rows[0]["must_change_password"]:
        raise PasswordChangeDue
    return _viewer(rows) if rows else None


async def holder_of_session(site: Site, held: Held) -> Viewer | None:
    """Return whose session it is, also when the password has to be changed first."""
    rows = await _seen(site, held)
    return _viewer(rows) if rows else None


async def renew_session(site: Site, secret: str) -> str | None:
    """Give a session another cookie when rights or the password have changed; None when that is not due.

    Whoever got hold of the cookie before does not share in what it is worth now. The former one is good for a moment.
    """
    rows = await _running(site, secret)
    if not rows or not rows[0]["is_renewal_due"]:
        return None
    another = new_secret("cbc")

    async def renew() -> bool:
        # Of two pages that ask at once, one renews; the other's cookie is the former one.
        renewed = (
            await Session.update(
                {
                    Session.former_hash: Session.token_hash,
                    Session.token_hash: keyed_hash(another, site.secret_key),
                    Session.renewed_at: site.now(),
                    Session.is_renewal_due: False,
                }
            )
            .where(Session.id == rows[0]["session_id"], Session.is_renewal_due.eq(True))
            .returning(Session.id)
        )
        return bool(renewed)

    return another if await site.writer.run(renew) else None


async def make_renewal_due(user_id: UUID) -> None:
    """Have the cookies of a user's sessions renewed; within a job of the writer."""
    await Session.update({Session.is_renewal_due: True}).where(
        Session.user == user_id, Session.ended_at.is_null()
    )


async def sign_out(site: Site, secret: str) -> None:
    """End the session; a second time nothing happens."""
    if rows := await _running(site, secret):
        await end_sessions(site, rows[0]["id"], only=rows[0]["session_id"])


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


async def session_ended(site: Site, held: Held) -> None:
    """Return when the session has ended: by signing out, by somebody else, with the user, or by its time.

    For as long as somebody waits for it, with a page open, the session is not idle.
    """
    if not (rows := await _seen(site, held)):
        return
    session_id = rows[0]["session_id"]  # the cookie may be renewed meanwhile

    async def read_end() -> datetime | None:
        rows = await _seen(site, session_id)
        return _end(site, rows[0]) if rows else None

    await until_ended(site, sessions_topic(rows[0]["id"]), read_end)


def _new_session(
    site: Site, user_id: UUID, *, address: str, user_agent: str
) -> tuple[str, Session]:
    secret, now = new_secret("cbc"), site.now()
    session = Session(
        id=new_id(),
        token_hash=keyed_hash(secret, site.secret_key),
        user=user_id,
        address=address,
        user_agent=storable(user_agent[:255]),
        created_at=now,
        last_seen_at=now,
        expires_at=now + site.settings.current.session_lasts,
    )
    return secret, session


async def _seen(site: Site, held: Held) -> list[Row]:
    """Read the session, and note now and then that it is in use."""
    if isinstance(held, str):
        rows = await read_together(site, _running, site, held)
    else:
        rows = await read_among(site, _running_by_id, held) or []
    if rows and site.now() - rows[0]["last_seen_at"] >= SEEN_EVERY:
        with suppress(Unavailable):  # what is asked is worth more than the note
            await _note_seen(site, rows[0]["session_id"])
    return rows


async def _note_seen(site: Site, session_id: UUID) -> None:
    now = site.now()

    async def note() -> None:
        await Session.update({Session.last_seen_at: now}).where(
            Session.id == session_id, Session.last_seen_at < now
        )

    await site.writer.run(note)


async def _running(site: Site, secret: str) -> list[Row]:
    """Read the session with its user, a row for each privilege; no row when it has ended."""
    token_hash = keyed_hash(secret, site.secret_key)
    replaced = (token_hash, site.now() - FORMER_GOOD_FOR)
    rows: list[Row] = await Session.raw(BY_SECRET, token_hash, *replaced, *_still_good(site))
    return rows


async def _running_by_id(site: Site, session_ids: frozenset[UUID]) -> Mapping[UUID, list[Row]]:
    """Read several sessions as ``_running`` does one; those that have ended are left out."""
    # Piccolo's raw queries have braces where statements of ours have numbers.
    by_id = RUNNING.format(held=site.database.any_of("s.id", 1).replace("$1", "{}"))
    packed = site.database.values(session_ids)
    found: dict[UUID, list[Row]] = {}
    for row in await Session.raw(by_id, packed, *_still_good(site)):
        found.setdefault(row["session_id"], []).append(row)
    return found


def _still_good(site: Site) -> tuple[datetime, datetime, datetime]:
    """Say after when a session has to end, to have begun and to have been seen."""
    now, settings = site.now(), site.settings.current
    return now, now - settings.session_lasts, now - settings.session_idle


def _end(site: Site, session: Row) -> datetime:
    """Say when the session ends in any case; a limit that was lowered since it began holds for it too."""
    expires_at: datetime = session["expires_at"]
    lasts_until: datetime = session["created_at"] + site.settings.current.session_lasts
    return min(expires_at, lasts_until)


def _viewer(rows: list[Row]) -> Viewer:
    first = rows[0]
    return Viewer(
        user_id=first["id"],
        login_name=first["login_name"],
        full_name=first["full_name"],
        privileges=frozenset(row["privilege"] for row in rows if row["privilege"]),
        team_id=first["team"],
        session_id=first["session_id"],
    )
