"""Pages of administrators hear of every change of what they show, and nobody else does."""

from collections.abc import Awaitable, Callable

import pytest
from httpx import AsyncClient

from models.people import accounts, source_list, teams, tokens
from models.people.granting import disable_user, revoke_privilege
from models.people.privileges import Privilege, Viewer
from models.people.telephony_logins import map_login
from models.people.users import NewUser
from models.settings import change_setting
from models.site import Site
from tests.api.asking import a_token, a_tool
from tests.api.sockets import tool_socket
from tests.builders import PASSWORD, a_user

CHANGED = "subscription { administrationChanged }"
Change = Callable[[Site, Viewer, Viewer], Awaitable[object]]

CHANGES: dict[str, Change] = {
    "a user added": lambda site, admin, _: accounts.create_user(
        site, admin, NewUser(login_name="nora", full_name="Nora", password=PASSWORD)
    ),
    "a user disabled": lambda site, admin, ann: disable_user(site, admin, ann.user_id),
    "a login mapped": lambda site, admin, ann: map_login(site, admin, ann.user_id, "1001"),
    "a team added": lambda site, admin, _: teams.create_team(site, admin, "North"),
    "a source added": lambda site, admin, _: source_list.create_source(
        site, admin, "pbx", networks=[], default_region=None
    ),
    "a token made": lambda site, _, ann: tokens.make_token(
        site, None, ann.login_name, name="report", scopes=[], expires_at=None
    ),
    "a setting changed": lambda site, admin, _: change_setting(
        site, admin, "trace_days", 7, version=0
    ),
}


@pytest.fixture
async def admin(app_site: Site) -> Viewer:
    """Add an administrator."""
    return await a_user(app_site, privileges=[Privilege.ADMIN])


@pytest.mark.parametrize("change", CHANGES)
async def test_every_change_is_heard_at_once(
    served: str, app_site: Site, admin: Viewer, change: str
) -> None:
    ann = await a_user(app_site)

    async with tool_socket(served, await a_token(app_site, admin)) as socket:
        await socket.subscribe(CHANGED)
        first = await socket.next()
        await CHANGES[change](app_site, admin, ann)
        second = await socket.next()

    assert [first["data"], second["data"]] == [
        {"administrationChanged": 0},
        {"administrationChanged": 1},
    ]


async def test_it_ends_with_the_privilege(
    served: str, app_site: Site, app_client: AsyncClient, admin: Viewer
) -> None:
    other = await a_user(app_site, privileges=[Privilege.ADMIN])
    agent = await a_tool(app_client, app_site, await a_user(app_site))

    async with tool_socket(served, await a_token(app_site, other)) as socket:
        await socket.subscribe(CHANGED)
        await socket.next()
        await revoke_privilege(app_site, admin, other.user_id, Privilege.ADMIN)

        assert await socket.refusal() == "NOT_PERMITTED"
    assert await agent.refusal("{ users(first: 1) { edges { cursor } } }") == "NOT_PERMITTED"
