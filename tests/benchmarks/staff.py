"""Agents who are signed in, made at once: hashing so many passwords would take minutes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from callbeacon.installation import site_for
from callbeacon.settings import PREFIX, read_settings
from models.calls.states import read_state
from models.calls.tables import UserCallState
from models.calls.writer import update_call_state
from models.identifiers import new_id
from models.people.privileges import Privilege
from models.people.secrets import keyed_hash, new_secret
from models.people.sources import add_source
from models.people.tables import GrantedPrivilege, Session, User
from models.people.teams import create_team
from models.people.users import viewer_for
from models.preparing import prepare
from models.site import Site
from models.workspaces.workspaces import open_inbound_call
from tests.builders import SOURCE, a_message, a_source_id


async def hire(
    data_dir: Path, agents: int, *, calls: int = 1, **settings: str
) -> tuple[str, list[str]]:
    """Fill a new database; return the source's token and the cookies of agent0, agent1 and so on.

    Each agent has opened the first of the calls. ``settings`` go by their names without the prefix.
    """
    environment = {f"{PREFIX}{name}": value for name, value in settings.items()}
    async with site_for(read_settings({f"{PREFIX}DATA_DIR": str(data_dir), **environment})) as site:
        await prepare(site.database)
        source_id = await a_source_id(site)
        cookies = [
            await _an_agent(site, f"agent{number}", source_id, calls=calls)
            for number in range(agents)
        ]
        return await add_source(site, SOURCE), cookies


async def sign_in_on_devices(data_dir: Path, login_name: str, devices: int) -> list[str]:
    """Return the cookies of so many more browsers of one agent: a single one may have only so many pages open."""
    secrets = [new_secret("cbc") for _ in range(devices)]
    async with site_for(read_settings({f"{PREFIX}DATA_DIR": str(data_dir)})) as site:
        user = await User.objects().get(User.login_name == login_name)
        assert user is not None
        sessions = [_session(site, user, secret) for secret in secrets]

        async def add() -> None:
            await Session.insert(*sessions)

        await site.writer.run(add)
    return [_cookie(secret) for secret in secrets]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hired:
    """Somebody who is signed in."""

    user_id: UUID
    login_name: str
    full_name: str
    cookie: str


async def hire_team(
    site: Site, team: str, *, agents: int, supervisors: int
) -> tuple[list[Hired], list[Hired]]:
    """Add a team to a prepared database; its supervisors take no calls, and nobody has one."""
    team_id = await create_team(site, None, team)
    word = team.replace(" ", "").lower()
    return (
        [
            await _hire(site, f"{word}-agent{number}", Privilege.CALL_USER, team_id=team_id)
            for number in range(agents)
        ],
        [
            await _hire(site, f"{word}-boss{number}", Privilege.CALL_SUPERVISOR, team_id=team_id)
            for number in range(supervisors)
        ],
    )


async def _an_agent(site: Site, login_name: str, source_id: UUID, *, calls: int) -> str:
    hired = await _hire(site, login_name, Privilege.CALL_USER)
    viewer = await viewer_for(hired.user_id)
    assert viewer is not None
    for number in range(calls):
        message = a_message(login_name, source_id=source_id, phone_number=f"416555010{number}")
        await update_call_state(site, message)
        if number == 0:
            call_id = (await read_state(hired.user_id)).call_id
            assert call_id is not None
            await open_inbound_call(site, viewer, call_id)
    return hired.cookie


async def _hire(
    site: Site, login_name: str, privilege: Privilege, *, team_id: UUID | None = None
) -> Hired:
    user = User(
        id=new_id(),
        login_name=login_name,
        login_key=login_name,
        full_name=login_name.title(),
        email="",
        password_hash="",
        created_at=site.now(),
        team=team_id,
    )
    secret = new_secret("cbc")

    async def add() -> None:
        await User.insert(user)
        await UserCallState.insert(UserCallState(user=user.id, changed_at=site.now()))
        await GrantedPrivilege.insert(GrantedPrivilege(user=user.id, privilege=privilege))
        await Session.insert(_session(site, user, secret))

    await site.writer.run(add)
    return Hired(
        user_id=user.id,
        login_name=login_name,
        full_name=user.full_name,
        cookie=_cookie(secret),
    )


def _cookie(secret: str) -> str:
    return f"callbeacon_session={secret}"


def _session(site: Site, user: User, secret: str) -> Session:
    return Session(
        token_hash=keyed_hash(secret, site.secret_key),
        user=user.id,
        address="127.0.0.1",
        user_agent="benchmark",
        created_at=site.now(),
        last_seen_at=site.now(),
        expires_at=site.now() + site.settings.current.session_lasts,
    )
