"""How much a tool may ask for: in one document, and in a minute."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from graphql import get_introspection_query, parse
from httpx import AsyncClient
from litestar import Litestar
from msgspec import structs
from strawberry.extensions import ValidationCache

from api.schema import schema
from api.schema.costs import DEEPEST, LONGEST, measure_document
from models.people.privileges import Privilege, Viewer
from models.settings import change_setting
from models.site import Site
from tests.api.asking import ME, Asker, a_page, a_token, a_tool, bearer
from tests.api.sockets import tool_socket
from tests.builders import a_user

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CALLS = """
    query ($n: Int!) { inboundCalls(first: $n) { edges { node { id user { id } } } } }
"""
# Far more than any of these takes, and far less than it would take unlimited on a busy machine.
CHEAP = 1.0  # seconds

Wait = Callable[[float], None]


@pytest.fixture
async def ann(app_site: Site) -> Viewer:
    """Add an agent."""
    return await a_user(app_site, "ann")


@pytest.fixture
async def wait(app: Litestar, app_site: Site) -> Wait:
    """Allow two requests and a cost of 60 a minute, and stop the clock but for what a test waits."""
    clock = [NOON]
    admin = await a_user(app_site, "admin", privileges=[Privilege.ADMIN])
    await change_setting(app_site, admin, "requests_a_minute", 2, version=0)
    await change_setting(app_site, admin, "cost_a_minute", 60, version=0)
    app.state.site = structs.replace(app_site, now=lambda: clock[0])

    def wait(seconds: float) -> None:
        clock[0] += timedelta(seconds=seconds)

    return wait


def cost(document: str, **variables: object) -> int:
    return measure_document(schema._schema, parse(document), variables).cost


async def test_the_headers_say_what_a_token_has_left(
    app_client: AsyncClient, app_site: Site, ann: Viewer, wait: Wait
) -> None:
    tool = await a_tool(app_client, app_site, ann)

    answer = await tool.post("{ me { id } }")

    assert answer.headers["ratelimit-policy"] == '"requests";q=2;w=60, "cost";q=60;w=60'
    assert answer.headers["ratelimit"] == '"requests";r=1;t=30, "cost";r=58;t=2'


async def test_a_token_that_asks_too_often_gets_429_and_is_answered_again_later(
    app_client: AsyncClient, app_site: Site, ann: Viewer, wait: Wait
) -> None:
    tool = await a_tool(app_client, app_site, ann)

    first = [(await tool.post(ME)).status_code for _ in range(2)]
    refused = await tool.post("{ not a document")
    wait(30)
    later = [(await tool.post(ME)).status_code for _ in range(2)]

    (error,) = refused.json()["errors"]
    assert [first, refused.status_code, later] == [[200, 200], 429, [200, 429]]
    assert error["extensions"] == {"code": "ALLOWANCE_USED_UP", "retryAfter": 30}
    assert refused.headers["retry-after"] == "30"
    assert '"requests";r=0;t=60' in refused.headers["ratelimit"]


async def test_a_costly_operation_leaves_the_token_waiting(
    app_client: AsyncClient, app_site: Site, ann: Viewer, wait: Wait
) -> None:
    tool = await a_tool(app_client, app_site, ann)

    costly = await tool.post(CALLS, n=20)
    refused = await tool.post(ME)
    wait(60)
    later = await tool.post(ME)

    assert [costly.status_code, refused.status_code, later.status_code] == [200, 429, 200]
    assert '"cost";r=0' in costly.headers["ratelimit"]
    assert refused.headers["retry-after"] == str(cost(CALLS, n=20) - 60 + 1)


async def test_a_token_is_not_held_up_by_another_one_nor_a_session_at_all(
    app_client: AsyncClient, app_site: Site, ann: Viewer, wait: Wait
) -> None:
    tool, other = [await a_tool(app_client, app_site, ann) for _ in range(2)]
    page = await a_page(app_client, app_site, ann)

    used_up = [(await tool.post(ME)).status_code for _ in range(3)][-1]
    of_page = [await page.post(ME) for _ in range(4)]

    assert used_up == 429
    assert (await other.post(ME)).status_code == 200
    assert [answer.status_code for answer in of_page] == [200] * 4
    assert "ratelimit" not in of_page[0].headers


async def test_what_is_asked_on_a_socket_counts_too(
    served: str, app_site: Site, ann: Viewer, wait: Wait
) -> None:
    async with tool_socket(served, await a_token(app_site, ann)) as socket:
        for _ in range(2):
            await socket.run(ME)
        await socket.subscribe("subscription { me { id } }")
        refused = await socket.receive()

    (error,) = refused["payload"]
    assert refused["type"] == "error"
    assert error["extensions"] == {"code": "ALLOWANCE_USED_UP", "retryAfter": 30}


HOSTILE = {
    "depth": "{ me " + "{ ...on User " * (DEEPEST + 60) + "{ id }" + " }" * (DEEPEST + 60) + " }",
    "aliases": "{ " + " ".join(f"a{n}: me {{ id }}" for n in range(101)) + " }",
    "the same field": "{" + "me { id } " * 450 + "}",
    "fragments": "{ me { "
    + " ".join(f"...f{n}" for n in range(51))
    + " } } "
    + " ".join(f"fragment f{n} on User {{ id }}" for n in range(51)),
    "doubling fragments": "{ me { ...f0 } } "
    + " ".join(f"fragment f{n} on User {{ a: id ...f{n + 1} ...f{n + 1} }}" for n in range(40))
    + " fragment f40 on User { id }",
    "lists": "{ "
    + " ".join(
        f"a{n}: inboundCalls(first: 100) {{ edges {{ node {{ contactMatches {{ contact {{ numbers {{id}} }} }} }} }} }}"
        for n in range(10)
    )
    + " }",
    "characters": "#" * LONGEST + ME,
}


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
async def test_a_document_that_is_too_large_is_refused_before_it_costs_anything(
    app_client: AsyncClient, app_site: Site, ann: Viewer, document: str
) -> None:
    page = await a_page(app_client, app_site, ann)

    began = time.perf_counter()
    code = await page.refusal(document)

    assert code == "DOCUMENT_TOO_LARGE"
    assert time.perf_counter() - began < CHEAP


@pytest.mark.parametrize(
    "document",
    [
        "{ " + "me " * 3000 + "}",
        "{ me { id(" + "a: [" * 3000,
        "{ me { ...f } } fragment f on User { ...f }",
    ],
    ids=["tokens", "brackets", "circle"],
)
async def test_what_is_not_a_document_is_refused_as_cheaply(
    app_client: AsyncClient, app_site: Site, ann: Viewer, document: str
) -> None:
    tool = await a_tool(app_client, app_site, ann)

    began = time.perf_counter()
    errors = (await tool.post(document)).json()["errors"]

    codes = {error["extensions"]["code"] for error in errors}
    assert codes <= {"GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}
    assert time.perf_counter() - began < CHEAP


async def test_a_document_that_was_measured_and_paid_for_is_validated_once(
    app_client: AsyncClient, app_site: Site, ann: Viewer
) -> None:
    tool = Asker(client=app_client, headers=bearer(await a_token(app_site, ann)))
    validated = ValidationCache(maxsize=500).cached_validate_document.cache_info  # type: ignore[attr-defined]  # lru_cache's
    before = validated()

    for size in (1, 2, 3):
        await tool.ask(
            "query Once($n: Int!) { inboundCalls(first: $n) { edges { cursor } } }", n=size
        )

    assert validated().misses == before.misses + 1
    assert validated().hits == before.hits + 2


def test_a_page_costs_what_is_asked_of_each_entry() -> None:
    assert cost("{ me { id fullName } }") == 3
    # The connection, a page of edges, and of each edge the node, its id, its user, and the user's id.
    assert cost(CALLS, n=20) == 1 + 1 + 20 * 4
    assert cost(CALLS, n=10**9) == cost(CALLS, n=100) == 1 + 1 + 100 * 4
    assert cost("{ inboundCalls { edges { cursor } } }") == 1 + 1 + 20
    assert cost("{ callReasons { id } }") == 1 + 5


async def test_the_schema_can_be_read_as_tools_read_it(
    app_client: AsyncClient, app_site: Site, ann: Viewer
) -> None:
    tool = await a_tool(app_client, app_site, ann)

    assert await tool.ask(get_introspection_query())
