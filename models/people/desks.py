"""Desks: an agent who changes seats says which extension is the own one now, without an administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models import audit
from models.calls.tables import UserCallState
from models.errors import InvalidValue
from models.events import user_topic
from models.identifiers import new_id
from models.people.granting import change_user
from models.people.privileges import Privilege, Viewer, require
from models.people.sessions import announce_end
from models.people.tables import TelephonyLogin, TelephonySource, User
from models.people.users import login_key
from models.text import checked

if TYPE_CHECKING:
    from uuid import UUID

    from piccolo.custom_types import Combinable

    from models.database import Row
    from models.site import Site


class TakenOver(Struct, frozen=True, kw_only=True):
    """Name the agent who had the extension until now."""

    user_id: UUID
    login_name: str
    full_name: str


class SourceName(Struct, frozen=True, kw_only=True):
    """Name a telephony source."""

    id: UUID
    name: str


async def source_names(viewer: Viewer) -> list[SourceName]:
    """List the sources that are in use, for an agent who has to say in which one the extension is."""
    require(viewer, Privilege.CALL_USER)
    rows = (
        await TelephonySource.select(TelephonySource.id, TelephonySource.name)
        .where(TelephonySource.revoked_at.is_null())
        .order_by(TelephonySource.name)
    )
    return [SourceName(id=row["id"], name=row["name"]) for row in rows]


async def use_login(
    site: Site, viewer: Viewer, login: str, *, source_id: UUID | None = None
) -> TakenOver | None:
    """Make an extension of one source, or of all, the viewer's from the next message on; return who had it.

    It replaces what the viewer said before about this source; what an administrator mapped stays. Both agents' audit
    trails say that it was taken over, and the pages of both hear of it.
    """
    require(viewer, Privilege.CALL_USER)
    key = checked("telephony login", login_key(login), shortest=1)
    taken: list[UUID] = []

    async def use(_: Row) -> bool:
        await _check_usable(viewer, key, source_id)
        holder = await _holder(site, key, source_id)
        if holder == viewer.user_id:
            return False
        if holder is not None:
            await _take_over(site, viewer, holder, key, source_id)
            taken.append(holder)
        await _sit(site, viewer, key, source_id)
        return True

    # Nobody's permission is needed: it is the viewer's own.
    await change_user(site, None, viewer.user_id, use)
    return await _tell(site, taken[0]) if taken else None


async def leave_desk(site: Site, viewer: Viewer) -> None:
    """Give up every extension that the viewer chose; what an administrator mapped stays."""
    require(viewer, Privilege.CALL_USER)

    async def leave(_: Row) -> bool:
        chosen = (TelephonyLogin.user == viewer.user_id) & TelephonyLogin.is_desk.eq(True)
        return await _clear(site, viewer, chosen)

    await change_user(site, None, viewer.user_id, leave)


async def _check_usable(viewer: Viewer, key: str, source_id: UUID | None) -> None:
    if source_id is not None and not await TelephonySource.exists().where(
        TelephonySource.id == source_id
    ):
        raise InvalidValue("source", "is no telephony source.")
    if await User.exists().where(User.login_key == key, User.id != viewer.user_id):
        # A login name goes before every telephony login, so that this would have no effect.
        raise InvalidValue("telephony login", f"{key} is another user's login name.")


async def _holder(site: Site, key: str, source_id: UUID | None) -> UUID | None:
    """Return whose login it is; of two who want it at once the second waits for the first."""
    of_source = "source IS NULL" if source_id is None else "source = $2"
    locking = "" if site.database.is_sqlite else " FOR UPDATE"
    values = (key,) if source_id is None else (key, source_id)
    sql = f'SELECT "user" FROM telephony_login WHERE login_key = $1 AND {of_source}{locking}'  # noqa: S608  # our words
    rows = await site.database.fetch(sql, *values)
    return rows[0]["user"] if rows else None


async def _take_over(
    site: Site, viewer: Viewer, holder: UUID, key: str, source_id: UUID | None
) -> None:
    await TelephonyLogin.delete().where(
        TelephonyLogin.login_key == key, TelephonyLogin.user == holder, _of(source_id)
    )
    await User.update({User.version: User.version + 1}).where(User.id == holder)
    await audit.note(
        site,
        viewer,
        "telephony_login.taken_over",
        kind="user",
        subject=holder,
        before={"login": key, "source": source_id},
        after={"by": viewer.login_name},
    )


async def _sit(site: Site, viewer: Viewer, key: str, source_id: UUID | None) -> None:
    await _clear(
        site,
        viewer,
        (TelephonyLogin.user == viewer.user_id) & TelephonyLogin.is_desk.eq(True) & _of(source_id),
    )
    added = (
        await TelephonyLogin.insert(
            TelephonyLogin(
                id=new_id(), login_key=key, source=source_id, user=viewer.user_id, is_desk=True
            )
        )
        .on_conflict()
        .returning(TelephonyLogin.id)
    )
    if not added:
        raise InvalidValue("telephony login", f"{key} was taken by somebody else just now.")
    after = {"login": key, "source": source_id}
    await audit.note(
        site, viewer, "telephony_login.mapped", kind="user", subject=viewer.user_id, after=after
    )


async def _clear(site: Site, viewer: Viewer, which: Combinable) -> bool:
    rows = (
        await TelephonyLogin.delete()
        .where(which)
        .returning(TelephonyLogin.login_key, TelephonyLogin.source)
    )
    for row in rows:
        before = {"login": row["login_key"], "source": row["source"]}
        action, subject = "telephony_login.unmapped", viewer.user_id
        await audit.note(site, viewer, action, kind="user", subject=subject, before=before)
    return bool(rows)


def _of(source_id: UUID | None) -> Combinable:
    if source_id is None:
        return TelephonyLogin.source.is_null()
    return TelephonyLogin.source == source_id


async def _tell(site: Site, user_id: UUID) -> TakenOver:
    """Announce that the other one lost the extension, and name that one."""
    state = await UserCallState.select().where(UserCallState.user == user_id).first()
    user = await User.select().where(User.id == user_id).first()
    if state:
        await site.bus.announce(user_topic(user_id), state["version"])
    await announce_end(site, user_id)
    return TakenOver(
        user_id=user_id,
        login_name=user["login_name"] if user else "",
        full_name=user["full_name"] if user else "",
    )
