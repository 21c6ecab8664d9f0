"""What an administrator changes about a user while calls come in: privileges, team, whether the user is enabled.

Each change holds for the user's next operation, is audited, and is announced: a granted gCallUser shows the running
call's beacon at once, a revoked one hides it (rule 9), and the pages of a user who was disabled close.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import audit
from models.calls.tables import UserCallState
from models.errors import InvalidValue, LastAdministrator, NoSuchUser, Refused
from models.events import PEOPLE_TOPIC, user_topic
from models.people.privileges import Privilege, Viewer, require_admin
from models.people.sessions import announce_end, make_renewal_due
from models.people.tables import GrantedPrivilege, Session, User
from models.people.users import team_named
from models.text import checked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable
    from uuid import UUID

    from models.database import Row
    from models.site import Site

# Locked, so that two administrators who revoke each other do not both succeed.
ADMINISTRATORS = """
    SELECT g."user" FROM granted_privilege g JOIN app_user u ON u.id = g."user"
    WHERE g.privilege = $1 AND u.is_enabled
    ORDER BY g."user"
"""


async def grant_privilege(
    site: Site, by: Viewer | None, user_id: UUID, privilege: Privilege
) -> None:
    """Grant a privilege; a second time nothing happens. ``by`` is None for the command line, here and below."""
    await change_privileges(site, by, user_id, granted=[privilege])


async def revoke_privilege(
    site: Site, by: Viewer | None, user_id: UUID, privilege: Privilege
) -> None:
    """Revoke a privilege; drafts stay where they are. Raises ``LastAdministrator`` rather than leave none."""
    await change_privileges(site, by, user_id, revoked=[privilege])


async def change_privileges(
    site: Site,
    by: Viewer | None,
    user_id: UUID,
    *,
    granted: Iterable[Privilege] = (),
    revoked: Iterable[Privilege] = (),
) -> None:
    """Grant and revoke privileges of one user, all or none; the user's cookies are renewed with the next page."""

    async def change(_: Row) -> bool:
        changed = [await _grant(site, by, user_id, privilege) for privilege in granted]
        changed += [await _revoke(site, by, user_id, privilege) for privilege in revoked]
        if any(changed):
            await make_renewal_due(user_id)
        return any(changed)

    await change_user(site, by, user_id, change)


async def change_privileges_of_many(
    site: Site,
    by: Viewer | None,
    user_ids: Iterable[UUID],
    *,
    granted: Collection[Privilege] = (),
    revoked: Collection[Privilege] = (),
) -> dict[UUID, Refused | None]:
    """Grant and revoke privileges of several users, each in a job; return why a user's stayed as they were."""
    require_admin(by)
    if both := set(granted) & set(revoked):
        raise InvalidValue("privilege", f"{min(both)} is to be granted and revoked.")
    refused: dict[UUID, Refused | None] = {}
    for user_id in dict.fromkeys(user_ids):
        try:
            await change_privileges(site, by, user_id, granted=granted, revoked=revoked)
            refused[user_id] = None
        except Refused as error:
            refused[user_id] = error
    return refused


async def set_team(site: Site, by: Viewer | None, user_id: UUID, name: str | None) -> None:
    """Put a user into a team, made when there is none of this name; None takes the user out of any."""
    name = checked("team", name, shortest=1) if name is not None else None

    async def put(user: Row) -> bool:
        team_id = await team_named(name)
        if user["team"] == team_id:
            return False
        await User.update({User.team: team_id}).where(User.id == user_id)
        await audit.note(
            site,
            by,
            "user.team_set",
            kind="user",
            subject=user_id,
            before={"team": user["team"]},
            after={"team": team_id},
        )
        return True

    await change_user(site, by, user_id, put)


async def disable_user(site: Site, by: Viewer | None, user_id: UUID) -> None:
    """Disable a user: sessions end, tokens open nothing, messages are refused; calls and drafts stay."""

    async def disable(user: Row) -> bool:
        if not user["is_enabled"]:
            return False
        if await _has(user_id, Privilege.ADMIN):
            await _check_not_last(site, user_id)
        await User.update({User.is_enabled: False}).where(User.id == user_id)
        await Session.update({Session.ended_at: site.now()}).where(
            Session.user == user_id, Session.ended_at.is_null()
        )
        await audit.note(site, by, "user.disabled", kind="user", subject=user_id)
        return True

    await change_user(site, by, user_id, disable)


async def enable_user(site: Site, by: Viewer | None, user_id: UUID) -> None:
    """Enable a user again, who has to sign in anew."""

    async def enable(user: Row) -> bool:
        if user["is_enabled"]:
            return False
        await User.update({User.is_enabled: True}).where(User.id == user_id)
        await audit.note(site, by, "user.enabled", kind="user", subject=user_id)
        return True

    await change_user(site, by, user_id, enable)


async def change_user(
    site: Site, by: Viewer | None, user_id: UUID, change: Callable[[Row], Awaitable[bool]]
) -> None:
    """Run a change of a user in a job; when it says that it changed something, count and announce that."""
    require_admin(by)

    async def run() -> tuple[int, int] | None:
        user = await User.select().where(User.id == user_id).first()
        if user is None:
            raise NoSuchUser(str(user_id))
        if not await change(user):
            return None
        await User.update({User.version: User.version + 1}).where(User.id == user_id)
        state = (
            await UserCallState.select(UserCallState.version)
            .where(UserCallState.user == user_id)
            .first()
        )
        return (user["version"] + 1, state["version"]) if state else None

    versions = await site.writer.run(run)
    if versions is not None:
        user_version, state_version = versions
        await site.bus.announce(user_topic(user_id), state_version)
        await announce_end(site, user_id, version=user_version)
        await site.bus.announce(PEOPLE_TOPIC, 0)


async def _grant(site: Site, by: Viewer | None, user_id: UUID, privilege: Privilege) -> bool:
    if await _has(user_id, privilege):
        return False
    await GrantedPrivilege.insert(GrantedPrivilege(user=user_id, privilege=privilege))
    after = {"privilege": privilege}
    await audit.note(site, by, "privilege.granted", kind="user", subject=user_id, after=after)
    return True


async def _revoke(site: Site, by: Viewer | None, user_id: UUID, privilege: Privilege) -> bool:
    if not await _has(user_id, privilege):
        return False
    if privilege is Privilege.ADMIN:
        await _check_not_last(site, user_id)
    await GrantedPrivilege.delete().where(
        GrantedPrivilege.user == user_id, GrantedPrivilege.privilege == privilege
    )
    before = {"privilege": privilege}
    await audit.note(site, by, "privilege.revoked", kind="user", subject=user_id, before=before)
    return True


async def _has(user_id: UUID, privilege: Privilege) -> bool:
    return await GrantedPrivilege.exists().where(
        GrantedPrivilege.user == user_id, GrantedPrivilege.privilege == privilege
    )


async def _check_not_last(site: Site, user_id: UUID) -> None:
    locking = "" if site.database.is_sqlite else " FOR UPDATE OF g, u"
    rows = await site.database.fetch(ADMINISTRATORS + locking, Privilege.ADMIN.value)
    if not any(row["user"] != user_id for row in rows):
        raise LastAdministrator
