"""The message log, missing pops, the audit trail and the set-up list through GraphQL."""

from httpx import AsyncClient

from models.people.granting import disable_user
from models.people.privileges import Privilege
from models.site import Site
from tests.api.asking import a_page, connect
from tests.builders import a_user

LOG = """
    query ($number: String) {
      messageLog(phoneNumber: $number, isRefused: false) {
        edges { cursor node { id source loginName agent phoneNumber effect inboundCall } }
        pageInfo { hasNextPage }
      }
    }
"""
WHY = """
    query ($around: DateTime!, $login: String) {
      whyNoPop(around: $around, loginName: $login) { cause detail times message { id effect } }
    }
"""
TRAIL = """
    query ($after: String) {
      auditEntries(first: 1, after: $after, action: "user") {
        edges { cursor node { at loginName fullName action subjectKind subject subjectName before after } }
        pageInfo { hasNextPage endCursor }
      }
    }
"""


async def test_an_administrator_finds_out_why_there_was_no_pop(
    app_client: AsyncClient, app_site: Site
) -> None:
    user = await a_user(app_site, privileges=[Privilege.ADMIN])
    admin, ann = await a_page(app_client, app_site, user), await a_user(app_site, "ann")
    call_id = await connect(app_site, ann)
    await app_site.tracer.flush(app_site)

    (edge,) = (await admin.ask(LOG, number="(416) 555-0100"))["messageLog"]["edges"]
    now = app_site.now().replace(tzinfo=None).isoformat()
    found = (await admin.ask(WHY, around=now, login="ann"))["whyNoPop"]

    assert (edge["node"]["agent"], edge["node"]["inboundCall"]) == ("Ann", call_id)
    assert [(each["cause"], each["detail"]) for each in found] == [
        ("NOT_SIGNED_IN", "ann"),
        ("NOT_DELIVERED", "4165550100"),
    ]
    assert found[1]["message"]["id"] == edge["cursor"]
    assert await admin.refusal(WHY, around=now) == "INVALID_VALUE"


async def test_the_audit_trail_is_read_page_by_page(
    app_client: AsyncClient, app_site: Site
) -> None:
    user = await a_user(app_site, "eva", privileges=[Privilege.ADMIN])
    admin = await a_page(app_client, app_site, user)
    for name in ("ann", "ben"):
        await disable_user(app_site, user, (await a_user(app_site, name)).user_id)

    newest = (await admin.ask(TRAIL))["auditEntries"]
    oldest = (await admin.ask(TRAIL, after=newest["pageInfo"]["endCursor"]))["auditEntries"]

    names = [page["edges"][0]["node"]["subjectName"] for page in (newest, oldest)]
    assert names == ["Ben", "Ann"]
    assert (newest["pageInfo"]["hasNextPage"], oldest["pageInfo"]["hasNextPage"]) == (True, False)
    assert newest["edges"][0]["node"]["loginName"] == "eva"


async def test_the_check_list_names_its_steps(app_client: AsyncClient, app_site: Site) -> None:
    user = await a_user(app_site, privileges=[Privilege.ADMIN])
    admin = await a_page(app_client, app_site, user)

    steps = (await admin.ask("{ setUp { step isDone } }"))["setUp"]

    assert [step["step"] for step in steps] == [
        "AGENT_ADDED",
        "SOURCE_ADDED",
        "SOURCE_CONNECTED",
        "FIRST_CALL",
        "FIRST_POP",
        "BACKUP_MADE",
    ]
    assert not any(step["isDone"] for step in steps)
