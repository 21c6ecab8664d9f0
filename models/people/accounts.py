"""Accounts: making them, editing what is known of a user, and passwords. What a user may do is in ``granting.py``."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from msgspec import Struct

from models import audit
from models.errors import ChangedMeanwhile, InvalidValue, NoSuchTeam, TokenMayNot, WrongPassword
from models.people import attempts
from models.people.changing import administer
from models.people.granting import change_user
from models.people.passwords import hash_password, password_fits
from models.people.privileges import Viewer, require_admin
from models.people.sessions import announce_end, make_renewal_due
from models.people.tables import Session, Team, User
from models.people.users import NewUser, insert_user, new_user_row
from models.text import checked
from models.unchanged import UNCHANGED, Unchanged, either

if TYPE_CHECKING:
    from uuid import UUID

    from models.database import Row
    from models.site import Site


class UserEdit(Struct, frozen=True, kw_only=True):
    """Say what becomes of a user; what is ``UNCHANGED`` stays. The login name never changes."""

    full_name: str | Unchanged = UNCHANGED
    email: str | Unchanged = UNCHANGED
    team_id: UUID | Unchanged | None = UNCHANGED


def temporary_password() -> str:
    """Make a password to be told once; of letters and digits that are read out easily."""
    return "-".join(
        "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4))
        for _ in range(4)
    )


async def create_user(site: Site, by: Viewer | None, new: NewUser) -> UUID:
    """Add a user, audited; ``by`` is None for the command line, here and below.

    Whatever password an administrator gives, the user signs in with it and chooses another. At the command line people
    set their own, as the first administrator does, unless it is said to be temporary.
    """
    require_admin(by)
    user = await new_user_row(site, new)
    user.must_change_password = new.must_change_password or by is not None

    async def create() -> UUID:
        user_id = await insert_user(site, user, new)
        after = {
            "login_name": user.login_name,
            "full_name": user.full_name,
            "email": user.email,
            "team": new.team,
            "privileges": list(new.privileges),
            "telephony_logins": list(new.telephony_logins),
        }
        await audit.note(site, by, "user.created", kind="user", subject=user_id, after=after)
        return user_id

    return await administer(site, create)


async def update_user(
    site: Site, by: Viewer | None, user_id: UUID, edit: UserEdit, *, version: int
) -> None:
    """Change what is known of a user; raise ``ChangedMeanwhile`` unless ``version`` is the newest."""

    async def update(before: Row) -> bool:
        after = {
            "full_name": checked("full name", either(edit.full_name, before["full_name"])),
            "email": checked("email", either(edit.email, before["email"])),
            "team": either(edit.team_id, before["team"]),
        }
        changed = {name: value for name, value in after.items() if before[name] != value}
        if changed.get("team") and not await Team.exists().where(Team.id == changed["team"]):
            raise NoSuchTeam
        await _store(user_id, version, changed)
        if changed:
            was = {name: before[name] for name in changed}
            await audit.note(
                site, by, "user.updated", kind="user", subject=user_id, before=was, after=changed
            )
        return bool(changed)

    await change_user(site, by, user_id, update)


async def reset_password(
    site: Site, by: Viewer | None, user_id: UUID, password: str | None = None
) -> str:
    """Set a user's password, by default a temporary one, and return it; the user's sessions end at once.

    What an administrator has set, and whatever is temporary, is good for one thing: the user signs in with it and
    chooses another. Whoever was slowed down after failures may try at once.

    One's own is not reset but changed, which asks for the former one: a copied cookie must not do without, and the page
    would be signed out before it showed the new one.
    """
    require_admin(by)
    if by is not None and by.user_id == user_id:
        raise InvalidValue("user", "is your own: choose “Change password” under your name instead.")
    must_change = by is not None or password is None
    password = password if password is not None else temporary_password()
    password_hash = await hash_password(password)

    async def reset(user: Row) -> bool:
        await _store_password(site, user_id, password_hash, keep=None, must_change=must_change)
        await attempts.forgive_account(site, user["login_key"])
        await audit.note(site, by, "user.password_reset", kind="user", subject=user_id)
        return True

    await change_user(site, by, user_id, reset)
    return password


async def change_own_password(site: Site, viewer: Viewer, *, current: str, new: str) -> None:
    """Change the viewer's own password; every other session of the viewer ends. API tokens may not do it.

    Wrong ones are slowed down as in signing in. This session's cookie is renewed with the next page.
    """
    if viewer.session_id is None:
        raise TokenMayNot
    counts = attempts.own_password_counts(site, viewer.user_id)
    await attempts.count(site, counts)
    user = await User.select(User.password_hash).where(User.id == viewer.user_id).first()
    if not await password_fits(user["password_hash"] if user else None, current):
        raise WrongPassword
    if current == new:
        raise InvalidValue("password", "is another one than before.")
    password_hash = await hash_password(new)

    async def change() -> None:
        await _store_password(
            site, viewer.user_id, password_hash, keep=viewer.session_id, must_change=False
        )
        await attempts.take_back(counts)
        await make_renewal_due(viewer.user_id)
        action, subject = "user.password_changed", viewer.user_id
        await audit.note(site, viewer, action, kind="user", subject=subject)

    await site.writer.run(change)
    await announce_end(site, viewer.user_id)


async def _store(user_id: UUID, version: int, changed: Row) -> None:
    """Write what changed; of two who change the same version at once, the second finds no row."""
    stored = (
        await User.update(version=User.version, **changed)
        .where(User.id == user_id, User.version == version)
        .returning(User.id)
    )
    if not stored:
        raise ChangedMeanwhile


async def _store_password(
    site: Site, user_id: UUID, password_hash: str, *, keep: UUID | None, must_change: bool
) -> None:
    await User.update(
        {User.password_hash: password_hash, User.must_change_password: must_change}
    ).where(User.id == user_id)
    ended = (Session.user == user_id) & Session.ended_at.is_null()
    if keep is not None:
        ended = ended & (Session.id != keep)
    await Session.update({Session.ended_at: site.now()}).where(ended)
