"""Calls before and after their workspaces over GraphQL, and a test call."""

import pytest
from httpx import AsyncClient

from models.people.privileges import Privilege
from models.scripts.reasons import NewReason, add_reason
from models.site import Site
from tests.api.asking import OPEN, STATE, Asker, a_tool, connect
from tests.builders import a_user

FINISHED = """
    { finishedCalls { workspaceId finishedAt recordVersion record { notes } inboundCall { id } } }
"""
SAVE_DRAFT = """
    mutation ($workspace: ID!, $value: String!) {
      saveDraft(workspace: $workspace, field: "notes", value: $value, version: 0) {
        ... on Draft { holdsCardNumber }
      }
    }
"""
BY_HAND = """
    mutation ($reason: ID) {
      openCallByHand(phoneNumber: "4165550100", reason: $reason) {
        ... on Workspace { requiresOutcome inboundCall { callReason { name } } }
        ... on Refusal { code }
      }
    }
"""
TEST = "mutation { sendTestCall { ... on SentTestCall { callId } ... on Refusal { code } } }"


async def a_workspace(tool: Asker, call_id: str) -> str:
    id: str = (await tool.ask(OPEN, id=call_id))["openInboundCall"]["id"]
    return id


async def test_saved_and_discarded_calls_are_listed_with_their_records(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    calls = [await connect(app_site, agent, f"416555010{n}") for n in range(2)]
    first, second = [await a_workspace(tool, call) for call in calls]

    await tool.ask(
        f'mutation {{ saveCallRecord(workspace: "{first}", notes: "Done.") {{ __typename }} }}'
    )
    await tool.ask(f'mutation {{ discardWorkspace(id: "{second}") {{ __typename }} }}')

    discarded, saved = (await tool.ask(FINISHED))["finishedCalls"]
    assert (discarded["workspaceId"], discarded["record"]) == (second, None)
    assert (saved["inboundCall"]["id"], saved["recordVersion"]) == (calls[0], 1)
    assert saved["record"] == {"notes": "Done."}


@pytest.mark.parametrize(
    ("text", "holds"), [("4111 1111 1111 1111", True), ("416 555 0100", False)]
)
async def test_a_draft_says_whether_it_holds_a_card_number(
    app_client: AsyncClient, app_site: Site, text: str, holds: bool
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    workspace = await a_workspace(tool, await connect(app_site, agent))

    answer = await tool.ask(SAVE_DRAFT, workspace=workspace, value=text)

    assert answer["saveDraft"] == {"holdsCardNumber": holds}


async def test_a_call_by_hand_takes_a_reason(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))
    new = NewReason(reason_id="billing", name="Billing")
    await app_site.writer.run(lambda: add_reason(new))

    opened = (await tool.ask(BY_HAND, reason="billing"))["openCallByHand"]
    refused = (await tool.ask(BY_HAND, reason="nothing"))["openCallByHand"]

    assert opened == {"requiresOutcome": False, "inboundCall": {"callReason": {"name": "Billing"}}}
    assert refused == {"code": "NO_SUCH_REASON"}


async def test_a_test_call_flashes_at_its_sender(app_client: AsyncClient, app_site: Site) -> None:
    manager = await a_user(
        app_site, "mary", privileges=(Privilege.CALL_USER, Privilege.CALL_MANAGEMENT)
    )
    tool = await a_tool(app_client, app_site, manager)

    sent = (await tool.ask(TEST))["sendTestCall"]

    state = (await tool.ask(STATE, login="mary"))["userCallState"]
    assert (state["isBeaconFlashing"], state["inboundCall"]["id"]) == (True, sent["callId"])


async def test_a_test_call_is_refused_to_who_administers_nothing(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    assert (await tool.ask(TEST))["sendTestCall"] == {"code": "NOT_PERMITTED"}
