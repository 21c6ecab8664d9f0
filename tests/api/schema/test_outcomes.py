"""Outcomes over GraphQL."""

from httpx import AsyncClient

from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import a_tool
from tests.builders import a_user

OUTCOME = "... on DefinedCallOutcome { id name isActive position version } ... on Refusal { code }"
CREATE = f"mutation ($name: String!) {{ createOutcome(name: $name) {{ {OUTCOME} }} }}"
UPDATE = f"""
    mutation ($id: ID!, $version: Int!, $name: String, $isActive: Boolean) {{
      updateOutcome(id: $id, version: $version, name: $name, isActive: $isActive) {{ {OUTCOME} }}
    }}
"""
DELETE = """
    mutation ($id: ID!, $version: Int!) {
      deleteOutcome(id: $id, version: $version) {
        ... on RemovedOutcome { id isRetired } ... on Refusal { code }
      }
    }
"""
REORDER = """
    mutation ($order: [OutcomeVersion!]!) {
      reorderOutcomes(order: $order) {
        ... on Outcomes { outcomes { name } } ... on Refusal { code }
      }
    }
"""


async def test_outcomes_are_created_changed_ordered_and_deleted(
    app_client: AsyncClient, app_site: Site
) -> None:
    manager = await a_user(app_site, privileges=[Privilege.CALL_MANAGEMENT])
    tool = await a_tool(app_client, app_site, manager)
    first = (await tool.ask(CREATE, name="Resolved"))["createOutcome"]
    second = (await tool.ask(CREATE, name="Later"))["createOutcome"]

    changed = await tool.ask(UPDATE, id=first["id"], version=1, name="Solved")
    late = await tool.ask(UPDATE, id=first["id"], version=1, name="No")
    order = [{"id": second["id"], "version": 1}, {"id": first["id"], "version": 2}]
    ordered = await tool.ask(REORDER, order=order)
    deleted = await tool.ask(DELETE, id=second["id"], version=2)
    await tool.ask(UPDATE, id=first["id"], version=3, isActive=False)
    left = await tool.ask("{ outcomes { name } all: outcomes(withRetired: true) { name } }")

    assert first == first | {"name": "Resolved", "isActive": True, "position": 0, "version": 1}
    assert changed["updateOutcome"] == first | {"name": "Solved", "version": 2}
    assert late["updateOutcome"] == {"code": "CHANGED_MEANWHILE"}
    assert ordered["reorderOutcomes"]["outcomes"] == [{"name": "Later"}, {"name": "Solved"}]
    assert deleted["deleteOutcome"] == {"id": second["id"], "isRetired": False}
    assert left == {"outcomes": [], "all": [{"name": "Solved"}]}


async def test_an_agent_changes_no_outcome(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    created = await tool.ask(CREATE, name="Resolved")

    assert created["createOutcome"] == {"code": "NOT_PERMITTED"}
    assert await tool.refusal("{ outcomes(withRetired: true) { id } }") == "NOT_PERMITTED"


async def test_an_outcome_that_no_call_was_saved_with_is_unused(
    app_client: AsyncClient, app_site: Site
) -> None:
    manager = await a_user(app_site, privileges=[Privilege.CALL_MANAGEMENT])
    tool = await a_tool(app_client, app_site, manager)
    made = (await tool.ask(CREATE, name="Resolved"))["createOutcome"]

    used = await tool.ask("query ($id: ID!) { isOutcomeUsed(id: $id) }", id=made["id"])
    agent = await a_tool(app_client, app_site, await a_user(app_site))
    refusal = await agent.refusal("query ($id: ID!) { isOutcomeUsed(id: $id) }", id=made["id"])

    assert used == {"isOutcomeUsed": False}
    assert refusal == "NOT_PERMITTED"
