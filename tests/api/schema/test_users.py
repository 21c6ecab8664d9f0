"""Users and teams through GraphQL, as the administrators' pages ask."""

from httpx import AsyncClient

from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import Asker, a_page, a_tool
from tests.builders import PASSWORD, a_user

REFUSED = "... on Refusal { code message }"
ACCOUNT = """
    id loginName fullName email team { name } isEnabled privileges
    telephonyLogins { id login isDesk source { name } } createdAt signedInAt version
"""
USERS = f"""
    query ($search: String, $first: Int! = 20, $after: String) {{
      users(search: $search, first: $first, after: $after) {{
        edges {{ cursor node {{ {ACCOUNT} }} }} pageInfo {{ hasNextPage endCursor }}
      }}
    }}
"""
CREATE = f"""
    mutation ($user: NewUserInput!) {{
      createUser(user: $user) {{ ... on UserWithPassword {{ password user {{ {ACCOUNT} }} }} {REFUSED} }}
    }}
"""
UPDATE = f"""
    mutation ($id: ID!, $version: Int!, $user: UserInput!) {{
      updateUser(id: $id, version: $version, user: $user) {{
        ... on UserAccount {{ {ACCOUNT} }} {REFUSED} }}
    }}
"""


async def an_administrator(client: AsyncClient, site: Site) -> Asker:
    return await a_page(client, site, await a_user(site, "admin", privileges=[Privilege.ADMIN]))


async def test_a_user_is_added_changed_disabled_and_enabled(
    app_client: AsyncClient, app_site: Site
) -> None:
    admin = await an_administrator(app_client, app_site)
    new = {
        "loginName": "ann",
        "fullName": "Ann Carter",
        "team": "North",
        "privileges": ["gCallUser"],
        "telephonyLogins": ["1001"],
    }

    created = (await admin.ask(CREATE, user=new))["createUser"]
    ann = created["user"]
    edited = await admin.ask(
        UPDATE, id=ann["id"], version=ann["version"], user={"email": "a@b.c", "team": None}
    )
    late = await admin.ask(UPDATE, id=ann["id"], version=ann["version"], user={"fullName": "X"})
    disabled = await admin.ask(
        f"mutation ($id: ID!) {{ disableUser(id: $id) {{ ... on UserAccount {{ {ACCOUNT} }} }} }}",
        id=ann["id"],
    )
    enabled = await admin.ask(
        f"mutation ($id: ID!) {{ enableUser(id: $id) {{ ... on UserAccount {{ {ACCOUNT} }} }} }}",
        id=ann["id"],
    )
    again = await admin.ask(CREATE, user=new)

    assert len(created["password"]) == 19
    assert (ann["team"], ann["privileges"]) == ({"name": "North"}, ["gCallUser"])
    assert [each["login"] for each in ann["telephonyLogins"]] == ["1001"]
    assert edited["updateUser"]["team"] is None
    assert (edited["updateUser"]["email"], edited["updateUser"]["fullName"]) == (
        "a@b.c",
        "Ann Carter",
    )
    assert late["updateUser"]["code"] == "CHANGED_MEANWHILE"
    assert disabled["disableUser"]["isEnabled"] is False
    assert enabled["enableUser"]["isEnabled"] is True
    assert again["createUser"]["code"] == "INVALID_VALUE"


