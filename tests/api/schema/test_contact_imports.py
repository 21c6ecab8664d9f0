"""Importing contacts as a tool does: the file by HTTP, the rest by GraphQL."""

import csv
import io
from typing import Any

import pytest
from httpx import AsyncClient, Response

from models.contacts.importing import files
from models.contacts.importing.running import run_next
from models.people.privileges import Viewer
from models.people.tokens import READ, add_token
from models.site import Site
from tests.api.asking import Asker, a_tool, bearer
from tests.api.sockets import graphql_socket
from tests.builders import a_contact, a_user

IMPORT = """
    id fileName startedBy status format encoding delimiter rowsTotal rowsDone
    added updated unchanged skipped version columns { name samples field }
"""
ONE = f"query ($id: ID!) {{ contactImport(id: $id) {{ {IMPORT} }} }}"
START = f"""
    mutation ($id: ID!, $fields: [ContactImportField]!) {{
      startContactImport(id: $id, fields: $fields) {{
        ... on ContactImport {{ {IMPORT} }} ... on Refusal {{ code message }}
      }}
    }}
"""
CANCEL = """
    mutation ($id: ID!) {
      cancelContactImport(id: $id) { ... on ContactImport { status } ... on Refusal { code } }
    }
"""
SKIPPED = """
    query ($id: ID!, $first: Int! = 20, $after: String) {
      skippedContactRows(contactImport: $id, first: $first, after: $after) { cursor row cause content }
    }
"""
FILE = "name,phone\nAnn,4165550100\n,4165550101\n=1+1;x,anonymous\n"
FOLLOW = "subscription ($id: ID!) { contactImport(id: $id) { status rowsDone } }"
CHANGED = "subscription ($id: ID) { contactsChanged(contact: $id) }"


async def send(tool: Asker, text: str | bytes = FILE, name: str = "people.csv") -> Response:
    return await tool.client.post(
        "/contacts/imports", params={"name": name}, content=text, headers=tool.headers
    )


async def sent(tool: Asker, text: str | bytes = FILE) -> str:
    answer = await send(tool, text)
    assert answer.status_code == 201, answer.text
    import_id: str = answer.json()["id"]
    return import_id


async def shown(tool: Asker, import_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await tool.ask(ONE, id=import_id))["contactImport"]
    return found


async def finish(site: Site) -> None:
    while await run_next(site):
        pass


@pytest.fixture
async def agent(app_site: Site) -> Viewer:
    return await a_user(app_site)


@pytest.fixture
async def tool(app_client: AsyncClient, app_site: Site, agent: Viewer) -> Asker:
    return await a_tool(app_client, app_site, agent)


async def test_a_file_is_sent_looked_at_and_imported(
    app_site: Site, agent: Viewer, tool: Asker
) -> None:
    import_id = await sent(tool)
    before = await shown(tool, import_id)

    await tool.ask(START, id=import_id, fields=["FULL_NAME", "PHONE"])
    await finish(app_site)

    after = await shown(tool, import_id)
    assert (before["status"], before["fileName"], before["rowsTotal"]) == ("READY", "people.csv", 3)
    assert before["startedBy"] == agent.full_name
    assert before["columns"][0] == {
        "name": "name",
        "samples": ["Ann", "", "=1+1;x"],
        "field": "FULL_NAME",
    }
    assert after["status"] == "DONE"
    assert (after["added"], after["skipped"], after["rowsDone"]) == (1, 2, 3)
    listed = await tool.ask("{ contactImports { id } }")
    assert listed == {"contactImports": [{"id": import_id}]}


async def test_what_was_skipped_comes_in_pages_and_as_a_file_that_runs_no_formula(
    app_site: Site, tool: Asker
) -> None:
    import_id = await sent(tool)
    await tool.ask(START, id=import_id, fields=["FULL_NAME", "PHONE"])
    await finish(app_site)

    (first,) = (await tool.ask(SKIPPED, id=import_id, first=1))["skippedContactRows"]
    (second,) = (await tool.ask(SKIPPED, id=import_id, after=first["cursor"]))["skippedContactRows"]
    address = f"/contacts/imports/{import_id}/skipped.csv"
    file = await tool.client.get(address, headers=tool.headers)

    assert (first["row"], first["content"]) == (3, ",4165550101")
    assert (second["row"], second["content"]) == (4, "=1+1;x,anonymous")
    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert [(row["row"], row["content"]) for row in rows] == [
        ("3", ",4165550101"),
        ("4", "'=1+1;x,anonymous"),
    ]
    assert rows[0]["cause"] == "A last name or another name is needed."


