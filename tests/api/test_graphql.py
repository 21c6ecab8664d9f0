"""GraphQL over HTTP: what is an operation, what is not, and how it is said."""

import json

import httpx
import pytest
from httpx import AsyncClient

from api.app import LARGEST_BODY
from models.site import Site
from tests.api.asking import ME, OPEN, Asker, a_page, a_tool
from tests.builders import a_user

JSON = {"content-type": "application/json"}


async def a_reader(client: AsyncClient, site: Site) -> Asker:
    """Give a tool of somebody."""
    return await a_tool(client, site, await a_user(site, "ann"))


def fault(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the code of the one error."""
    (error,) = answer.json()["errors"]
    assert error["message"]
    return answer.status_code, error["extensions"]["code"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"5",
        b'"me"',
        b"{}",
        b'{"query": null}',
        b'{"query": 5}',
        b'{"query": "{ me { id } }", "variables": []}',
        b'{"query": "{ me { id } }", "variables": 5}',
        b'{"query": "{ me { id } }", "extensions": []}',
        b'{"query": "{ me { id } }", "operationName": "Other"}',
        b'{"query": "{ me { id } }", "operationName": {"a": []}}',
        b'[{"query": "{ me { id } }"}]',
        b'{"query": "\xff"}',
        b"[" * 200_000,
        b'{"variables":' + b'{"a":' * 5000 + b"1" + b"}" * 5001,
    ],
    ids=lambda content: content[:64].decode("latin-1"),
)
async def test_a_body_that_is_no_operation_is_a_bad_request(
    app_client: AsyncClient, app_site: Site, content: bytes
) -> None:
    tool = await a_reader(app_client, app_site)

    answer = await app_client.post("/graphql", content=content, headers={**JSON, **tool.headers})

    assert fault(answer) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
async def test_a_body_that_a_foreign_form_could_send_is_not_read(
    app_client: AsyncClient, app_site: Site, content_type: str
) -> None:
    tool = await a_reader(app_client, app_site)

    answer = await app_client.post(
        "/graphql",
        content=json.dumps({"query": ME}),
        headers={"content-type": content_type, **tool.headers},
    )

    assert fault(answer) == (400, "BAD_REQUEST")


async def test_a_body_over_the_limit_is_refused(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_reader(app_client, app_site)

    answer = await app_client.post(
        "/graphql",
        content=json.dumps({"query": ME, "variables": {"a": "x" * LARGEST_BODY}}),
        headers={**JSON, **tool.headers},
    )

    assert answer.status_code == 413


async def test_a_query_may_come_in_the_address(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_reader(app_client, app_site)
    params = {
        "query": "query A ($login: String!) { userCallState(loginName: $login) { status } }",
        "variables": json.dumps({"login": "ann"}),
        "operationName": "A",
    }

    answer = await app_client.get("/graphql", params=params, headers=dict(tool.headers))

    assert answer.json() == {"data": {"userCallState": {"status": "DISCONNECTED"}}}


@pytest.mark.parametrize(
    "params",
    [
        {"query": OPEN, "variables": '{"id": "1"}'},
        {"query": "subscription { workspaces { id } }"},
        {"query": ME, "variables": "["},
        {"query": ME, "variables": "5"},
        {"query": ME, "extensions": "5"},
        {"variables": "{}"},
    ],
    ids=[
        "mutation",
        "subscription",
        "no JSON",
        "number",
        "extensions",
        "none",
    ],
)
async def test_an_address_that_is_no_query_is_a_bad_request(
    app_client: AsyncClient, app_site: Site, params: dict[str, str]
) -> None:
    page = await a_page(app_client, app_site, await a_user(app_site))

    answer = await app_client.get(
        "/graphql", params=params, headers={"accept": "application/json", **page.headers}
    )

    assert fault(answer) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("accept", ["text/event-stream", "multipart/mixed; subscriptionSpec=1.0"])
async def test_subscriptions_need_a_web_socket(
    app_client: AsyncClient, app_site: Site, accept: str
) -> None:
    tool = await a_reader(app_client, app_site)

    answer = await app_client.post(
        "/graphql",
        json={"query": "subscription { workspaces { id } }"},
        headers={"accept": accept, **tool.headers},
    )

    assert fault(answer) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_other_methods_are_refused(app_client: AsyncClient, method: str) -> None:
    answer = await app_client.request(method, "/graphql")

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) >= {"GET", "POST"}


async def test_answers_are_not_kept_not_sniffed_and_not_for_other_sites(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_reader(app_client, app_site)

    answers = [
        await tool.post(ME),
        await tool.post("{"),
        await app_client.post("/graphql", json={"query": ME}),
        await app_client.get("/graphql", params={"query": ME}, headers=dict(tool.headers)),
        await app_client.get("/health/ready"),
        await app_client.get("/health/live"),
    ]

    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


async def test_an_answer_is_plain_json(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_reader(app_client, app_site)

    answer = await tool.post("{ me { loginName } }")

    assert answer.headers["content-type"] == "application/json"
    assert answer.content == b'{"data":{"me":{"loginName":"ann"}}}'
