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


@pytest.mark.parametrize(
    "accept",
    ["text/event-stream, application/json;q=0.5", "multipart/mixed; subscriptionSpec=1.0, */*"],
)
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


NO_FIELD = "{ nothingOfThisName }"
ADAPTED = "application/graphql-response+json"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        (ADAPTED, ADAPTED),
        (f"{ADAPTED}, application/json;q=0.9", ADAPTED),
        (f"{ADAPTED};q=0.8, application/json", "application/json"),
        (f"{ADAPTED}; charset=utf-8, application/json;q=0.9", ADAPTED),
        ("application/json;q=0, */*", ADAPTED),
        ("APPLICATION/GraphQL-Response+JSON", ADAPTED),
        ("text/html, */*;q=0.1", "application/json"),
    ],
)
async def test_an_answer_has_the_type_that_its_client_likes_best(
    app_client: AsyncClient, app_site: Site, accept: str, content_type: str
) -> None:
    tool = await a_reader(app_client, app_site)

    answer = await app_client.post(
        "/graphql", json={"query": ME}, headers={**tool.headers, "accept": accept}
    )

    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == content_type
    assert answer.json()["data"]["me"]["loginName"] == "ann"


@pytest.mark.parametrize(
    "accept", ["text/html", "text/event-stream", "application/json;q=0", "*/*;q=none"]
)
async def test_a_client_that_reads_no_json_is_told_before_anything_runs(
    app_client: AsyncClient, app_site: Site, accept: str
) -> None:
    tool = await a_reader(app_client, app_site)

    answer = await app_client.post(
        "/graphql", json={"query": ME}, headers={**tool.headers, "accept": accept}
    )

    assert fault(answer) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), (ADAPTED, 400)])
@pytest.mark.parametrize(
    "refused",
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        (NO_FIELD, "GRAPHQL_VALIDATION_FAILED"),
        ("query ($id: ID!) { inboundCall(id: $id) { id } }", "INVALID_VALUE"),
    ],
    ids=["syntax", "field", "variable"],
)
async def test_what_never_ran_has_no_data_and_a_status_by_the_type(
    app_client: AsyncClient, app_site: Site, accept: str, status: int, refused: tuple[str, str]
) -> None:
    document, code = refused
    tool = await a_reader(app_client, app_site)

    answer = await app_client.post(
        "/graphql", json={"query": document}, headers={**tool.headers, "accept": accept}
    )

    assert fault(answer) == (status, code)
    assert "data" not in answer.json()


async def test_a_field_that_failed_leaves_a_success(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_reader(app_client, app_site)

    answer = await app_client.post(
        "/graphql",
        json={"query": 'mutation { openInboundCall(id: "1") { __typename } }'},
        headers={**tool.headers, "accept": ADAPTED},
    )

    assert answer.status_code == 200
    assert "data" in answer.json()
