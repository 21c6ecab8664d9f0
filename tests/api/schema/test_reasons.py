"""Call reasons over GraphQL, as the pages of call management ask for them."""

from typing import Any

from httpx import AsyncClient

from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import Asker, a_token, a_tool, connect
from tests.api.sockets import tool_socket
from tests.builders import a_user

REASON = """
    ... on DefinedCallReason {
      id name description script { id name } requiresOutcome isDefault isActive aliases version
    }
    ... on Refusal { code message }
"""
CREATE = f"""
    mutation ($id: ID, $name: String!) {{ createCallReason(id: $id, name: $name) {{ {REASON} }} }}
"""
UPDATE = f"""
    mutation ($id: ID!, $version: Int!, $name: String, $script: ID, $requiresOutcome: Boolean) {{
      updateCallReason(
        id: $id, version: $version, name: $name, script: $script, requiresOutcome: $requiresOutcome
      ) {{ {REASON} }}
    }}
"""
ALIAS = f"""
    mutation ($id: ID!, $version: Int!, $alias: String!) {{
      addCallReasonAlias(id: $id, version: $version, alias: $alias) {{ {REASON} }}
    }}
"""
REASONS = "{ callReasons(withRetired: true) { id name isDefault script { id name } version } }"
RECEIVED = "{ receivedCallReasons { id times } }"
USED = '{ isCallReasonUsed(id: "billing") }'
CHANGED = "subscription { callManagementChanged }"
BILLING: dict[str, Any] = {
    "id": "billing",
    "name": "Billing",
    "description": "",
    "script": None,
    "requiresOutcome": False,
    "isDefault": False,
    "isActive": True,
    "aliases": [],
    "version": 1,
}


async def a_manager(client: AsyncClient, site: Site) -> Asker:
    viewer = await a_user(site, privileges=[Privilege.CALL_MANAGEMENT])
    return await a_tool(client, site, viewer)


async def test_a_reason_is_defined_changed_and_deleted(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_manager(app_client, app_site)
    (default,) = (await tool.ask(REASONS))["callReasons"]
    script = default["script"]

    created = await tool.ask(CREATE, id="billing", name="Billing")
    updated = await tool.ask(
        UPDATE, id="billing", version=1, script=script["id"], requiresOutcome=True
    )
    late = await tool.ask(UPDATE, id="billing", version=1, name="Bills")
    without = await tool.ask(UPDATE, id="billing", version=2, script=None)
    deleted = await tool.ask(
        'mutation { deleteCallReason(id: "billing", version: 3) { ... on RemovedCallReason { id isRetired } } }'
    )

    assert created["createCallReason"] == BILLING
    changed = BILLING | {"script": script, "requiresOutcome": True, "version": 2}
    assert updated["updateCallReason"] == changed
    assert late["updateCallReason"]["code"] == "CHANGED_MEANWHILE"
    assert without["updateCallReason"] == changed | {"script": None, "version": 3}
    assert deleted["deleteCallReason"] == {"id": "billing", "isRetired": False}


async def test_a_received_id_becomes_an_alias(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_manager(app_client, app_site)
    await connect(app_site, await a_user(app_site), reason_id="4711")
    await tool.ask(CREATE, id="billing", name="Billing")

    before = await tool.ask(RECEIVED)
    added = await tool.ask(ALIAS, id="billing", version=1, alias="4711")
    after = await tool.ask(RECEIVED)
    removed = await tool.ask(
        f'mutation {{ removeCallReasonAlias(id: "billing", version: 2, alias: "4711") {{ {REASON} }} }}'
    )

    assert before["receivedCallReasons"] == [{"id": "4711", "times": 1}]
    assert added["addCallReasonAlias"] == BILLING | {"aliases": ["4711"], "version": 2}
    assert after["receivedCallReasons"] == []
    assert removed["removeCallReasonAlias"] == BILLING | {"version": 3}


async def test_a_reason_is_used_once_a_call_had_it(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_manager(app_client, app_site)
    agent = await a_user(app_site)
    await tool.ask(CREATE, id="billing", name="Billing")

    before = await tool.ask(USED)
    await connect(app_site, agent, reason_id="billing")
    after = await tool.ask(USED)
    refusal = await (await a_tool(app_client, app_site, agent)).refusal(USED)

    assert (before, after) == ({"isCallReasonUsed": False}, {"isCallReasonUsed": True})
    assert refusal == "NOT_PERMITTED"


async def test_the_default_moves(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_manager(app_client, app_site)
    await tool.ask(CREATE, id="billing", name="Billing")
    default = next(r for r in (await tool.ask(REASONS))["callReasons"] if r["isDefault"])

    kept = await tool.ask(
        "mutation ($id: ID!) { deleteCallReason(id: $id, version: 1) { ... on Refusal { code } } }",
        id=default["id"],
    )
    moved = await tool.ask(
        f'mutation {{ makeDefaultCallReason(id: "billing", version: 1) {{ {REASON} }} }}'
    )

    assert kept["deleteCallReason"] == {"code": "IS_THE_DEFAULT_REASON"}
    assert moved["makeDefaultCallReason"] == BILLING | {"isDefault": True, "version": 2}


async def test_agents_read_the_active_reasons_and_change_none(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    reasons = await tool.ask("{ callReasons { name } }")
    created = await tool.ask(CREATE, id="billing", name="Billing")

    assert reasons["callReasons"] == [{"name": "General Inquiry"}]
    assert created["createCallReason"]["code"] == "NOT_PERMITTED"
    assert await tool.refusal(REASONS) == "NOT_PERMITTED"
    assert await tool.refusal(RECEIVED) == "NOT_PERMITTED"


async def test_open_pages_hear_of_every_change(
    served: str, app_client: AsyncClient, app_site: Site
) -> None:
    manager = await a_user(app_site, privileges=[Privilege.CALL_MANAGEMENT])
    tool = await a_tool(app_client, app_site, manager)

    async with tool_socket(served, await a_token(app_site, manager)) as socket:
        await socket.subscribe(CHANGED)
        first = await socket.next()
        await tool.ask(CREATE, id="billing", name="Billing")
        second = await socket.next()

    assert [first["data"], second["data"]] == [
        {"callManagementChanged": 0},
        {"callManagementChanged": 1},
    ]
