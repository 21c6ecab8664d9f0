"""The message log and the audit trail as CSV files."""

import csv
import io
from contextlib import suppress

from httpx import AsyncClient

from api.exports import unformulated
from models.calls.writer import update_call_state
from models.errors import NoSuchUser
from models.people.privileges import Privilege
from models.people.teams import create_team
from models.site import Site
from tests.api.asking import a_page
from tests.builders import a_message, a_source_id, a_user


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


async def test_the_message_log_comes_whole_and_runs_no_formula(
    app_client: AsyncClient, app_site: Site
) -> None:
    user = await a_user(app_site, privileges=[Privilege.ADMIN])
    admin, source_id = await a_page(app_client, app_site, user), await a_source_id(app_site)
    logins = ['=HYPERLINK("http://evil.test")', *(f"nobody{n}" for n in range(120))]
    for login in logins:
        with suppress(NoSuchUser):
            await update_call_state(app_site, a_message(login, source_id=source_id))

    answer = await app_client.get("/admin/message-log.csv", headers=admin.headers)
    filtered = await app_client.get(
        "/admin/message-log.csv",
        params={"loginName": "NOBODY7", "since": "2020-01-01T00:00:00Z"},
        headers=admin.headers,
    )

    rows = rows_of(answer.text)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="message-log.csv"'
    assert answer.headers["cache-control"] == "no-store"
    assert len(rows) == len(logins)
    assert rows[-1]["login_name"] == "'" + logins[0]
    assert rows[-1]["code"] == "NO_SUCH_USER"
    assert [row["login_name"] for row in rows_of(filtered.text)] == ["nobody7"]


async def test_only_what_was_refused_is_exported_when_asked(
    app_client: AsyncClient, app_site: Site
) -> None:
    user = await a_user(app_site, privileges=[Privilege.ADMIN, Privilege.CALL_USER])
    admin, source_id = await a_page(app_client, app_site, user), await a_source_id(app_site)
    await update_call_state(app_site, a_message(user.login_name, source_id=source_id))
    with suppress(NoSuchUser):
        await update_call_state(app_site, a_message("nobody", source_id=source_id))

    path = "/admin/message-log.csv?isRefused="
    refused = await app_client.get(f"{path}true", headers=admin.headers)
    accepted = await app_client.get(f"{path}false", headers=admin.headers)

    assert [row["login_name"] for row in rows_of(refused.text)] == ["nobody"]
    assert [row["login_name"] for row in rows_of(accepted.text)] == [user.login_name]


async def test_the_audit_trail_comes_with_what_was_before_and_after(
    app_client: AsyncClient, app_site: Site
) -> None:
    user = await a_user(app_site, "eva", privileges=[Privilege.ADMIN])
    admin = await a_page(app_client, app_site, user)
    await create_team(app_site, user, "Nörth")

    answer = await app_client.get("/admin/audit.csv?action=team", headers=admin.headers)

    (row,) = rows_of(answer.text)
    assert (row["login_name"], row["action"], row["subject_name"]) == (
        "eva",
        "team.created",
        "Nörth",
    )
    assert row["after"] == '{"name": "Nörth"}'


async def test_exports_are_for_administrators_who_are_signed_in(
    app_client: AsyncClient, app_site: Site
) -> None:
    ann = await a_page(app_client, app_site, await a_user(app_site))

    for path in ("/admin/message-log.csv", "/admin/audit.csv"):
        stranger = await app_client.get(path)
        agent = await app_client.get(path, headers=ann.headers)
        assert (stranger.status_code, agent.status_code) == (401, 403)
        assert agent.json()["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"


async def test_a_time_that_is_none_is_a_wrong_way_to_ask(
    app_client: AsyncClient, app_site: Site
) -> None:
    user = await a_user(app_site, privileges=[Privilege.ADMIN])
    admin = await a_page(app_client, app_site, user)

    answer = await app_client.get("/admin/audit.csv?since=yesterday", headers=admin.headers)

    assert answer.status_code == 400


def test_what_begins_as_a_formula_gets_an_apostrophe() -> None:
    cells = ("=1+1", "+1", "-1", "@SUM", "\t=1", "1", "", None)

    assert [unformulated(cell) for cell in cells] == [
        *("'=1+1", "'+1", "'-1", "'@SUM", "'\t=1"),
        *("1", "", ""),
    ]
