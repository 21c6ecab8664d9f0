"""A password that somebody else has set is good for choosing another one and for nothing else; over real sockets."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from websockets import ConnectionClosedError
from websockets.asyncio.client import connect

from models.people import accounts
from models.people.privileges import Privilege
from models.people.users import NewUser, find_user
from models.site import Site
from tests.api.asking import Asker, a_tool
from tests.api.sockets import graphql_socket
from tests.builders import PASSWORD, a_user

CREATE = """
    mutation ($user: NewUserInput!) {
      createUser(user: $user) { ... on UserWithPassword { password } }
    }
"""
IMPORT = "mutation ($csv: String!) { importUsers(csv: $csv) { ... on UserImport { rows { password } } } }"
RESET = """
    mutation ($user: ID!, $password: String) {
      resetPassword(user: $user, password: $password) { ... on UserWithPassword { password } }
    }
"""
ME = {"query": "{ me { loginName } }"}
OWN = "a password of nora's own"
WAYS = ("created", "created with a password", "imported", "reset", "reset to a password")


@pytest.fixture
async def admin(app_client: httpx.AsyncClient, app_site: Site) -> Asker:
    """Give an administrator's tool."""
    return await a_tool(app_client, app_site, await a_user(app_site, privileges=[Privilege.ADMIN]))


@pytest.fixture
async def nora(served: str) -> AsyncIterator[httpx.AsyncClient]:
    """Ask the server as nora's browser does, without a cookie yet."""
    async with httpx.AsyncClient(
        base_url=served, headers={"Origin": served}, trust_env=False
    ) as client:
        yield client


async def given_by(admin: Asker, site: Site, way: str) -> str:
    """Have the administrator make nora's account, or set its password, and return the password."""
    new = {"loginName": "nora", "fullName": "Nora", "privileges": ["gCallUser"]}
    if way == "created":
        made = await admin.ask(CREATE, user=new)
        return str(made["createUser"]["password"])
    if way == "created with a password":
        await admin.ask(CREATE, user=new | {"password": PASSWORD})
        return PASSWORD
    if way == "imported":
        made = await admin.ask(IMPORT, csv="login_name,name,privileges\nnora,Nora,gCallUser")
        return str(made["importUsers"]["rows"][0]["password"])
    await a_user(site, "nora")
    chosen = "chosen for nora" if way == "reset to a password" else None
    user_id = str(await find_user("nora"))
    told = await admin.ask(RESET, user=user_id, password=chosen)
    return chosen or str(told["resetPassword"]["password"])


async def sign_in(nora: httpx.AsyncClient, password: str) -> None:
    form = {"login_name": "nora", "password": password, "next": "/contacts"}
    assert (await nora.post("/login", data=form)).status_code == 303


def told_by(nora: httpx.AsyncClient) -> dict[str, str]:
    return {"Cookie": f"callbeacon_session={nora.cookies['callbeacon_session']}"}


async def page_closing(served: str, nora: httpx.AsyncClient) -> int | None:
    """Open the desktop's socket and return the code with which it is closed at once."""
    address = served.replace("http", "ws", 1) + "/reactpy/desktop/?path=/"
    async with connect(
        address,
        origin=served,  # type: ignore[arg-type]  # a NewType of str
        additional_headers=told_by(nora),
        proxy=None,
    ) as socket:
        try:
            await socket.recv()
        except ConnectionClosedError:
            return socket.close_code
    return None


@pytest.mark.parametrize("way", WAYS)
async def test_what_an_administrator_has_set_opens_nothing_but_the_form_for_another(
    served: str, app_site: Site, admin: Asker, nora: httpx.AsyncClient, way: str
) -> None:
    password = await given_by(admin, app_site, way)
    await sign_in(nora, password)

    page = await nora.get("/contacts")
    asked = (await nora.post("/graphql", json=ME)).json()
    file = await nora.get("/calls.csv")
    form = await nora.get("/password")

    assert (page.status_code, page.headers["location"]) == (303, "/password?next=/contacts")
    assert asked["errors"][0]["extensions"]["code"] == "PASSWORD_CHANGE_DUE"
    assert file.status_code in {303, 403}
    assert "An administrator has set your password." in form.text
    assert await page_closing(served, nora) == 4401
    async with graphql_socket(served, headers=told_by(nora), origin=served) as socket:
        await socket.send(type="connection_init")
        assert await socket.closing_code() == 4403


async def test_an_own_password_opens_everything_and_the_given_one_nothing_any_more(
    served: str, app_site: Site, admin: Asker, nora: httpx.AsyncClient
) -> None:
    given = await given_by(admin, app_site, "created")
    await sign_in(nora, given)

    await nora.post("/password", data={"current": given, "new": OWN, "next": "/contacts"})

    assert (await nora.get("/contacts")).status_code == 200
    me: Any = (await nora.post("/graphql", json=ME)).json()
    assert me["data"]["me"]["loginName"] == "nora"
    assert await page_closing(served, nora) is None
    nora.cookies.clear()
    form = {"login_name": "nora", "password": given, "next": "/"}
    assert (await nora.post("/login", data=form)).status_code == 200
    await sign_in(nora, OWN)
    assert (await nora.get("/")).status_code == 200


async def test_a_password_that_people_set_at_the_command_line_is_their_own(
    app_site: Site, nora: httpx.AsyncClient
) -> None:
    new = NewUser(login_name="nora", full_name="Nora", password=PASSWORD)
    user_id = await accounts.create_user(app_site, None, new)

    await sign_in(nora, PASSWORD)
    assert (await nora.get("/")).status_code == 200
    await accounts.reset_password(app_site, None, user_id, OWN)
    await sign_in(nora, OWN)
    assert (await nora.get("/")).status_code == 200
    temporary = await accounts.reset_password(app_site, None, user_id)
    await sign_in(nora, temporary)

    assert (await nora.get("/")).headers["location"] == "/password"
