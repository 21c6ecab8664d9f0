"""What a subscription is told depends on what it asks for."""

from uuid import UUID

from models.site import Site
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.workspaces import open_inbound_call
from tests.api.asking import a_token
from tests.api.sockets import tool_socket
from tests.builders import a_running_call, a_user

FACTS = "subscription($workspace: ID!) { workspace(id: $workspace) { isFront inboundCall { endedAt } } }"
LIST = "subscription { workspaces { id inboundCall { endedAt } } }"
DRAFTS = """
    subscription($workspace: ID!) { workspace(id: $workspace) { ...Typed } }
    fragment Typed on Workspace { ... on Workspace { drafts { value } } }
"""


async def test_what_is_typed_wakes_only_the_subscriptions_that_ask_for_drafts(
    app_site: Site, served: str
) -> None:
    agent = await a_user(app_site)
    call_id = await a_running_call(app_site, agent)
    workspace_id = await open_inbound_call(app_site, agent, call_id)
    async with tool_socket(served, await a_token(app_site, agent)) as tool:
        for id, document in (("facts", FACTS), ("list", LIST), ("drafts", DRAFTS)):
            await tool.subscribe(document, id=id, **({} if id == "list" else _of(workspace_id)))
            await tool.next(id)

        seen = []
        for version, text in enumerate(("a", "ab", "abc")):
            await save_draft(app_site, agent, _edit(workspace_id, text, version))
            seen.append(await tool.next("drafts"))  # fails for a message of another

        await a_running_call(app_site, agent, "4165550199")  # ends the first
        told = {(await tool.receive())["id"] for _ in range(2)}

    assert [each["data"]["workspace"]["drafts"] for each in seen] == [
        [{"value": "a"}],
        [{"value": "ab"}],
        [{"value": "abc"}],
    ]
    assert told == {"facts", "list"}


def _of(workspace_id: UUID) -> dict[str, str]:
    return {"workspace": str(workspace_id)}


def _edit(workspace_id: UUID, text: str, version: int) -> DraftEdit:
    return DraftEdit(workspace_id=workspace_id, field="notes", value=text, version=version)
