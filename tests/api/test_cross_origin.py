"""Which pages of other sites may use GraphQL with a user's session: those of configured origins, named exactly."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from httpx import AsyncClient

from callbeacon.app import create_app
from callbeacon.settings import read_settings
from tests.api.asking import ME, a_session, cookie
from tests.builders import a_user
from tests.running import hold_open

CRM = "https://crm.example.org"
PREFLIGHT = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
}
STRANGERS = [
    "https://evil.example",
    "https://crm.example.org.evil.example",
    "https://evilcrm.example.org",
    "https://sub.crm.example.org",
    "https://crm.example.org:8443",
    "http://crm.example.org",
    "https://crm-example.org",
    "https://user@crm.example.org",
    "https://crm.example.org, https://evil.example",
    "https://crmXexample.org",
    "null",
    "*",
    "",
]


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[AsyncClient]:
    """Give a signed-in client of a server whose GraphQL the CRM's pages may use."""
    environment = {
        "CALLBEACON_DATA_DIR": str(tmp_path / "var"),
        "CALLBEACON_ALLOWED_ORIGINS": f"{CRM}, https://wall.example.org",
    }
    app = create_app(read_settings(environment))
    async with hold_open(app):
        ann = await a_user(app.state.site, "ann")
        transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # Litestar's own ASGI types
        headers = cookie(await a_session(app.state.site, ann))
        async with AsyncClient(
            transport=transport, base_url="http://callbeacon.test", headers=headers
        ) as client:
            yield client


def granted(answer: httpx.Response) -> dict[str, str]:
    """Return what a browser is told that a page may do."""
    return {
        name: value for name, value in answer.headers.items() if name.startswith("access-control")
    }


async def test_a_configured_page_asks_and_reads_with_the_users_session(client: AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": ME}, headers={"origin": CRM})

    assert answer.json()["data"]["me"]["loginName"] == "ann"
    assert granted(answer) == {
        "access-control-allow-origin": CRM,
        "access-control-allow-credentials": "true",
    }
    assert answer.headers["vary"] == "Origin"


async def test_the_question_before_the_question_is_answered_without_credentials(
    client: AsyncClient,
) -> None:
    client.headers.pop("cookie")

    answer = await client.options("/graphql", headers={"origin": CRM, **PREFLIGHT})

    assert (answer.status_code, answer.content) == (204, b"")
    assert granted(answer) == {
        "access-control-allow-origin": CRM,
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "authorization, content-type",
        "access-control-max-age": "600",
    }
    assert answer.headers["vary"] == "Origin"


@pytest.mark.parametrize("origin", STRANGERS)
async def test_to_any_other_page_nothing_is_granted(client: AsyncClient, origin: str) -> None:
    asked = await client.options("/graphql", headers={"origin": origin, **PREFLIGHT})
    posted = await client.post("/graphql", json={"query": ME}, headers={"origin": origin})
    read = await client.get("/graphql", params={"query": ME}, headers={"origin": origin})

    assert [granted(answer) for answer in (asked, posted, read)] == [{}, {}, {}]
    assert [answer.headers["vary"] for answer in (asked, posted, read)] == 3 * ["Origin"]
    assert posted.status_code == 401


async def test_a_page_of_our_own_needs_no_grant(client: AsyncClient) -> None:
    own = {"origin": "http://callbeacon.test"}

    answer = await client.post("/graphql", json={"query": ME}, headers=own)

    assert answer.status_code == 200
    assert granted(answer) == {}


async def test_a_configured_page_can_read_why_it_is_refused(client: AsyncClient) -> None:
    client.headers.pop("cookie")

    answer = await client.post("/graphql", json={"query": ME}, headers={"origin": CRM})

    assert answer.status_code == 401
    assert granted(answer)["access-control-allow-origin"] == CRM


@pytest.mark.parametrize("path", ["/login", "/", "/health/live"])
async def test_nothing_but_graphql_is_granted(client: AsyncClient, path: str) -> None:
    answer = await client.get(path, headers={"origin": CRM})

    assert granted(answer) == {}
