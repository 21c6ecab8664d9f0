"""Users: adding them, finding them, and what each may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from models.calls.tables import UserCallState
from models.errors import InvalidValue, NoSuchUser, NotACallUser
from models.people.changing import administer
from models.people.passwords import hash_password
from models.people.privileges import Privilege, Viewer, require
from models.people.tables import GrantedPrivilege, Team, TelephonyLogin, User
from models.text import checked, storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from models.site import Site

ENABLED = """
    SELECT u.id, u.login_name, u.full_name, u.team, g.privilege
    FROM app_user u LEFT JOIN granted_privilege g ON g."user" = u.id
    WHERE u.id = {} AND u.is_enabled
"""


class NewUser(Struct, frozen=True, kw_only=True):
    """Hold what an administrator says about a new user.

    ``must_change_password``: the password is good for choosing another one and for nothing else.
    """

    login_name: str
    full_name: str
    password: str
    email: str = ""
    team: str | None = None
    privileges: Sequence[Privilege] = ()
    telephony_logins: Sequence[str] = ()
    must_change_password: bool = False


def login_key(login_name: str) -> str:
    """Return the form in which login names are compared: trimmed, without regard to case."""
    return storable(login_name.strip().casefold())


async def add_user(site: Site, new: NewUser) -> UUID:
    """Add an enabled user, with a call state that says DISCONNECTED; refuse a login name that is taken."""
    user = await new_user_row(site, new)
    return await administer(site, lambda: insert_user(site, user, new))


async def new_user_row(site: Site, new: NewUser) -> User:
    """Check what is said about a new user and hash the password, which takes too long for a job."""
    login_name = checked("login name", new.login_name, shortest=1)
    key = checked("login name", login_key(new.login_name))  # case folding makes some longer
    full_name, email = checked("full name", new.full_name), checked("email", new.email)
    return User(
        login_name=login_name,
        login_key=key,
        full_name=full_name,
        email=email,
        password_hash=await hash_password(new.password),
        must_change_password=new.must_change_password,
        created_at=site.now(),
    )


async def insert_user(site: Site, user: User, new: NewUser) -> UUID:
    """Write a new user; within a job of the writer."""
    user.team = await team_named(new.team)
    # Of two that add the same name at once, the database lets the second wait for the first.
    added = await User.insert(user).on_conflict(target=User.login_key).returning(User.id)
    if not added:
        raise InvalidValue("login name", f"{new.login_name} is taken.")
    await UserCallState.insert(UserCallState(user=user.id, changed_at=site.now()))
    await _grant(user.id, new.privileges)
    await _map_logins(user.id, new.telephony_logins)
    return user.id


async def find_user(login_name: str) -> UUID:
    """Return the user with this login name, a disabled one too; raise ``NoSuchUser``."""
    user = await User.select(User.id).where(User.login_key == login_key(login_name)).first()
    if user is None:
        raise NoSuchUser(login_name)
    user_id: UUID = user["id"]
    return user_id


async def viewer_for(user_id: UUID, *, session_id: UUID | None = None) -> Viewer | None:
    """Read who this user is and may do; None when there is none or the user is disabled."""
    rows = await User.raw(ENABLED, user_id)
    if not rows:
        return None
    user = rows[0]
    return Viewer(
        user_id=user["id"],
        login_name=user["login_name"],
        full_name=user["full_name"],
        privileges=frozenset(row["privilege"] for row in rows if row["privilege"]),
        team_id=user["team"],
        session_id=session_id,
    )


async def call_user(user_id: UUID) -> Viewer:
    """Read who this user is now; raise ``NotACallUser`` unless it is one who is enabled and has gCallUser."""
    viewer = await viewer_for(user_id)
    if viewer is None:
        raise NotACallUser
    require(viewer, Privilege.CALL_USER)
    return viewer


async def team_named(name: str | None) -> UUID | None:
    """Return the team of this name, made when there is none; within a job of the writer."""
    if name is None:
        return None
    name = checked("team", name, shortest=1)
    if not await Team.exists().where(Team.name == name):
        await Team.insert(Team(name=name)).on_conflict(target=Team.name)
    team = await Team.select(Team.id).where(Team.name == name).first()
    return team["id"] if team else None


async def _grant(user_id: UUID, privileges: Iterable[Privilege]) -> None:
    for privilege in dict.fromkeys(privileges):
        await GrantedPrivilege.insert(GrantedPrivilege(user=user_id, privilege=privilege))


async def _map_logins(user_id: UUID, telephony_logins: Iterable[str]) -> None:
    for login in dict.fromkeys(login_key(name) for name in telephony_logins):
        checked("telephony login", login, shortest=1)
        is_taken = await TelephonyLogin.exists().where(TelephonyLogin.login_key == login)
        mapping = TelephonyLogin(login_key=login, user=user_id)
        if is_taken or not await TelephonyLogin.insert(mapping).on_conflict().returning(
            TelephonyLogin.id
        ):
            raise InvalidValue("telephony login", f"{login} belongs to another user.")
