"""Who asks, and from where; nothing that a client sends as a header is an error of ours."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from models.people.sessions import sign_out
from models.people.sources import add_source
from models.people.tables import ApiToken, Session, User
from models.site import Site
from tests.api.asking import ME, OPEN, ORIGIN, a_session, a_token, bearer, cookie
from tests.builders import a_user, an_rpc
from tests.running import RPC_PATH


async def ask(client: AsyncClient, headers: dict[str, str] | list[tuple[bytes, bytes]]) -> str:
    """Ask who asks; return the login name, else the code of the refusal."""
    answer = await client.post("/graphql", json={"query": ME}, headers=headers)
    body = answer.json()
    if answer.status_code == 200:
        login_name: str = body["data"]["me"]["loginName"]
        return login_name
    code: str = body["errors"][0]["extensions"]["code"]
    assert (answer.status_code, answer.headers["www-authenticate"]) == (
        401,
        'Bearer realm="Callbeacon"',
    )
    return code


async def change(site: Site, *statements: Any) -> None:
    """Change the database behind everybody's back."""
    async with site.database.transaction():
        for statement in statements:
            await statement


@pytest.fixture
async def secret(app_site: Site) -> str:
    """Give the cookie of ann's session."""
    return await a_session(app_site, await a_user(app_site, "ann"))


@pytest.fixture
async def token(app_site: Site) -> str:
    """Give an API token of tim."""
    return await a_token(app_site, await a_user(app_site, "tim"))


# --- Tokens


async def test_a_token_in_the_header_says_who_asks(app_client: AsyncClient, token: str) -> None:
    assert await ask(app_client, {"authorization": f"Bearer {token}"}) == "tim"
    assert await ask(app_client, {"authorization": f"bearer  {token} "}) == "tim"


async def test_a_revoked_token_opens_nothing(
    app_client: AsyncClient, app_site: Site, token: str
) -> None:
    await change(app_site, ApiToken.update({ApiToken.revoked_at: app_site.now()}, force=True))

    assert await ask(app_client, bearer(token)) == "NOT_SIGNED_IN"


async def test_an_expired_token_opens_nothing(
    app_client: AsyncClient, app_site: Site, token: str
) -> None:
    await change(app_site, ApiToken.update({ApiToken.expires_at: app_site.now()}, force=True))

    assert await ask(app_client, bearer(token)) == "NOT_SIGNED_IN"


async def test_a_token_and_a_session_of_a_disabled_user_open_nothing(
    app_client: AsyncClient, app_site: Site, token: str, secret: str
) -> None:
    await change(app_site, User.update({User.is_enabled: False}, force=True))

    assert await ask(app_client, bearer(token)) == "NOT_SIGNED_IN"
    assert await ask(app_client, cookie(secret) | {"origin": ORIGIN}) == "NOT_SIGNED_IN"


async def test_the_token_of_a_telephony_source_opens_nothing_on_graphql(
    app_client: AsyncClient, app_site: Site
) -> None:
    token = await add_source(app_site, "pbx")

    assert await ask(app_client, bearer(token)) == "NOT_SIGNED_IN"


async def test_an_api_token_opens_nothing_on_the_telephony_interface(
    app_client: AsyncClient, token: str
) -> None:
    calls = an_rpc("tim", "CONNECTED", "4165550100", None)

    answers = [
        await app_client.post(RPC_PATH, json=calls, headers=bearer(token)),
        await app_client.post(RPC_PATH, json=calls, auth=("tool", token)),
    ]

    assert [answer.status_code for answer in answers] == [401, 401]


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer cba_x",
        "Basic dGltOng=",
        "Bearer \x80\xff",
        "Bearer " + "x" * 60_000,
    ],
    ids=["empty", "scheme", "no token", "wrong", "other scheme", "not ASCII", "huge"],
)
async def test_no_other_authorization_opens_anything(
    app_client: AsyncClient, authorization: str
) -> None:
    headers = [(b"authorization", authorization.encode("latin-1"))]

    assert await ask(app_client, headers) == "NOT_SIGNED_IN"


