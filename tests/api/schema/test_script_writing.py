"""Writing a call script over GraphQL, as the editor does."""

from typing import Any

from httpx import AsyncClient

from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import Asker, a_tool
from tests.builders import a_user

PAGE = """
    id title text revision
    questions { id type label help isRequired default prefill writeBack options { value label } }
    branches { next conditions { question operator value } }
"""
SCRIPT = f"""
    ... on ManagedCallScript {{
      id name version isPublished hasDraft callReasons versions {{ id number status author }}
      pages {{ {PAGE} }} findings {{ code isError page question subject }}
    }}
    ... on Refusal {{ code message }}
"""
CREATE = f"mutation ($name: String!) {{ createCallScript(name: $name) {{ {SCRIPT} }} }}"
SAVE = f"""
    mutation ($id: ID!, $page: CallScriptPageInput!) {{
      saveCallScriptPage(id: $id, page: $page) {{ {SCRIPT} }}
    }}
"""
PUBLISH = f"""
    mutation ($id: ID!, $version: Int!) {{
      publishCallScript(id: $id, version: $version) {{ {SCRIPT} }}
    }}
"""
QUESTION = {
    "id": "topic",
    "type": "CHOICE",
    "label": "What is it about?",
    "help": "Ask first",
    "isRequired": True,
    "default": "bill",
    "prefill": "call.details.topic",
    "writeBack": "contact.company",
    "options": [{"value": "bill", "label": "A bill"}, {"value": "fault", "label": ""}],
}
BRANCH = {
    "next": None,
    "conditions": [{"question": "topic", "operator": "NOT_EQUALS", "value": "bill"}],
}
WRITTEN = {
    "id": "page-1",
    "title": "Hello",
    "text": "Hello {{ contact.first_name }}",
    "questions": [QUESTION],
    "branches": [BRANCH],
}


async def a_manager(client: AsyncClient, site: Site) -> Asker:
    viewer = await a_user(site, privileges=[Privilege.CALL_MANAGEMENT])
    return await a_tool(client, site, viewer)


async def change(tool: Asker, call: str, fields: str = SCRIPT) -> dict[str, Any]:
    """Send a mutation and return its result."""
    (result,) = (await tool.ask(f"mutation {{ {call} {{ {fields} }} }}")).values()
    changed: dict[str, Any] = result
    return changed


async def test_a_script_is_created_written_and_published(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_manager(app_client, app_site)

    created = (await tool.ask(CREATE, name="Billing"))["createCallScript"]
    saved = (await tool.ask(SAVE, id=created["id"], page={**WRITTEN, "revision": 1}))[
        "saveCallScriptPage"
    ]
    late = await tool.ask(SAVE, id=created["id"], page={**WRITTEN, "title": "No", "revision": 1})
    published = (await tool.ask(PUBLISH, id=created["id"], version=2))["publishCallScript"]

    assert [finding["code"] for finding in created["findings"]] == ["EMPTY_PAGE"]
    assert saved["pages"] == [{**WRITTEN, "revision": 2}]
    assert saved["findings"] == []
    assert late["saveCallScriptPage"]["code"] == "CHANGED_MEANWHILE"
    assert (published["isPublished"], published["hasDraft"]) == (True, False)
    assert [version["status"] for version in published["versions"]] == ["PUBLISHED"]


async def test_errors_are_found_while_writing_and_keep_it_from_being_published(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_manager(app_client, app_site)
    script = (await tool.ask(CREATE, name="Billing"))["createCallScript"]
    page = {"id": "page-1", "text": "{{ nobody }}", "revision": 1}

    typed = await tool.ask(
        """query ($id: ID!) {
          checkScriptText(script: $id, text: "{{ nobody }}") { code isError subject }
        }""",
        id=script["id"],
    )
    await tool.ask(SAVE, id=script["id"], page=page)
    refused = (await tool.ask(PUBLISH, id=script["id"], version=2))["publishCallScript"]

    assert typed["checkScriptText"] == [
        {"code": "UNKNOWN_MERGE_FIELD", "isError": True, "subject": "nobody"}
    ]
    assert refused["code"] == "SCRIPT_HAS_ERRORS"


async def test_pages_and_versions_come_and_go(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_manager(app_client, app_site)
    id = (await tool.ask(CREATE, name="Billing"))["createCallScript"]["id"]
    await tool.ask(SAVE, id=id, page={**WRITTEN, "revision": 1})
    published = (await tool.ask(PUBLISH, id=id, version=2))["publishCallScript"]
    (version,) = published["versions"]

    added = (await tool.ask(SAVE, id=id, page={"id": "two", "text": "Two", "revision": 0}))[
        "saveCallScriptPage"
    ]
    ordered = await change(tool, f'reorderCallScriptPages(id: "{id}", order: ["two", "page-1"])')
    removed = await change(
        tool, f'removeCallScriptPage(id: "{id}", page: "two", revision: {added["version"]})'
    )
    back = await change(
        tool,
        f'returnToCallScriptVersion(id: "{id}", versionId: "{version["id"]}", '
        f"version: {removed['version']})",
    )
    dropped = await change(tool, f'discardCallScriptDraft(id: "{id}", version: {back["version"]})')
    retired = await change(tool, f'retireCallScript(id: "{id}", version: {dropped["version"]})')
    old = await tool.ask(
        f'{{ callScript(id: "{id}") {{ versions {{ number pages {{ {PAGE} }} }} }} }}'
    )

    assert [page["id"] for page in ordered["pages"]] == ["two", "page-1"]
    assert [page["id"] for page in removed["pages"]] == ["page-1"]
    assert [page["title"] for page in back["pages"]] == ["Hello"]
    assert (back["hasDraft"], dropped["hasDraft"], retired["isPublished"]) == (True, False, False)
    assert [len(each["pages"]) for each in old["callScript"]["versions"]] == [1]


async def test_scripts_are_copied_renamed_and_deleted(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_manager(app_client, app_site)
    scripts = (await tool.ask("{ callScripts { id name callReasons } }"))["callScripts"]
    (default,) = scripts

    copy = await change(tool, f'duplicateCallScript(id: "{default["id"]}")')
    renamed = await change(tool, f'renameCallScript(id: "{copy["id"]}", name: "Copy", version: 1)')
    fields = "... on DeletedCallScript { id } ... on Refusal { code }"
    kept = await change(tool, f'deleteCallScript(id: "{default["id"]}", version: 1)', fields)
    deleted = await change(tool, f'deleteCallScript(id: "{copy["id"]}", version: 2)', fields)

    assert (default["name"], len(default["callReasons"])) == ("General Inquiry", 1)
    assert (copy["name"], renamed["name"]) == ("General Inquiry (2)", "Copy")
    assert (kept, deleted) == ({"code": "SCRIPT_IN_USE"}, {"id": copy["id"]})


async def test_merge_fields_are_listed_with_the_declared_call_fields(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_manager(app_client, app_site)

    fields = (await tool.ask("{ mergeFields { name description example isWritable } }"))[
        "mergeFields"
    ]

    assert {
        "name": "contact.email",
        "description": "The caller's e-mail address",
        "example": "maria@example.org",
        "isWritable": True,
    } in fields
    assert "call.details.account_number" in {field["name"] for field in fields}


async def test_an_agent_neither_reads_nor_writes_scripts(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    created = await tool.ask(CREATE, name="Billing")

    assert created["createCallScript"]["code"] == "NOT_PERMITTED"
    assert await tool.refusal("{ callScripts { id } }") == "NOT_PERMITTED"
