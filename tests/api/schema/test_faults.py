"""What clients are told when something is wrong."""

import pytest
from graphql import GraphQLError
from httpx import AsyncClient
from structlog.testing import capture_logs

from api.schema.faults import give_code
from models.site import Site
from tests.api.asking import STATE, a_tool, connect
from tests.builders import a_user

CALLS = "{ inboundCalls { edges { node { id } } } }"


async def break_details(site: Site) -> None:
    """Put into the database what no code of ours writes."""
    async with site.database.transaction():
        await site.database.fetch("UPDATE inbound_call SET details = 'call 416 555 0100'")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{ me {", "GRAPHQL_PARSE_FAILED"),
        ("{ me { shoeSize } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ inboundCalls(first: null) { edges { cursor } } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int!) { inboundCalls(first: $n) { edges { cursor } } }", "INVALID_VALUE"),
        ("{ inboundCalls(first: 101) { edges { cursor } } }", "INVALID_VALUE"),
        ('{ workspace(id: "1") { id } }', "INVALID_VALUE"),
        ("{ a" * 3000 + " }" * 3000, "GRAPHQL_PARSE_FAILED"),
    ],
    ids=["syntax", "field", "null", "no variable", "range", "id", "too deep"],
)
async def test_every_error_of_a_client_has_a_code_that_stays_and_is_not_logged(
    app_client: AsyncClient, app_site: Site, document: str, code: str
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    with capture_logs() as logs:
        codes = [await tool.refusal(document) for _ in range(2)]

    assert codes == [code, code]
    assert logs == []


async def test_a_refusal_says_in_its_extensions_what_a_program_needs(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    (error,) = (await tool.post(STATE, login="nobody")).json()["errors"]

    assert error["message"] == "No enabled user has this login name."
    assert error["extensions"] == {"code": "NO_SUCH_USER"}
    assert error["path"] == ["userCallState"]


async def test_what_nobody_expected_is_logged_under_an_id_and_told_to_nobody(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    await connect(app_site, agent)
    await break_details(app_site)

    with capture_logs() as logs:
        answer = await tool.post(CALLS)

    (error,), (entry,) = answer.json()["errors"], logs
    error_id = error["extensions"]["errorId"]
    assert error["extensions"] == {"code": "INTERNAL", "errorId": error_id}
    assert error["message"] == f"Something went wrong here. It is logged as {error_id}."
    assert "JSONDecodeError" not in answer.text
    assert entry["error_id"] == error_id
    assert "JSONDecodeError" in entry["exception"]


def test_long_numbers_reach_the_log_with_their_last_four_digits_only() -> None:
    error = GraphQLError("no", original_error=ValueError("416 555 0100 and +14165550199"))

    with capture_logs() as logs:
        give_code(error)

    (entry,) = logs
    assert "*** *** 0100 and +*******0199" in entry["exception"]


def test_an_error_gets_its_code_once() -> None:
    error = GraphQLError("no", original_error=KeyError("secret"))

    with capture_logs() as logs:
        give_code(error)
        told = error.extensions
        give_code(error)

    assert error.extensions == told
    assert len(logs) == 1
