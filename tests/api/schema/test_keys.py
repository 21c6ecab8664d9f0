"""Telephony sources and API tokens through GraphQL."""

from httpx import AsyncClient

from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import Asker, a_page, bearer
from tests.builders import a_user

REFUSED = "... on Refusal { code message }"
SOURCE = "id name networks defaultRegion createdAt revokedAt lastMessageAt messagesAMinute version"
TOKEN = "id name user { loginName } scopes createdAt expiresAt revokedAt"
CREATE_TOKEN = f"""
    mutation ($name: String!, $scopes: [String!], $expiresAt: DateTime, $loginName: String) {{
      createApiToken(name: $name, scopes: $scopes, expiresAt: $expiresAt, loginName: $loginName) {{
        ... on ApiTokenWithSecret {{ secret token {{ {TOKEN} }} }} {REFUSED} }}
    }}
"""
CHOOSE = "mutation { setOpensAutomatically(value: true) { __typename } }"


async def test_a_source_is_made_changed_revoked_and_renewed(
    app_client: AsyncClient, app_site: Site
) -> None:
    user = await a_user(app_site, privileges=[Privilege.ADMIN])
    admin = await a_page(app_client, app_site, user)
    create = f"""
        mutation ($networks: [String!]) {{
          createTelephonySource(name: "pbx", networks: $networks, defaultRegion: "ca") {{
            ... on TelephonySourceWithToken {{ token source {{ {SOURCE} }} }} {REFUSED} }}
        }}
    """
    update = f"""
        mutation ($id: ID!, $version: Int!, $source: TelephonySourceInput!) {{
          updateTelephonySource(id: $id, version: $version, source: $source) {{
            ... on TelephonySource {{ {SOURCE} }} {REFUSED} }}
        }}
    """
    revoke = f"""
        mutation ($id: ID!) {{
          revokeTelephonySource(id: $id) {{ ... on TelephonySource {{ {SOURCE} }} {REFUSED} }}
        }}
    """
    renew = f"""
        mutation ($id: ID!) {{
          renewTelephonySourceToken(id: $id) {{
            ... on TelephonySourceWithToken {{ token source {{ {SOURCE} }} }} {REFUSED} }}
        }}
    """

    odd = await admin.ask(create, networks=["everywhere"])
    made = (await admin.ask(create, networks=["10.0.0.0/8"]))["createTelephonySource"]
    id_ = made["source"]["id"]
    changed = await admin.ask(update, id=id_, version=0, source={"networks": None})
    late = await admin.ask(update, id=id_, version=0, source={"defaultRegion": None})
    revoked = await admin.ask(revoke, id=id_)
    renewed = (await admin.ask(renew, id=id_))["renewTelephonySourceToken"]
    (listed,) = (await admin.ask(f"{{ telephonySources {{ {SOURCE} }} }}"))["telephonySources"]

    assert odd["createTelephonySource"]["code"] == "INVALID_VALUE"
    assert (made["source"]["networks"], made["source"]["defaultRegion"]) == (["10.0.0.0/8"], "CA")
    assert changed["updateTelephonySource"]["networks"] == []
    assert changed["updateTelephonySource"]["defaultRegion"] == "CA"
    assert late["updateTelephonySource"]["code"] == "CHANGED_MEANWHILE"
    assert revoked["revokeTelephonySource"]["revokedAt"]
    assert renewed["token"] != made["token"]
    assert listed == renewed["source"]
    assert (listed["revokedAt"], listed["messagesAMinute"]) == (None, 0)


async def test_a_user_makes_a_token_that_only_reads_and_revokes_it(
    app_client: AsyncClient, app_site: Site
) -> None:
    page = await a_page(app_client, app_site, await a_user(app_site, "ann"))
    revoke = f"""
        mutation ($id: ID!) {{ revokeApiToken(id: $id) {{ ... on ApiToken {{ {TOKEN} }} {REFUSED} }} }}
    """

    made = (
        await page.ask(CREATE_TOKEN, name="board", scopes=["read"], expiresAt="2999-01-01T00:00:00")
    )["createApiToken"]
    tool = Asker(client=app_client, headers=bearer(made["secret"]))
    read = await tool.ask("{ me { loginName } }")
    written = await tool.refusal(CHOOSE)
    revoked = await page.ask(revoke, id=made["token"]["id"])
    listed = await page.ask(f"{{ apiTokens {{ {TOKEN} }} }}")

    assert made["token"]["expiresAt"] == "2999-01-01T00:00:00+00:00"
    assert read == {"me": {"loginName": "ann"}}
    assert written == "TOKEN_MAY_NOT"
    assert await tool.refusal("{ me { loginName } }") == "NOT_SIGNED_IN"
    assert revoked["revokeApiToken"]["revokedAt"]
    assert listed["apiTokens"] == [revoked["revokeApiToken"]]


async def test_tokens_of_others_are_the_administrators(
    app_client: AsyncClient, app_site: Site
) -> None:
    ann = await a_page(app_client, app_site, await a_user(app_site, "ann"))
    user = await a_user(app_site, "admin", privileges=[Privilege.ADMIN])
    admin = await a_page(app_client, app_site, user)
    everyones = "{ apiTokens(ofEveryone: true) { name user { loginName } } }"

    refused = await ann.ask(CREATE_TOKEN, name="x", loginName="admin")
    made = await admin.ask(CREATE_TOKEN, name="x", loginName="ANN", scopes=["gCallUser"])
    late = await admin.ask(CREATE_TOKEN, name="x", expiresAt="2000-01-01T00:00:00Z")

    assert refused["createApiToken"]["code"] == "NOT_PERMITTED"
    assert made["createApiToken"]["token"]["scopes"] == ["gCallUser"]
    assert late["createApiToken"]["code"] == "INVALID_VALUE"
    assert await ann.refusal(everyones) == "NOT_PERMITTED"
    assert (await admin.ask(everyones))["apiTokens"] == [
        {"name": "x", "user": {"loginName": "ann"}}
    ]
