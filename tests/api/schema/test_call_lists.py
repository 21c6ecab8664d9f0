"""Lists of calls over GraphQL: filters, what stands beside each call, changes, and the file."""

import csv
import io
from typing import Any

import pytest
from httpx import AsyncClient

from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import OPEN, Asker, a_page, a_token, a_tool, connect, disconnect
from tests.api.sockets import graphql_socket
from tests.builders import a_contact, a_user
from tests.statements import statements

CALLS = """
    query (
      $first: Int, $after: String, $agent: ID, $reason: ID, $outcome: ID, $phoneNumber: String, $since: DateTime,
      $until: DateTime, $isOpened: Boolean
    ) {
      inboundCalls(
        first: $first, after: $after, agent: $agent, reason: $reason, outcome: $outcome, phoneNumber: $phoneNumber,
        since: $since, until: $until, isOpened: $isOpened
      ) {
        edges {
          node {
            id phoneNumber contact { fullName } record { notes outcome { name } } heldWorkspace { id status }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
"""


async def listed(tool: Asker, **wanted: object) -> list[dict[str, Any]]:
    answer = await tool.ask(CALLS, **{"first": 20, **wanted})
    return [edge["node"] for edge in answer["inboundCalls"]["edges"]]


async def saved(tool: Asker, call_id: str, notes: str) -> str:
    workspace: str = (await tool.ask(OPEN, id=call_id))["openInboundCall"]["id"]
    await tool.ask(
        "mutation ($id: ID!, $notes: String!) { saveCallRecord(workspace: $id, notes: $notes) { __typename } }",
        id=workspace,
        notes=notes,
    )
    return workspace


async def test_a_list_shows_each_call_with_its_caller_record_and_workspace(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    await a_contact(app_site, "4165550100")
    tool = await a_tool(app_client, app_site, agent)
    call_id = await connect(app_site, agent)
    workspace = await saved(tool, call_id, "Done.")
    other = await connect(app_site, agent, "4165550177")

    waiting, done = await listed(tool)

    assert done == {
        "id": call_id,
        "phoneNumber": "4165550100",
        "contact": {"fullName": "Maria Silva"},
        "record": {"notes": "Done.", "outcome": None},
        "heldWorkspace": {"id": workspace, "status": "SAVED"},
    }
    assert waiting["id"] == other
    assert (waiting["contact"], waiting["record"], waiting["heldWorkspace"]) == (None, None, None)


async def test_a_longer_list_takes_no_more_statements(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    counts = []
    for _ in range(2):
        for number in range(10):
            await saved(tool, await connect(app_site, agent, f"41655501{number:02}"), "Done.")
        async with statements(app_site, "SELECT") as asked:
            shown = await listed(tool)
        counts.append((len(shown), len(asked)))

    (few, least), (many, most) = counts
    assert (few, many) == (10, 20)
    assert most == least


async def test_filters_are_taken_together(app_client: AsyncClient, app_site: Site) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    first = await connect(app_site, agent)
    await connect(app_site, agent, "4165550199")
    again = await connect(app_site, agent)
    await tool.ask(OPEN, id=again)

    wanted = {"phoneNumber": "(416) 555-0100", "isOpened": False, "since": "2020-01-01T00:00:00"}
    calls = await listed(tool, agent=str(agent.user_id), **wanted)

    assert [call["id"] for call in calls] == [first]
    assert await listed(tool, until="2020-01-01T00:00:00Z") == []
    assert await listed(tool, reason="nobody-knows") == []


@pytest.mark.parametrize("name", ["agent", "outcome", "after"])
async def test_what_is_no_identifier_is_refused_by_name(
    app_client: AsyncClient, app_site: Site, name: str
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    answer = (await tool.post(CALLS, first=1, **{name: "x"})).json()

    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_VALUE"
    assert name in error["message"]


async def test_records_are_not_shown_to_who_may_read_none(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site, privileges=[Privilege.CALL_MANAGEMENT])
    await connect(app_site, agent)
    tool = await a_tool(app_client, app_site, agent)

    (call,) = await listed(tool)

    assert call["record"] is None


async def test_changes_of_the_list_are_told(served: str, app_site: Site) -> None:
    agent = await a_user(app_site)
    token = await a_token(app_site, agent)

    async with graphql_socket(served) as socket:
        await socket.begin(Authorization=f"Bearer {token}")
        await socket.subscribe("subscription { inboundCallsChanged }")
        before = await socket.next()
        await connect(app_site, agent)
        after = await socket.next()

    assert [before["data"], after["data"]] == [
        {"inboundCallsChanged": 0},
        {"inboundCallsChanged": 1},
    ]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


async def test_the_file_holds_what_is_filtered_and_no_formula(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    await a_contact(app_site, "4165550100")
    page = await a_page(app_client, app_site, agent)
    await saved(page, await connect(app_site, agent), '=HYPERLINK("http://evil.test")')
    await disconnect(app_site, agent)
    for number in range(110):
        await connect(app_site, agent, f"6475550{number:03}")

    whole = await app_client.get("/calls.csv", headers=page.headers)
    some = await app_client.get(
        "/calls.csv",
        params={"phoneNumber": "416 555 0100", "isOpened": "true", "agent": str(agent.user_id)},
        headers=page.headers,
    )

    (row,) = rows_of(some.text)
    assert whole.headers["content-disposition"] == 'attachment; filename="calls.csv"'
    assert whole.headers["cache-control"] == "no-store"
    assert len(rows_of(whole.text)) == 111
    assert (row["contact"], row["notes"]) == ("Maria Silva", '\'=HYPERLINK("http://evil.test")')
    assert (row["end_cause"], row["phone_number"]) == ("DISCONNECTED", "4165550100")


async def test_the_file_holds_nobody_elses_calls(app_client: AsyncClient, app_site: Site) -> None:
    ann, ben = [await a_user(app_site, team=team) for team in ("A", "B")]
    eva = await a_user(app_site, team="A", privileges=[Privilege.CALL_SUPERVISOR])
    for each in (ann, ben):
        await connect(app_site, each)

    texts = {
        each.login_name: await app_client.get(
            "/calls.csv", headers=(await a_page(app_client, app_site, each)).headers
        )
        for each in (ann, ben, eva)
    }
    stranger = await app_client.get("/calls.csv")

    owners = {name: [r["login_name"] for r in rows_of(t.text)] for name, t in texts.items()}
    assert owners == {
        ann.login_name: [ann.login_name],
        ben.login_name: [ben.login_name],
        eva.login_name: [ann.login_name],
    }
    assert stranger.status_code == 401


@pytest.mark.parametrize("query", ["since=yesterday", "agent=x", "outcome=x"])
async def test_a_filter_that_is_none_is_a_wrong_way_to_ask(
    app_client: AsyncClient, app_site: Site, query: str
) -> None:
    page = await a_page(app_client, app_site, await a_user(app_site))

    answer = await app_client.get(f"/calls.csv?{query}", headers=page.headers)

    assert answer.status_code == 400
