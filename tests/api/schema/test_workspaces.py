"""Opening a call, and the drafts of its workspace."""

import asyncio
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from models.people.granting import set_team
from models.people.privileges import Privilege
from models.site import Site
from models.workspaces.closing import discard_workspace, take_over_workspace
from tests.api.asking import OPEN, STATE, Asker, a_tool, connect, disconnect
from tests.builders import a_contact, a_user

WORKSPACES = "{ workspaces { id isFront drafts { field } inboundCall { id } } }"
WORKSPACE = """
    query ($id: ID!) {
      workspace(id: $id) {
        id isFront version openedAt drafts { field value version } inboundCall { id }
        script { name pages { id title html } }
      }
    }
"""
WITH_CALL = "{ workspaces { id inboundCall { id } script { name } } }"
SCRIPT = {"name": "General Inquiry"}
CALL = "query ($id: ID!) { inboundCall(id: $id) { id } }"
SAVE = """
    mutation (
      $workspace: ID!, $field: String! = "notes", $value: String!, $version: Int! = 0, $editor: String! = ""
    ) {
      saveDraft(
        workspace: $workspace, field: $field, value: $value, version: $version, editor: $editor
      ) {
        __typename
        ... on Draft { field value version savedAt }
        ... on DraftConflict { current { value version } }
        ... on Refusal { code message }
      }
    }
"""


async def opened(tool: Asker, call_id: str) -> str:
    """Open a call and return its workspace's id."""
    id: str = (await tool.ask(OPEN, id=call_id))["openInboundCall"]["id"]
    return id


async def a_workspace(client: AsyncClient, site: Site) -> tuple[Asker, str]:
    """Give an agent with an open workspace."""
    agent = await a_user(site)
    tool = await a_tool(client, site, agent)
    return tool, await opened(tool, await connect(site, agent))


async def test_opening_a_call_is_the_click_on_its_beacon(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site, "ann")
    tool = await a_tool(app_client, app_site, agent)
    call_id = await connect(app_site, agent)

    workspace_id = await opened(tool, call_id)

    state = (await tool.ask(STATE, login="ann"))["userCallState"]
    assert (state["isBeaconFlashing"], state["hasClickedBeacon"]) == (False, True)
    assert (state["version"], state["waitingCalls"]) == (2, [])
    assert (await tool.ask(WORKSPACES))["workspaces"] == [
        {"id": workspace_id, "isFront": True, "drafts": [], "inboundCall": {"id": call_id}}
    ]


async def test_opening_a_call_again_gives_the_same_workspace(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site, "ann")
    tool = await a_tool(app_client, app_site, agent)
    call_id = await connect(app_site, agent)

    ids = await asyncio.gather(*(opened(tool, call_id) for _ in range(5)))

    state = (await tool.ask(STATE, login="ann"))["userCallState"]
    assert len(set(ids)) == 1
    assert state["version"] == 2


async def test_a_call_that_ended_unopened_can_still_be_opened(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site, "ann")
    tool = await a_tool(app_client, app_site, agent)
    call_id = await connect(app_site, agent)
    await disconnect(app_site, agent)

    workspace_id = await opened(tool, call_id)

    workspace = (await tool.ask(WORKSPACE, id=workspace_id))["workspace"]
    assert workspace["inboundCall"]["id"] == call_id


async def test_workspaces_are_in_the_order_of_opening_the_last_one_in_front(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site)
    tool = await a_tool(app_client, app_site, agent)
    calls = [await connect(app_site, agent, f"416555010{n}") for n in range(3)]

    ids = [await opened(tool, call_id) for call_id in (calls[1], calls[0], calls[2])]

    shown = (await tool.ask(WORKSPACES))["workspaces"]
    assert [(item["id"], item["isFront"]) for item in shown] == [
        (ids[0], False),
        (ids[1], False),
        (ids[2], True),
    ]