async def test_pages_of_users_are_taken_by_their_cursors(
    app_client: AsyncClient, app_site: Site
) -> None:
    admin = await an_administrator(app_client, app_site)
    await a_user(app_site, "ben")

    page = (await admin.ask(USERS, first=1))["users"]
    rest = (await admin.ask(USERS, first=1, after=page["pageInfo"]["endCursor"]))["users"]
    found = (await admin.ask(USERS, search="BEN"))["users"]

    assert [edge["node"]["loginName"] for edge in page["edges"]] == ["admin"]
    assert [edge["node"]["loginName"] for edge in rest["edges"]] == ["ben"]
    assert (page["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert [edge["node"]["loginName"] for edge in found["edges"]] == ["ben"]
    assert await admin.refusal(USERS, first=101) == "INVALID_VALUE"


async def test_one_user_is_read_and_nobody_is_null(app_client: AsyncClient, app_site: Site) -> None:
    admin, ben = await an_administrator(app_client, app_site), await a_user(app_site, "ben")
    query = "query ($id: ID!) { user(id: $id) { loginName } }"

    assert await admin.ask(query, id=str(ben.user_id)) == {"user": {"loginName": "ben"}}
    assert await admin.ask(query, id="nobody") == {"user": None}


async def test_privileges_of_many_are_changed_at_once(
    app_client: AsyncClient, app_site: Site
) -> None:
    admin, ben = await an_administrator(app_client, app_site), await a_user(app_site, "ben")
    me = (await admin.ask("{ me { id } }"))["me"]["id"]
    change = f"""
        mutation ($users: [ID!]!, $grant: [String!], $revoke: [String!]) {{
          changePrivileges(users: $users, grant: $grant, revoke: $revoke) {{
            ... on ChangedPrivileges {{
              users {{ loginName privileges }} refused {{ user code }}
            }} {REFUSED} }}
        }}
    """

    changed = await admin.ask(change, users=[me, str(ben.user_id)], revoke=["gAdmin", "gCallUser"])
    odd = await admin.ask(change, users=[me], grant=["gEverything"])

    assert changed["changePrivileges"] == {
        "users": [{"loginName": "ben", "privileges": []}],
        "refused": [{"user": me, "code": "LAST_ADMINISTRATOR"}],
    }
    assert odd["changePrivileges"]["code"] == "INVALID_VALUE"


async def test_a_telephony_login_is_added_and_removed(
    app_client: AsyncClient, app_site: Site
) -> None:
    admin, ben = await an_administrator(app_client, app_site), await a_user(app_site, "ben")
    add = f"""
        mutation ($user: ID!, $login: String!, $source: ID) {{
          addTelephonyLogin(user: $user, login: $login, source: $source) {{
            ... on UserAccount {{ telephonyLogins {{ id login source {{ name }} }} }} {REFUSED} }}
        }}
    """
    remove = f"""
        mutation ($user: ID!, $id: ID!) {{
          removeTelephonyLogin(user: $user, id: $id) {{
            ... on UserAccount {{ telephonyLogins {{ id }} }} {REFUSED} }}
        }}
    """

    added = (await admin.ask(add, user=str(ben.user_id), login="1001"))["addTelephonyLogin"]
    twice = (await admin.ask(add, user=str(ben.user_id), login="1001"))["addTelephonyLogin"]
    (login,) = added["telephonyLogins"]
    removed = await admin.ask(remove, user=str(ben.user_id), id=login["id"])

    assert (login["login"], login["source"]) == ("1001", None)
    assert twice["code"] == "INVALID_VALUE"
    assert removed["removeTelephonyLogin"] == {"telephonyLogins": []}


async def test_a_password_is_reset_and_changed_by_its_user(
    app_client: AsyncClient, app_site: Site
) -> None:
    admin, ben = await an_administrator(app_client, app_site), await a_user(app_site, "ben")
    page, tool = (
        await a_page(app_client, app_site, ben),
        await a_tool(app_client, app_site, ben),
    )
    change = f"""
        mutation ($current: String!, $new: String!) {{
          changeMyPassword(current: $current, new: $new) {{ ... on Me {{ loginName }} {REFUSED} }}
        }}
    """
    reset = f"""
        mutation ($user: ID!, $password: String) {{
          resetPassword(user: $user, password: $password) {{
            ... on UserWithPassword {{ password user {{ loginName }} }} {REFUSED} }}
        }}
    """

    by_tool = await tool.ask(change, current=PASSWORD, new="something else")
    wrong = await page.ask(change, current="wrong", new="something else")
    changed = await page.ask(change, current=PASSWORD, new="something else")
    told = await admin.ask(reset, user=str(ben.user_id))
    untold = await admin.ask(reset, user=str(ben.user_id), password="long enough")

    assert by_tool["changeMyPassword"]["code"] == "TOKEN_MAY_NOT"
    assert wrong["changeMyPassword"]["code"] == "WRONG_PASSWORD"
    assert changed["changeMyPassword"] == {"loginName": "ben"}
    assert len(told["resetPassword"]["password"]) == 19
    assert untold["resetPassword"]["password"] is None
    assert await page.refusal("{ me { id } }") == "NOT_SIGNED_IN"


async def test_a_desk_is_taken_over_and_left(app_client: AsyncClient, app_site: Site) -> None:
    ann, ben = [await a_page(app_client, app_site, await a_user(app_site, n)) for n in "ab"]
    use = f"""
        mutation {{ useTelephonyLogin(login: "1001") {{
          ... on DeskTaken {{ takenFrom {{ loginName }} me {{ telephonyLogins {{ login isDesk }} }} }}
          {REFUSED} }} }}
    """
    mine = "{ me { telephonyLogins { login } } telephonySourceNames { name } }"

    await ann.ask(use)
    taken = await ben.ask(use)
    lost = await ann.ask(mine)
    left = await ben.ask(
        "mutation { leaveDesk { ... on DeskTaken { me { telephonyLogins { login } } } } }"
    )

    assert taken["useTelephonyLogin"] == {
        "takenFrom": {"loginName": "a"},
        "me": {"telephonyLogins": [{"login": "1001", "isDesk": True}]},
    }
    assert lost == {"me": {"telephonyLogins": []}, "telephonySourceNames": []}
    assert left["leaveDesk"] == {"me": {"telephonyLogins": []}}


async def test_users_are_imported_after_a_preview(app_client: AsyncClient, app_site: Site) -> None:
    admin = await an_administrator(app_client, app_site)
    run = f"""
        mutation ($csv: String!, $isPreview: Boolean!) {{
          importUsers(csv: $csv, isPreview: $isPreview) {{
            ... on UserImport {{ isPreview rows {{ line loginName outcome code password }} }}
            {REFUSED} }}
        }}
    """
    sheet = "login_name,name\nann,Ann\nadmin,Eva\n"

    preview = (await admin.ask(run, csv=sheet, isPreview=True))["importUsers"]
    done = (await admin.ask(run, csv=sheet, isPreview=False))["importUsers"]
    odd = (await admin.ask(run, csv="ann", isPreview=False))["importUsers"]

    fates = [("ann", "CREATED", None), ("admin", "SKIPPED", "INVALID_VALUE")]
    for answer in (preview, done):
        assert [(r["loginName"], r["outcome"], r["code"]) for r in answer["rows"]] == fates
    assert (preview["rows"][0]["password"], len(done["rows"][0]["password"])) == (None, 19)
    assert odd["code"] == "INVALID_VALUE"


async def test_teams_are_made_renamed_and_deleted(app_client: AsyncClient, app_site: Site) -> None:
    admin = await an_administrator(app_client, app_site)
    team = "... on Team { id name members version }"
    rename = f"""
        mutation ($id: ID!, $version: Int!) {{
          renameTeam(id: $id, version: $version, name: "South") {{ {team} {REFUSED} }} }}
    """
    delete = f"""
        mutation ($id: ID!) {{ deleteTeam(id: $id) {{ ... on DeletedTeam {{ id }} {REFUSED} }} }}
    """

    made = await admin.ask(f'mutation {{ createTeam(name: "North") {{ {team} }} }}')
    id_ = made["createTeam"]["id"]
    renamed = await admin.ask(rename, id=id_, version=0)
    late = await admin.ask(rename, id=id_, version=0)
    listed = await admin.ask("{ teams { name members } }")
    deleted = await admin.ask(delete, id=id_)
    gone = await admin.ask(delete, id=id_)

    assert renamed["renameTeam"] == {"id": id_, "name": "South", "members": 0, "version": 1}
    assert late["renameTeam"]["code"] == "CHANGED_MEANWHILE"
    assert listed == {"teams": [{"name": "South", "members": 0}]}
    assert deleted == {"deleteTeam": {"id": id_}}
    assert gone["deleteTeam"]["code"] == "NO_SUCH_TEAM"