async def test_a_mapping_without_a_name_and_a_second_beginning_are_refused(
    app_site: Site, tool: Asker
) -> None:
    import_id = await sent(tool)

    nameless = await tool.ask(START, id=import_id, fields=[None, "PHONE"])
    await tool.ask(CANCEL, id=import_id)
    late = await tool.ask(START, id=import_id, fields=["FULL_NAME", "PHONE"])

    assert nameless["startContactImport"] == {
        "code": "INVALID_VALUE",
        "message": "fields: take a name or a company from some column.",
    }
    assert late["startContactImport"]["code"] == "INVALID_VALUE"
    assert (await shown(tool, import_id))["status"] == "CANCELLED"


async def test_a_file_that_is_none_is_refused_with_a_sentence(tool: Asker) -> None:
    empty = await send(tool, "")
    picture = await send(tool, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")

    assert (empty.status_code, empty.json()["errors"][0]["message"]) == (400, "file: is empty.")
    assert picture.json()["errors"][0]["extensions"]["code"] == "INVALID_VALUE"


async def test_a_file_larger_than_a_body_may_be_is_taken_up_to_a_limit_of_its_own(
    tool: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = "name,phone\n" + "Ann,4165550100\n" * 80_000  # 1.2 MB

    taken = await send(tool, large)
    monkeypatch.setattr(files, "LARGEST_FILE", 1_000_000)
    refused = await send(tool, large)

    assert taken.status_code == 201
    assert refused.status_code == 413
    assert refused.json()["errors"][0]["extensions"]["code"] == "FILE_TOO_LARGE"


async def test_only_call_users_send_files_and_no_token_that_only_reads(
    app_client: AsyncClient, app_site: Site, agent: Viewer
) -> None:
    clerk = await a_user(app_site, privileges=())
    only_reads = await add_token(app_site, agent.login_name, name="reads", scopes=[READ])

    stranger = await send(Asker(client=app_client))
    not_permitted = await send(await a_tool(app_client, app_site, clerk))
    reader = await send(Asker(client=app_client, headers=bearer(only_reads)))

    assert [each.status_code for each in (stranger, not_permitted, reader)] == [401, 403, 403]


async def test_an_import_is_followed_to_its_end(
    app_site: Site, agent: Viewer, tool: Asker, served: str
) -> None:
    import_id = await sent(tool)

    async with graphql_socket(served, headers=dict(tool.headers)) as socket:
        await socket.begin()
        payload = {"query": FOLLOW, "variables": {"id": import_id}}
        await socket.send(type="subscribe", id="1", payload=payload)
        seen = [(await socket.next())["data"]["contactImport"]["status"]]
        await tool.ask(START, id=import_id, fields=["FULL_NAME", "PHONE"])
        await finish(app_site)
        while seen[-1] != "DONE":
            seen.append((await socket.next())["data"]["contactImport"]["status"])

    assert seen[0] == "READY"


async def test_whoever_follows_a_contact_hears_of_its_changes(
    app_site: Site, tool: Asker, served: str
) -> None:
    contact_id = str(await a_contact(app_site, "4165550100"))
    rename = """mutation ($id: ID!) {
      updateContact(id: $id, version: 1, contact: {lastName: "Souza"}) { __typename }
    }"""

    async with graphql_socket(served, headers=dict(tool.headers)) as socket:
        await socket.begin()
        payload = {"query": CHANGED, "variables": {"id": contact_id}}
        await socket.send(type="subscribe", id="1", payload=payload)
        assert (await socket.next())["data"]["contactsChanged"] == 0
        await tool.ask(rename, id=contact_id)

        heard = await socket.next()

    assert heard["data"]["contactsChanged"] == 1
