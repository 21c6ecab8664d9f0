"""Who is calling, and what was said before, over GraphQL."""

import pytest
from httpx import AsyncClient

from models.site import Site
from models.workspaces.choices import choose_contact
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.workspaces import open_inbound_call
from tests.api.asking import a_token, a_tool, connect
from tests.api.sockets import tool_socket
from tests.builders import a_contact, a_running_call, a_user

TIMELINE = """
    subscription ($contact: ID!, $first: Int!) {
      timeline(contact: $contact, first: $first) { edges { node { notes } } pageInfo { hasNextPage } }
    }
"""
CALLER = "query ($id: ID!) { inboundCall(id: $id) { isNumberWithheld contact { firstName } } }"


@pytest.mark.parametrize(
    ("phone_number", "is_withheld"),
    [(None, True), ("anonymous", True), ("4165550100", False), ("sip:ann@example.org", False)],
)
async def test_a_number_that_nobody_has_is_withheld(
    app_client: AsyncClient, app_site: Site, phone_number: str | None, is_withheld: bool
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)

    call = await tool.ask(CALLER, id=await connect(app_site, agent, phone_number))

    assert call["inboundCall"] == {"isNumberWithheld": is_withheld, "contact": None}


async def test_the_caller_is_the_selected_match_until_another_is_chosen(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    await a_contact(app_site, "4165550100")
    joao = await a_contact(app_site, first_name="João")
    call_id = await a_running_call(app_site, agent)

    before = await tool.ask(CALLER, id=str(call_id))
    workspace_id = await open_inbound_call(app_site, agent, call_id)
    await choose_contact(app_site, agent, workspace_id, joao)
    chosen = await tool.ask(CALLER, id=str(call_id))
    await choose_contact(app_site, agent, workspace_id, None)
    nobody = await tool.ask(CALLER, id=str(call_id))

    assert before["inboundCall"]["contact"] == {"firstName": "Maria"}
    assert chosen["inboundCall"]["contact"] == {"firstName": "João"}
    assert nobody["inboundCall"]["contact"] is None


async def test_the_timeline_of_a_contact_can_be_followed(served: str, app_site: Site) -> None:
    agent, contact = await a_user(app_site), await a_contact(app_site)
    shown = []

    async with tool_socket(served, await a_token(app_site, agent)) as socket:
        await socket.subscribe(TIMELINE, contact=str(contact), first=1)
        for number, notes in (("4165550100", "Rang."), ("4165550101", "Rang back.")):
            shown.append((await socket.next())["data"]["timeline"])
            call_id = await a_running_call(app_site, agent, number)
            workspace_id = await open_inbound_call(app_site, agent, call_id)
            edit = RecordEdit(notes=notes, contact_id=contact)
            await save_call_record(app_site, agent, workspace_id, edit)
        shown.append((await socket.next())["data"]["timeline"])

    assert [[edge["node"]["notes"] for edge in page["edges"]] for page in shown] == [
        [],
        ["Rang."],
        ["Rang back."],
    ]
    assert [page["pageInfo"]["hasNextPage"] for page in shown] == [False, False, True]


async def test_a_timeline_is_followed_by_at_most_a_hundred(served: str, app_site: Site) -> None:
    agent, contact = await a_user(app_site), await a_contact(app_site)

    async with tool_socket(served, await a_token(app_site, agent)) as socket:
        await socket.subscribe(TIMELINE, contact=str(contact), first=101)

        assert await socket.refusal() == "INVALID_VALUE"