async def test_two_authorizations_are_none(app_client: AsyncClient, token: str) -> None:
    value = f"Bearer {token}".encode()

    assert await ask(app_client, [(b"authorization", value)] * 2) == "NOT_SIGNED_IN"


async def test_a_wrong_token_is_not_made_up_for_by_a_session(
    app_client: AsyncClient, secret: str
) -> None:
    headers = cookie(secret) | bearer("cba_wrong") | {"origin": ORIGIN}

    assert await ask(app_client, headers) == "NOT_SIGNED_IN"


# --- Sessions


async def test_a_page_asks_with_its_session(app_client: AsyncClient, secret: str) -> None:
    assert await ask(app_client, cookie(secret) | {"origin": ORIGIN}) == "ann"


async def test_a_session_that_was_signed_out_opens_nothing(
    app_client: AsyncClient, app_site: Site, secret: str
) -> None:
    await sign_out(app_site, secret)

    assert await ask(app_client, cookie(secret) | {"origin": ORIGIN}) == "NOT_SIGNED_IN"


async def test_a_session_ends_by_itself(
    app_client: AsyncClient, app_site: Site, secret: str
) -> None:
    past = app_site.now() - timedelta(seconds=1)
    await change(app_site, Session.update({Session.expires_at: past}, force=True))

    assert await ask(app_client, cookie(secret) | {"origin": ORIGIN}) == "NOT_SIGNED_IN"


@pytest.mark.parametrize(
    "value",
    [
        b"callbeacon_session=",
        b"callbeacon_session=wrong",
        b"callbeacon_session",
        b"=",
        b";;;",
        b"callbeacon_session=\x80\xff",
        b"callbeacon_session=" + b"x" * 60_000,
        b"\xff=\xff",
        b"other=1",
    ],
    ids=range(9),
)
async def test_no_other_cookie_opens_anything(app_client: AsyncClient, value: bytes) -> None:
    headers = [(b"cookie", value), (b"origin", ORIGIN.encode())]

    assert await ask(app_client, headers) == "NOT_SIGNED_IN"


@pytest.mark.parametrize(
    "other",
    [
        'prefs={"a":1}',
        "a b=c",
        "caf\xe9=1",
        "flag",
        "x=1 2",
        "callbeacon_session_2=y",
        "x=callbeacon_session=y",
    ],
)
async def test_cookies_of_others_on_this_host_do_no_harm(
    app_client: AsyncClient, secret: str, other: str
) -> None:
    pairs = f"{other}; callbeacon_session={secret}; {other}".encode("latin-1")

    assert await ask(app_client, [(b"cookie", pairs), (b"origin", ORIGIN.encode())]) == "ann"


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://callbeacon.test.evil.example",
        "http://callbeacon.test:8001",
        "http://callbeacon.test@evil.example",
        "http://ann@callbeacon.test",
        "ftp://callbeacon.test",
        "callbeacon.test",
        "http://[",
        "http://callbeacon.test:99999",
        "http://callbeacon.test, http://callbeacon.test",
        "\xff",
    ],
)
async def test_a_session_is_not_for_pages_of_others(
    app_client: AsyncClient, secret: str, origin: str | None
) -> None:
    headers = [(b"cookie", cookie(secret)["cookie"].encode())]
    headers += [(b"origin", origin.encode("latin-1"))] if origin is not None else []

    assert await ask(app_client, headers) == "NOT_SIGNED_IN"


async def test_reading_in_the_address_bar_needs_no_origin_and_changing_is_refused(
    app_client: AsyncClient, app_site: Site, secret: str
) -> None:
    read = await app_client.get("/graphql", params={"query": ME}, headers=cookie(secret))
    changed = await app_client.get(
        "/graphql", params={"query": OPEN, "variables": '{"id": "1"}'}, headers=cookie(secret)
    )

    assert read.json()["data"]["me"]["loginName"] == "ann"
    assert changed.status_code == 400


async def test_a_token_needs_no_origin_and_may_have_any(
    app_client: AsyncClient, token: str
) -> None:
    assert await ask(app_client, bearer(token) | {"origin": "http://evil.example"}) == "tim"
