"""Telephony sources, API tokens, set-up and the own account; what holds for every part of Administration."""

import httpx
import pytest
from playwright.async_api import expect

from models.backups import note_backup
from models.site import Site
from tests.e2e.administrators import NUMBER, PATH, at, at_user, button, field, region, sent
from tests.e2e.people import Agent, TelephoneSystem
from tests.e2e.test_accessibility import finds_nothing
from tests.running import RunningServer

PARTS = ("set-up", "users", "sources", "tokens", "log", "audit", "settings")
WIDTHS = (390, 768, 1440)


async def test_a_revoked_source_is_stopped_at_its_next_message_and_a_new_token_lets_it_in(
    admin: Agent, server: RunningServer, source_auth: httpx.BasicAuth
) -> None:
    page = await at(admin, "sources")
    assert await sent(server, "user101", "CONNECTED", NUMBER, auth=source_auth) is None

    await button(page, "Edit").click()
    await button(page, "Revoke…").click()
    await button(page.get_by_role("alertdialog", name="Revoke pbx?"), "Revoke").click()
    await expect(page.get_by_text("pbx is revoked: its messages are refused.")).to_be_visible()
    refused = await sent(server, "user101", "DISCONNECTED", auth=source_auth)
    await button(page, "New token…").click()
    await button(page.get_by_role("alertdialog"), "New token").click()
    token = await region(page, "Token of pbx").locator("code").text_content()

    assert refused == "NOT_AUTHORISED_SOURCE"
    renewed = httpx.BasicAuth("pbx", token or "")
    assert await sent(server, "user101", "DISCONNECTED", auth=renewed) is None


async def test_a_new_source_has_its_token_on_screen_once(
    admin: Agent, server: RunningServer
) -> None:
    page = await at(admin, "sources")
    await admin.page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    await button(page, "New source").click()
    await field(page, "Name").fill("second-pbx")
    await field(page, "Networks").fill("nonsense")
    await button(page, "Save").click()
    await expect(page.get_by_role("alert")).to_contain_text("nonsense is no CIDR network")
    await expect(field(page, "Name")).to_have_value("second-pbx")
    await field(page, "Networks").fill("127.0.0.0/8\n10.1.0.0/16")
    await button(page, "Save").click()
    told = region(page, "Token of second-pbx")
    await button(told, "Copy").click()
    await expect(told).to_contain_text("Copied")

    token = await page.evaluate("navigator.clipboard.readText()")
    auth = httpx.BasicAuth("second-pbx", token)
    assert await sent(server, "user101", "CONNECTED", NUMBER, auth=auth) is None
    await button(told, "I have it").click()
    await page.reload()
    await expect(page.get_by_role("heading", name="second-pbx")).to_be_visible()
    await expect(told).to_have_count(0)
    assert admin.complaints == []


async def test_an_api_token_asks_for_its_user_until_it_is_revoked(
    admin: Agent, server: RunningServer
) -> None:
    page = await at(admin, "tokens")
    await button(page, "New API token").click()
    await field(page, "Name").fill("wallboard")
    await field(page, "For the user").fill("user101")
    await page.get_by_role("checkbox", name="read", exact=True).check()
    await button(page, "Save").click()
    secret = await region(page, "Token of wallboard").locator("code").text_content()

    async def asked() -> int:
        headers = {"Authorization": f"Bearer {secret}"}
        async with httpx.AsyncClient(headers=headers) as client:
            answer = await client.post(f"{server.url}/graphql", json={"query": "{ me { id } }"})
        return len(answer.json().get("errors", []))

    assert await asked() == 0
    await button(page, "Revoke…").click()
    await button(page.get_by_role("alertdialog", name="Revoke wallboard?"), "Revoke").click()
    await expect(page.get_by_role("row", name="wallboard")).to_contain_text("revoked")
    assert await asked() == 1


async def test_what_is_left_to_set_up_comes_first_until_nothing_is(
    admin: Agent, agent: Agent, telephone_system: TelephoneSystem, server_site: Site
) -> None:
    await admin.page.goto(PATH)
    parts = admin.page.get_by_role("navigation", name="Administration").get_by_role("link")
    await expect(parts.first).to_have_text("Set-up")
    await expect(admin.page.get_by_role("heading", name="Set-up", level=2)).to_be_visible()

    await telephone_system.connect("user101", NUMBER)
    await agent.open_waiting_call(tab="+1 416-555-0100")
    await note_backup(server_site, "callbeacon.backup")
    await admin.page.goto(PATH)

    await expect(parts.first).to_have_text("Users")
    await expect(parts.last).to_have_text("Set-up")


async def test_an_agent_is_told_which_privilege_is_missing(agent: Agent) -> None:
    await agent.page.goto("/admin")

    await expect(agent.page.get_by_role("heading", level=1)).to_have_text(
        "Administration is not for you yet"
    )
    await expect(agent.page.get_by_role("link", name="Administration")).to_have_count(0)


@pytest.mark.parametrize("part", PARTS)
async def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    admin: Agent, telephone_system: TelephoneSystem, part: str
) -> None:
    await telephone_system.connect("user101", NUMBER)
    page = await at(admin, part, "&why-agent=user101")
    for name in ("New user", "New team", "New source", "New API token", "Edit"):
        if await button(page, name).first.is_visible():
            await button(page, name).first.click()
            await expect(button(page, "Cancel").first).to_be_visible()

    await finds_nothing(page)

    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 844})
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_axe_finds_nothing_on_a_users_page_and_on_the_own_account(admin: Agent) -> None:
    page = await at_user(admin, "user101")
    await button(page, "Edit").click()
    await button(page, "Reset password…").click()
    await button(page.get_by_role("alertdialog"), "Reset password").click()
    await expect(region(page, "Temporary password of user101")).to_be_visible()
    await finds_nothing(page)

    await page.evaluate("document.querySelector('[data-typed-over]')?.remove()")
    await page.goto("/account")
    await expect(region(page, "API tokens")).to_be_visible()

    await finds_nothing(page)
