"""Who may post: a telephony source, by HTTP Basic or bearer token, from its networks."""

import base64

import httpx
import pytest
from litestar import Litestar

from models.people.privileges import Viewer
from models.people.sources import add_source
from tests.api.jsonrpc.tracing import traces
from tests.builders import a_source, an_rpc
from tests.running import RPC_PATH

DISCONNECT = an_rpc("user101", "DISCONNECTED", None, None)


async def test_the_token_alone_will_do_as_a_bearer_token(
    app: Litestar, app_client: httpx.AsyncClient, agent: Viewer
) -> None:
    token = await add_source(app.state.site, "telephony")

    answer = await app_client.post(
        RPC_PATH, json=DISCONNECT, headers={"authorization": f"bearer {token}"}
    )

    assert answer.json() == {"jsonrpc": "2.0", "result": None, "id": 1}


async def test_the_name_of_a_source_may_have_accents(
    app: Litestar, app_client: httpx.AsyncClient, agent: Viewer
) -> None:
    auth = await a_source(app.state.site, "Zürich 電話")

    answer = await app_client.post(RPC_PATH, json=DISCONNECT, auth=auth)

    assert answer.status_code == 200


def basic(credentials: bytes) -> str:
    return "Basic " + base64.b64encode(credentials).decode()


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic",
        "Basic %%%",
        "Basic é",
        basic(b"pbx"),
        basic(b"pbx:"),
        basic(b"pbx:wrong"),
        basic(b"\xff:\xff"),
        basic(b"p\x00bx:to\x00ken"),
        "Bearer",
        "Bearer wrong",
        "Bearer é",
        "Digest username=pbx",
    ],
)
async def test_a_stranger_gets_401_and_is_told_how_to_sign_in(
    authorization: str | None, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    headers = [] if authorization is None else [(b"authorization", authorization.encode())]

    answer = await app_client.post(RPC_PATH, json=DISCONNECT, headers=headers)

    assert answer.status_code == 401
    assert answer.headers.get_list("www-authenticate") == [
        'Basic realm="Callbeacon", charset="UTF-8"',
        'Bearer realm="Callbeacon"',
    ]
    assert answer.json()["error"]["data"]["code"] == "NOT_AUTHORISED_SOURCE"
    assert await traces() == [(False, None, None, "NOT_AUTHORISED_SOURCE")]


async def test_a_token_under_another_sources_name_is_refused(
    app: Litestar, app_client: httpx.AsyncClient, source_auth: httpx.BasicAuth
) -> None:
    token = await add_source(app.state.site, "other")

    answer = await app_client.post(RPC_PATH, json=DISCONNECT, auth=("pbx", token))

    assert answer.status_code == 401


async def test_a_source_outside_its_networks_gets_403(
    app: Litestar, app_client: httpx.AsyncClient
) -> None:
    inside = await a_source(app.state.site, "inside", networks=["127.0.0.0/8"])
    outside = await a_source(app.state.site, "outside", networks=["10.1.0.0/16"])

    allowed = await app_client.post(RPC_PATH, json=DISCONNECT, auth=inside)
    forbidden = await app_client.post(RPC_PATH, json=DISCONNECT, auth=outside)

    assert (allowed.status_code, forbidden.status_code) == (200, 403)
    assert forbidden.json()["error"]["data"]["code"] == "NETWORK_NOT_ALLOWED"