@pytest.mark.parametrize(
    ("id", "code"),
    [(str(uuid4()), "NO_SUCH_CALL"), ("1", "INVALID_VALUE")],
    ids=["unknown", "no id of ours"],
)
async def test_a_call_that_cannot_be_opened_is_a_refusal_in_the_result(
    app_client: AsyncClient, app_site: Site, id: str, code: str
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    answer = await tool.ask(OPEN, id=id)

    assert answer["openInboundCall"]["code"] == code
    assert answer["openInboundCall"]["message"]


async def test_nobody_opens_anothers_call_or_reads_anothers_workspace(
    app_client: AsyncClient, app_site: Site
) -> None:
    ann, bob = await a_user(app_site, "ann"), await a_user(app_site, "bob")
    call_id = await connect(app_site, ann)
    workspace_id = await opened(await a_tool(app_client, app_site, ann), call_id)
    tool = await a_tool(app_client, app_site, bob)

    assert (await tool.ask(OPEN, id=call_id))["openInboundCall"]["code"] == "NO_SUCH_CALL"
    assert await tool.refusal(WORKSPACE, id=workspace_id) == "NO_SUCH_WORKSPACE"
    assert (await tool.ask(WORKSPACES))["workspaces"] == []
    saved = await tool.ask(SAVE, workspace=workspace_id, value="mine")
    assert saved["saveDraft"]["code"] == "NO_SUCH_WORKSPACE"


async def test_the_script_greets_the_caller_by_name_and_cannot_be_injected_into(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site, "ann")
    await a_contact(app_site, "4165550100", first_name="<b onclick=x>M&M</b>{{ 7 }}")
    tool = await a_tool(app_client, app_site, agent)

    workspace_id = await opened(tool, await connect(app_site, agent, "4165550100"))

    script = (await tool.ask(WORKSPACE, id=workspace_id))["workspace"]["script"]
    html = "".join(page["html"] for page in script["pages"])
    assert script["name"] == "General Inquiry"
    assert "M&amp;M" in html
    assert "onclick" not in html.replace("&lt;b onclick=x&gt;", "")
    assert "{{ 7 }}" in html


async def test_a_saved_draft_comes_back_with_its_version(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool, workspace_id = await a_workspace(app_client, app_site)

    first = (await tool.ask(SAVE, workspace=workspace_id, value="Called"))["saveDraft"]
    second = (await tool.ask(SAVE, workspace=workspace_id, value="Called back", version=1))[
        "saveDraft"
    ]

    workspace = (await tool.ask(WORKSPACE, id=workspace_id))["workspace"]
    assert (first["field"], first["value"], first["version"]) == ("notes", "Called", 1)
    assert second["version"] == 2
    assert workspace["drafts"] == [{"field": "notes", "value": "Called back", "version": 2}]
    assert workspace["version"] == 3


async def test_what_another_tab_typed_comes_back_as_a_conflict(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool, workspace_id = await a_workspace(app_client, app_site)
    await tool.ask(SAVE, workspace=workspace_id, value="one", editor="tab 1")

    saved = (await tool.ask(SAVE, workspace=workspace_id, value="two", editor="tab 2"))["saveDraft"]

    assert saved == {"__typename": "DraftConflict", "current": {"value": "one", "version": 1}}


async def test_a_tab_may_overtake_its_own_older_edits(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool, workspace_id = await a_workspace(app_client, app_site)
    await tool.ask(SAVE, workspace=workspace_id, value="one", editor="tab 1")

    saved = (await tool.ask(SAVE, workspace=workspace_id, value="two", editor="tab 1"))["saveDraft"]

    assert (saved["value"], saved["version"]) == ("two", 2)


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("half a smile \ud83d", "half a smile \ufffd"),
        ("a\x00b", "a\ufffdb"),
        ("😀 é \u202e\r\n", "😀 é \u202e\r\n"),
        ("", ""),
    ],
    ids=["cut in the middle of a character", "U+0000", "any other text", "nothing"],
)
async def test_what_cannot_be_stored_does_not_cost_the_rest_of_a_draft(
    app_client: AsyncClient, app_site: Site, value: str, stored: str
) -> None:
    tool, workspace_id = await a_workspace(app_client, app_site)

    saved = (await tool.ask(SAVE, workspace=workspace_id, value=value))["saveDraft"]
    again = (await tool.ask(SAVE, workspace=workspace_id, value=value, version=1))["saveDraft"]

    assert (saved["value"], saved["version"]) == (stored, 1)
    assert again["version"] == 1


@pytest.mark.parametrize(
    "variables",
    [
        {"field": ""},
        {"field": "f" * 256},
        {"value": "v" * 100_001},
        {"workspace": "1"},
    ],
    ids=["no field", "long field", "long value", "no id of ours"],
)
async def test_a_draft_that_cannot_be_is_a_refusal_in_the_result(
    app_client: AsyncClient, app_site: Site, variables: dict[str, object]
) -> None:
    tool, workspace_id = await a_workspace(app_client, app_site)

    saved = await tool.ask(SAVE, **{"workspace": workspace_id, "value": "text"} | variables)

    assert saved["saveDraft"]["code"] == "INVALID_VALUE"


async def test_who_took_over_a_workspace_works_on_its_call_though_its_agent_has_another_team(
    app_client: AsyncClient, app_site: Site
) -> None:
    agent = await a_user(app_site, team="North")
    boss = await a_user(
        app_site, privileges=[Privilege.CALL_USER, Privilege.CALL_SUPERVISOR], team="North"
    )
    colleague = await a_user(app_site, privileges=[Privilege.CALL_SUPERVISOR], team="North")
    call_id = await connect(app_site, agent)
    workspace_id = await opened(await a_tool(app_client, app_site, agent), call_id)
    await take_over_workspace(app_site, boss, UUID(workspace_id))

    await set_team(app_site, None, agent.user_id, "South")
    tool, other = [await a_tool(app_client, app_site, who) for who in (boss, colleague)]
    held = (await tool.ask(WITH_CALL))["workspaces"]
    await discard_workspace(app_site, boss, UUID(workspace_id))
    finished = (await tool.ask("{ finishedCalls { inboundCall { id } } }"))["finishedCalls"]
    seen_by_colleague = (await other.ask(CALL, id=call_id))["inboundCall"]

    assert held == [{"id": workspace_id, "inboundCall": {"id": call_id}, "script": SCRIPT}]
    assert finished == [{"inboundCall": {"id": call_id}}]
    assert seen_by_colleague is None
