"""What can be asked about contacts and done with them, and by whom."""

from httpx import AsyncClient

from models.contacts.contacts import NewContact, add_contacts
from models.site import Site
from tests.api.asking import a_tool
from tests.builders import a_contact, a_user

CONTACT = "id fullName version numbers { id phoneNumber kind searchableAddress extension version }"
CREATE = f"""
    mutation ($contact: ContactInput!, $numbers: [ContactNumberInput!]) {{
      createContact(contact: $contact, numbers: $numbers) {{
        ... on Contact {{ {CONTACT} company externalId link }} ... on Refusal {{ code }}
      }}
    }}
"""
UPDATE = f"""
    mutation ($id: ID!, $version: Int!, $contact: ContactInput!) {{
      updateContact(id: $id, version: $version, contact: $contact) {{
        ... on Contact {{ {CONTACT} }} ... on ContactConflict {{ current {{ {CONTACT} }} }}
        ... on Refusal {{ code }}
      }}
    }}
"""
MERGE = f"""
    mutation ($kept: ID!, $merged: ID!) {{
      mergeContacts(kept: $kept, merged: $merged) {{
        ... on Contact {{ {CONTACT} }} ... on Refusal {{ code }}
      }}
    }}
"""
ADD = f"""
    mutation ($contact: ID!, $number: ContactNumberInput!) {{
      addContactNumber(contact: $contact, number: $number) {{
        ... on Contact {{ {CONTACT} }} ... on Refusal {{ code message }}
      }}
    }}
"""
UPDATE_NUMBER = f"""
    mutation ($id: ID!, $version: Int!, $number: ContactNumberInput!) {{
      updateContactNumber(id: $id, version: $version, number: $number) {{
        ... on Contact {{ {CONTACT} }} ... on ContactConflict {{ current {{ {CONTACT} }} }}
        ... on Refusal {{ code }}
      }}
    }}
"""
DELETE = f"""
    mutation ($id: ID!) {{
      deleteContactNumber(id: $id) {{ ... on Contact {{ {CONTACT} }} ... on Refusal {{ code }} }}
    }}
"""
ONE = f"query ($id: ID!) {{ contact(id: $id) {{ {CONTACT} }} }}"
LIST = """
    query ($search: String, $phoneNumber: String, $first: Int! = 20, $after: String) {
      contacts(search: $search, phoneNumber: $phoneNumber, first: $first, after: $after) {
        edges { cursor node { id fullName } } pageInfo { hasNextPage endCursor }
      }
    }
"""


async def test_a_contact_is_created_found_changed_and_merged(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))
    number = {"phoneNumber": "(416) 555-0100", "kind": "MOBILE"}

    created = (
        await tool.ask(CREATE, contact={"lastName": "Silva", "company": "Acme"}, numbers=[number])
    )["createContact"]
    changed = (await tool.ask(UPDATE, id=created["id"], version=1, contact={"firstName": "Maria"}))[
        "updateContact"
    ]
    other = (await tool.ask(CREATE, contact={"lastName": "Other"}))["createContact"]
    merged = (await tool.ask(MERGE, kept=created["id"], merged=other["id"]))["mergeContacts"]

    assert created["numbers"][0]["searchableAddress"] == "+14165550100"
    assert changed["fullName"] == "Maria Silva"
    assert merged["id"] == created["id"]
    assert (await tool.ask(ONE, id=other["id"]))["contact"] == merged


async def test_numbers_are_added_changed_and_deleted(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))
    contact = str(await a_contact(app_site))

    added = await tool.ask(ADD, contact=contact, number={"phoneNumber": "2005"})
    (number,) = added["addContactNumber"]["numbers"]
    given = {"id": number["id"], "version": 1, "number": {"phoneNumber": "4165550100"}}
    changed = (await tool.ask(UPDATE_NUMBER, **given))["updateContactNumber"]
    late = (await tool.ask(UPDATE_NUMBER, **given))["updateContactNumber"]
    deleted = (await tool.ask(DELETE, id=number["id"]))["deleteContactNumber"]

    assert changed["numbers"][0]["searchableAddress"] == "+14165550100"
    assert late == {"current": changed}
    assert deleted["numbers"] == []


async def test_what_cannot_be_is_refused_as_a_value(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))
    contact = str(await a_contact(app_site))
    unknown = "01a2042d-e0fd-7850-ad26-321c63ecc76f"

    nameless = await tool.ask(CREATE, contact={})
    withheld = await tool.ask(ADD, contact=contact, number={"phoneNumber": "anonymous"})
    nobody = await tool.ask(MERGE, kept=contact, merged=unknown)
    nothing = await tool.ask(DELETE, id=unknown)

    assert nameless["createContact"]["code"] == "INVALID_VALUE"
    assert withheld["addContactNumber"]["code"] == "INVALID_VALUE"
    assert nobody["mergeContacts"]["code"] == "NO_SUCH_CONTACT"
    assert nothing["deleteContactNumber"]["code"] == "NO_SUCH_CONTACT_NUMBER"


async def test_contacts_need_the_privilege(app_client: AsyncClient, app_site: Site) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site, privileges=()))
    contact = str(await a_contact(app_site))

    refused = await tool.ask(CREATE, contact={"lastName": "Silva"})

    assert refused["createContact"] == {"code": "NOT_A_CALL_USER"}
    assert await tool.refusal(LIST) == "NOT_A_CALL_USER"
    assert await tool.refusal(LIST, search="silva") == "NOT_A_CALL_USER"
    assert await tool.refusal(ONE, id=contact) == "NOT_A_CALL_USER"


async def test_contacts_are_paged_newest_first_or_as_a_search_ranks_them(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))
    people = [
        NewContact(first_name=name, last_name="Silva", numbers=["416 555 0100"])
        for name in ("Ann", "Bea", "Cat")
    ]
    await add_contacts(app_site, people)

    for given in ({}, {"search": "silva"}, {"phoneNumber": "+14165550100"}):
        first = (await tool.ask(LIST, first=2, **given))["contacts"]
        after = first["pageInfo"]["endCursor"]
        second = (await tool.ask(LIST, first=2, after=after, **given))["contacts"]
        names = [edge["node"]["fullName"] for edge in first["edges"] + second["edges"]]
        assert sorted(names) == ["Ann Silva", "Bea Silva", "Cat Silva"], given
        assert first["pageInfo"]["hasNextPage"]
        assert not second["pageInfo"]["hasNextPage"]


async def test_a_search_and_a_number_exclude_each_other(
    app_client: AsyncClient, app_site: Site
) -> None:
    tool = await a_tool(app_client, app_site, await a_user(app_site))

    assert await tool.refusal(LIST, search="silva", phoneNumber="2005") == "INVALID_VALUE"
    assert await tool.refusal(LIST, first=101) == "INVALID_VALUE"
    assert (await tool.ask(ONE, id="nonsense"))["contact"] is None
