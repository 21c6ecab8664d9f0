"""Exporting and importing call management over GraphQL."""

import json

from httpx import AsyncClient

from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import a_tool
from tests.builders import a_user

RESULT = """
    ... on CallManagementImport { changes { noun name action fields } } ... on Refusal { code }
"""
PREVIEW = f"query ($content: String!) {{ previewImport(content: $content) {{ {RESULT} }} }}"
IMPORT = (
    f"mutation ($content: String!) {{ importCallManagement(content: $content) {{ {RESULT} }} }}"
)
EXPORT = "{ exportCallManagement { name content } }"
CREATED = {"noun": "OUTCOME", "name": "Paid", "action": "CREATED", "fields": []}


async def test_what_was_exported_is_changed_previewed_and_imported(
    app_client: AsyncClient, app_site: Site
) -> None:
    manager = await a_user(app_site, privileges=[Privilege.CALL_MANAGEMENT])
    tool = await a_tool(app_client, app_site, manager)
    exported = (await tool.ask(EXPORT))["exportCallManagement"]
    content = json.dumps(json.loads(exported["content"]) | {"outcomes": [{"name": "Paid"}]})

    told = (await tool.ask(PREVIEW, content=content))["previewImport"]["changes"]
    before = await tool.ask("{ outcomes { name } }")
    imported = (await tool.ask(IMPORT, content=content))["importCallManagement"]["changes"]
    after = await tool.ask("{ outcomes { name } }")
    wrong = await tool.ask(IMPORT, content="{}")

    assert exported["name"] == "call-management.json"
    assert [each for each in told if each["action"] != "LEFT"] == [CREATED]
    assert imported == told
    assert (before["outcomes"], after["outcomes"]) == ([], [{"name": "Paid"}])
    assert wrong["importCallManagement"] == {"code": "INVALID_VALUE"}


async def test_an_agent_moves_nothing(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))
    content = '{"format": "callbeacon-call-management", "version": 1}'

    previewed = await tool.ask(PREVIEW, content=content)
    imported = await tool.ask(IMPORT, content=content)

    assert previewed["previewImport"] == {"code": "NOT_PERMITTED"}
    assert imported["importCallManagement"] == {"code": "NOT_PERMITTED"}
    assert await tool.refusal(EXPORT) == "NOT_PERMITTED"
