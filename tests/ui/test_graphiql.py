"""GraphiQL over HTTP: who gets it, and what its policy lets it do; tests/e2e/test_graphiql.py has it in a browser."""

import pytest
from httpx import AsyncClient
from litestar import Litestar

from tests.api.asking import a_page
from tests.builders import a_user

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


async def test_who_is_not_signed_in_is_asked_to_sign_in_and_comes_back(
    app_client: AsyncClient,
) -> None:
    answer = await app_client.get("/graphiql")

    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/graphiql")


async def test_its_policy_names_no_other_host_and_allows_no_script_but_ours(
    app_client: AsyncClient, app: Litestar
) -> None:
    page = await a_page(app_client, app.state.site, await a_user(app.state.site))

    answer = await app_client.get("/graphiql", headers=page.headers)

    policy = dict(
        part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
    )
    sources = {source for value in policy.values() for source in value.split()}
    assert {source for source in sources if not source.startswith("'nonce-")} == {
        "'none'",
        "'self'",
        "data:",
    }
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert "://" not in answer.text


async def test_each_answer_has_another_nonce(app_client: AsyncClient, app: Litestar) -> None:
    page = await a_page(app_client, app.state.site, await a_user(app.state.site))

    policies = {
        (await app_client.get("/graphiql", headers=page.headers)).headers["content-security-policy"]
        for _ in range(2)
    }

    assert len(policies) == 2


@pytest.mark.parametrize(
    ("address", "accept", "status"),
    [
        ("/graphql", BROWSER, 303),
        ("/graphql", "*/*", 404),
        ("/graphql", "application/json, text/html;q=0.5", 404),
        ("/graphql?query={__typename}", BROWSER, 200),
    ],
)
async def test_only_a_browser_that_asks_nothing_is_led_to_it(
    app_client: AsyncClient, app: Litestar, address: str, accept: str, status: int
) -> None:
    page = await a_page(app_client, app.state.site, await a_user(app.state.site))

    answer = await app_client.get(address, headers={**page.headers, "accept": accept})

    assert answer.status_code == status
