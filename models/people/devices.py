"""Signed-in devices: a user's own sessions, to be looked at and ended one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models import audit
from models.errors import NoSuchSession, TokenMayNot
from models.people.sessions import announce_end
from models.people.tables import Session

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from piccolo.custom_types import Combinable

    from models.database import Row
    from models.people.privileges import Viewer
    from models.site import Site


class Device(Struct, frozen=True, kw_only=True):
    """Show a signed-in browser: from where, since when, and when it was last in use, to within five minutes."""

    id: UUID
    address: str
    user_agent: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_this: bool


async def signed_in_devices(site: Site, viewer: Viewer) -> list[Device]:
    """List the viewer's running sessions, this one first, then the one in use most recently. No API token may."""
    rows = await Session.select().where(_running(site, viewer)).order_by(Session.id)
    devices = [_device(row, viewer) for row in rows]
    return sorted(devices, key=lambda each: (not each.is_this, -each.last_seen_at.timestamp()))


async def sign_out_device(site: Site, viewer: Viewer, session_id: UUID) -> None:
    """End one of the viewer's sessions, in all its tabs; raise ``NoSuchSession`` for one that does not run."""
    running = _running(site, viewer) & (Session.id == session_id)

    async def end() -> None:
        ended = (
            await Session.update({Session.ended_at: site.now()})
            .where(running)
            .returning(Session.id, Session.address)
        )
        if not ended:
            raise NoSuchSession
        before = {"address": ended[0]["address"]}
        subject = viewer.user_id
        await audit.note(site, viewer, "session.ended", kind="user", subject=subject, before=before)

    await site.writer.run(end)
    await announce_end(site, viewer.user_id)


def _running(site: Site, viewer: Viewer) -> Combinable:
    if viewer.session_id is None:
        raise TokenMayNot
    now, settings = site.now(), site.settings.current
    return (
        (Session.user == viewer.user_id)
        & Session.ended_at.is_null()
        & (Session.expires_at > now)
        & (Session.created_at > now - settings.session_lasts)
        & (Session.last_seen_at > now - settings.session_idle)
    )


def _device(row: Row, viewer: Viewer) -> Device:
    return Device(
        id=row["id"],
        address=row["address"],
        user_agent=row["user_agent"],
        signed_in_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
        is_this=row["id"] == viewer.session_id,
    )
