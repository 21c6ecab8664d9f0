"""Administration: what a system administrator changes holds at once, and the logs say what happened."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page, expect

from models.calls.tables import CallTraceStep
from models.people.granting import disable_user
from models.people.privileges import Privilege
from models.people.telephony_logins import map_login
from models.people.users import find_user
from models.site import Site
from tests.builders import PASSWORD, a_source, a_user, an_rpc
from tests.e2e.people import Agent, TelephoneSystem, a_signed_in_agent, a_window
from tests.e2e.test_accessibility import finds_nothing
from tests.running import RunningServer
from tests.waiting import eventually

PATH = "/administration"
PARTS = ("set-up", "users", "sources", "tokens", "log", "audit", "settings")
WIDTHS = (390, 768, 1440)
NUMBER = "4165550100"


@pytest.fixture
async def admin(browser: Browser, server: RunningServer, server_site: Site) -> Agent:
    """Sign in as the only administrator."""
    await a_user(server_site, "boss", privileges=(Privilege.ADMIN,))
    return await a_signed_in_agent(browser, server, "boss")


async def at(admin: Agent, part: str, search: str = "") -> Page:
    """Open a part of Administration."""
    await admin.page.goto(f"{PATH}?tab={part}{search}")
    await expect(admin.page.locator(".part-in-front")).to_be_visible()
    return admin.page


async def at_user(admin: Agent, login_name: str) -> Page:
    """Open one user's page by the list."""
    page = await at(admin, "users", f"&search={login_name}")
    await page.get_by_role("rowheader").get_by_role("link", name=login_name.title()).click()
    await expect(region(page, "Privileges")).to_be_visible()
    return page


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def button(inside: Page | Locator, name: str) -> Locator:
    return inside.get_by_role("button", name=name, exact=True)


def field(inside: Page | Locator, name: str) -> Locator:
    return inside.get_by_label(name, exact=True)


async def set_privilege(admin: Agent, login_name: str, privilege: str, *, is_held: bool) -> None:
    page = await at_user(admin, login_name)
    await page.get_by_role("checkbox", name=privilege, exact=True).set_checked(is_held)
    await button(page, "Save privileges").click()
    await expect(page.get_by_text(f"{login_name.title()} is saved.")).to_be_visible()


async def sent(server: RunningServer, *params: object, auth: httpx.BasicAuth) -> str | None:
    """Send a message as it stands; return the code with which it was refused."""
    async with httpx.AsyncClient(auth=auth) as client:
        answer = (await client.post(server.rpc_url, json=an_rpc(*params))).json()
    return answer["error"]["data"]["code"] if "error" in answer else None


async def test_whoever_is_granted_the_privilege_gets_the_running_call_and_loses_it_with_it(
    browser: Browser, server: RunningServer, admin: Agent, telephone_system: TelephoneSystem
) -> None:
    newcomer = await a_signed_in_agent(browser, server, "admin")
    await telephone_system.connect("admin", NUMBER)

    await set_privilege(admin, "admin", "gCallUser", is_held=True)
    await expect(newcomer.waiting_beacon).to_be_visible()
    await set_privilege(admin, "admin", "gCallUser", is_held=False)

    await expect(newcomer.waiting_beacon).to_have_count(0)
    await expect(newcomer.page.get_by_role("heading", level=1)).to_have_text(
        "No inbound calls for you yet"
    )
    assert newcomer.complaints == []


async def test_an_extension_that_is_mapped_to_a_user_works_for_the_next_call(
    admin: Agent, agent: Agent, telephone_system: TelephoneSystem
) -> None:
    page = await at_user(admin, "user101")
    logins = region(page, "Telephony logins")

    await field(logins, "Extension or agent id").fill("2044")
    await button(logins, "Add").click()
    await expect(button(logins, "Remove 2044")).to_be_visible()
    await expect(field(logins, "Extension or agent id")).to_have_value("")
    await telephone_system.connect("2044", NUMBER)

    await expect(agent.waiting_beacon).to_be_visible()


async def test_an_extension_of_another_user_is_refused_in_place(
    admin: Agent, server_site: Site
) -> None:
    user_id = await find_user("user102")
    await map_login(server_site, None, user_id, "2044")
    page = await at_user(admin, "user101")
    logins = region(page, "Telephony logins")

    await field(logins, "Extension or agent id").fill("2044")
    await button(logins, "Add").click()

    await expect(logins.get_by_role("alert")).to_contain_text("2044 is mapped already")
    await expect(field(logins, "Extension or agent id")).to_have_value("2044")


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


Seed = Callable[[Site, RunningServer, httpx.BasicAuth], Awaitable[object]]


async def _from_a_wrong_network(site: Site, server: RunningServer, _: httpx.BasicAuth) -> None:
    auth = await a_source(site, "elsewhere", networks=["10.1.0.0/16"])
    await sent(server, "user101", "CONNECTED", NUMBER, auth=auth)


async def forget_the_traces() -> None:
    await CallTraceStep.delete(force=True)


async def _while_the_bus_is_down(site: Site, server: RunningServer, auth: httpx.BasicAuth) -> None:
    await sent(server, "user101", "CONNECTED", NUMBER, auth=auth)
    # Traces are written after the answer.
    await eventually(lambda: CallTraceStep.exists().run())
    await site.writer.run(forget_the_traces)


async def _to_a_disabled_user(site: Site, server: RunningServer, auth: httpx.BasicAuth) -> None:
    await disable_user(site, None, await find_user("user102"))
    await sent(server, "user102", "CONNECTED", NUMBER, auth=auth)


CAUSES: dict[str, tuple[str, Seed, str]] = {
    "unknown login": (
        "user103",
        lambda _, server, auth: sent(server, "user103", "CONNECTED", NUMBER, auth=auth),
        "No user is known as “user103”.",
    ),
    "no privilege": (
        "admin",
        lambda _, server, auth: sent(server, "admin", "CONNECTED", NUMBER, auth=auth),
        "The agent does not have the privilege gCallUser, so no beacon is shown.",
    ),
    "wrong token": (
        "user101",
        lambda _, server, __: sent(
            server, "user101", "CONNECTED", NUMBER, auth=httpx.BasicAuth("pbx", "wrong")
        ),
        "A sender was refused: its name or its token is wrong, or the source is revoked.",
    ),
    "wrong network": (
        "user101",
        _from_a_wrong_network,
        "A sender was refused: it sent from a network that the source may not use.",
    ),
    "page closed": (
        "user101",
        lambda _, server, auth: sent(server, "user101", "CONNECTED", NUMBER, auth=auth),
        "The call was announced, but no page of the agent was open and connected.",
    ),
    "bus down": (
        "user101",
        _while_the_bus_is_down,
        "The call was stored, but could not be announced to the pages: the message bus was down.",
    ),
    "odd number": (
        "user101",
        lambda _, server, auth: sent(server, "user101", "CONNECTED", "anonymous", auth=auth),
        "The caller's number “anonymous” could not be read: the beacon says “Unknown caller”.",
    ),
    "user disabled": (
        "user102",
        _to_a_disabled_user,
        "user102 is disabled, so calls for this user are refused.",
    ),
}


@pytest.mark.parametrize("cause", CAUSES)
async def test_the_log_says_why_there_was_no_pop(
    admin: Agent,
    server: RunningServer,
    server_site: Site,
    source_auth: httpx.BasicAuth,
    cause: str,
) -> None:
    login_name, seed, sentence = CAUSES[cause]
    await seed(server_site, server, source_auth)
    page = await at(admin, "log")
    why = page.get_by_role("form", name="Why did I not get a pop?")

    await field(why, "Agent").fill(login_name)
    await button(why, "Find out").click()

    findings = page.get_by_role("list", name="What was found")
    await expect(findings.get_by_text(sentence, exact=True)).to_be_visible()
    assert admin.complaints == []


async def test_the_last_administrator_stays_and_the_page_says_so(admin: Agent) -> None:
    page = await at_user(admin, "boss")

    await page.get_by_role("checkbox", name="gAdmin", exact=True).uncheck()
    await button(page, "Save privileges").click()
    privileges = region(page, "Privileges").get_by_role("alert")
    await expect(privileges).to_contain_text("last")
    await button(page, "Disable…").click()
    await button(page.get_by_role("alertdialog", name="Disable Boss?"), "Disable").click()

    await expect(region(page, "Access").get_by_role("alert")).to_contain_text("last")


async def test_a_disabled_user_is_signed_out_everywhere_and_comes_back_when_enabled(
    admin: Agent, agent: Agent
) -> None:
    page = await at_user(admin, "user101")

    await button(page, "Disable…").click()
    question = page.get_by_role("alertdialog", name="Disable User101?")
    await expect(question).to_contain_text("All sessions of this user end at once")
    await button(question, "Disable").click()
    await agent.page.wait_for_url("**/login*")
    await button(page, "Enable").click()
    await expect(page.get_by_text("User101 may sign in again.")).to_be_visible()
    await agent.fill_sign_in("user101", PASSWORD)

    await expect(agent.user_menu).to_be_visible()


async def test_the_privileges_of_many_are_changed_at_once(admin: Agent, agent: Agent) -> None:
    page = await at(admin, "users")
    await button(page, "Apply to the ticked").click()
    await expect(page.get_by_role("alert")).to_contain_text("Tick the users first")

    for name in ("User101", "User102"):
        await field(page, f"Choose {name}").check()
    await field(page, "Privilege").last.select_option("gCallManagement")
    await button(page, "Apply to the ticked").click()

    await expect(page.get_by_text("2 users are changed.")).to_be_visible()
    await expect(page.get_by_role("row", name="User102")).to_contain_text("gCallManagement")
    await expect(agent.page.get_by_role("link", name="Customize")).to_be_visible()


async def test_of_many_the_last_administrator_is_named_as_refused(admin: Agent) -> None:
    page = await at(admin, "users")

    await field(page, "All on this page").check()
    await field(page, "What").select_option("Revoke")
    await field(page, "Privilege").last.select_option("gAdmin")
    await button(page, "Apply to the ticked").click()

    await expect(page.get_by_role("alert")).to_contain_text("Boss: ")


async def test_a_new_user_signs_in_with_the_temporary_password(
    browser: Browser, server: RunningServer, admin: Agent
) -> None:
    page = await at(admin, "users")
    await button(page, "New user").click()
    await expect(field(page, "Login name")).to_be_focused()
    await field(page, "Login name").fill("user101")
    await field(page, "Full name").fill("Nora Newcomer")
    await button(page, "Save").click()
    await expect(page.get_by_role("alert")).to_contain_text("user101 is taken")
    await expect(field(page, "Full name")).to_have_value("Nora Newcomer")

    await field(page, "Login name").fill("nora")
    await field(page.locator("edit-form"), "Team").fill("Night shift")
    await button(page, "Save").click()
    told = region(page, "Temporary password of nora")
    password = await told.locator("code").text_content()
    visitor = await a_window(browser, server)
    await visitor.page.goto("/")
    await visitor.fill_sign_in("nora", password or "")

    await expect(visitor.idle_beacon).to_be_visible()
    teams = region(page, "Teams")
    await expect(teams.get_by_role("listitem")).to_contain_text(["Night shift"])
    await expect(teams.get_by_role("link", name="1 member")).to_be_visible()


async def test_teams_are_added_renamed_and_deleted_when_nobody_is_left(admin: Agent) -> None:
    page = await at(admin, "users")
    teams = region(page, "Teams")

    await button(teams, "New team").click()
    await field(teams, "Name").fill("Day")
    await button(teams, "Save").click()
    await button(teams, "Rename").click()
    await field(teams, "Name").fill("Day shift")
    await button(teams, "Save").click()
    await expect(teams.get_by_role("heading", name="Day shift")).to_be_visible()
    await button(teams, "Delete…").click()
    await button(page.get_by_role("alertdialog", name="Delete Day shift?"), "Delete").click()

    await expect(page.get_by_text("Day shift is deleted.")).to_be_visible()
    await expect(teams.get_by_role("listitem")).to_have_count(0)


async def test_a_team_with_members_stays_and_the_page_says_why(
    admin: Agent, server_site: Site
) -> None:
    await a_user(server_site, "user104", team="Night")
    page = await at(admin, "users")
    teams = region(page, "Teams")

    await button(teams, "Delete…").click()
    await button(page.get_by_role("alertdialog", name="Delete Night?"), "Delete").click()

    await expect(teams.get_by_role("alert")).to_be_visible()
    await expect(teams.get_by_role("heading", name="Night")).to_be_visible()


async def test_users_are_imported_after_a_look_at_what_would_happen(admin: Agent) -> None:
    page = await at(admin, "users")
    await button(page, "Import…").click()
    dialog = page.get_by_role("dialog", name="Import users")

    await field(dialog, "Or paste its text").fill("login_name,name\nann,Ann\nuser101,There already")
    await button(dialog, "Show changes").click()
    await expect(dialog).to_contain_text("1 would be added, 1 skipped.")
    await button(dialog, "Import").click()

    await expect(dialog).to_contain_text("1 added, 1 skipped.")
    await expect(dialog.get_by_role("row", name="ann").locator("code")).to_be_visible()


async def test_a_profile_changed_by_another_administrator_meanwhile_is_shown_first(
    browser: Browser, server: RunningServer, admin: Agent
) -> None:
    other = await a_signed_in_agent(browser, server, "boss")
    mine, theirs = await at_user(admin, "user102"), await at_user(other, "user102")
    for page, name in ((mine, "Mine"), (theirs, "Theirs")):
        await button(page, "Edit").click()
        await field(page, "Full name").fill(name)

    await button(theirs, "Save").click()
    await expect(theirs.get_by_role("heading", name="Theirs")).to_be_visible()
    await button(mine, "Save").click()

    conflict = region(mine, "Profile").get_by_role("alert")
    await expect(conflict).to_contain_text("Somebody else has changed this meanwhile")
    await expect(field(mine, "Full name")).to_have_value("Mine")


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


async def test_the_log_is_searched_by_number_and_downloaded(
    admin: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", NUMBER)
    await telephone_system.connect("user102", "6475550133")
    page = await at(admin, "log")
    search = page.get_by_role("form", name="Search messages")

    await field(search, "Number").fill("+1 416 555 0100")
    await button(search, "Search").click()

    await expect(page.get_by_role("row").filter(has_text="user101")).to_have_count(1)
    await expect(page.get_by_role("row").filter(has_text="user102")).to_have_count(0)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download as CSV").click()
    text = (await (await download.value).path()).read_text()
    assert NUMBER in text
    assert "6475550133" not in text


async def test_the_log_has_pages(admin: Agent, telephone_system: TelephoneSystem) -> None:
    for count in range(26):
        await telephone_system.connect("user101", f"41655502{count:02}")
    page = await at(admin, "log")

    await page.get_by_role("link", name="Next").click()
    await expect(page.get_by_text("Page 2", exact=True)).to_be_visible()
    await expect(page.get_by_role("row")).to_have_count(2)
    await page.get_by_role("link", name="Previous").click()

    await expect(page.get_by_role("row")).to_have_count(26)


async def test_the_audit_trail_says_who_changed_what_from_what_to_what(admin: Agent) -> None:
    page = await at(admin, "settings")
    await (
        page.get_by_role("listitem")
        .filter(has_text="Repeat window")
        .get_by_role("button", name="Edit")
        .click()
    )
    await field(page, "Repeat window").fill("soon")
    await button(page, "Save").click()
    await expect(page.get_by_role("alert")).to_contain_text("is a whole number from 0")
    await field(page, "Repeat window").fill("90")
    await button(page, "Save").click()
    await expect(page.get_by_text("Repeat window is saved.")).to_be_visible()
    await expect(page.get_by_text("90 s")).to_be_visible()

    page = await at(admin, "audit", "&action=setting")

    row = page.get_by_role("row").nth(1)
    for text in ("Boss (boss)", "Site setting changed", "60", "90"):
        await expect(row).to_contain_text(text)


async def test_what_is_left_to_set_up_comes_first_until_nothing_is(
    admin: Agent, agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await admin.page.goto(PATH)
    parts = admin.page.get_by_role("navigation", name="Administration").get_by_role("link")
    await expect(parts.first).to_have_text("Set-up")
    await expect(admin.page.get_by_role("heading", name="Set-up", level=2)).to_be_visible()

    await telephone_system.connect("user101", NUMBER)
    await agent.open_waiting_call(tab="+1 416-555-0100")
    await admin.page.goto(PATH)

    await expect(parts.first).to_have_text("Users")
    await expect(parts.last).to_have_text("Set-up")


async def test_an_agent_who_changes_desks_says_where_the_calls_come(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await agent.user_menu.click()
    menu = agent.page.get_by_role("group", name="settings and sign-out")

    await field(menu, "I am at extension …").fill("3001")
    await button(menu, "I am here").click()
    await expect(menu.get_by_text("You are at 3001.")).to_be_visible()
    await telephone_system.connect("3001", NUMBER)
    await expect(agent.waiting_beacon).to_be_visible()
    await button(menu, "Leave").click()

    await expect(menu.get_by_text("You are at 3001.")).to_have_count(0)


async def test_everybody_changes_the_own_password(agent: Agent) -> None:
    await agent.page.goto("/account")
    form = region(agent.page, "Change password")

    await field(form, "Current password").fill("wrong horse")
    await field(form, "New password").fill("battery staple")
    await button(form, "Change password").click()
    await expect(form.get_by_role("alert")).to_be_visible()
    await field(form, "Current password").fill(PASSWORD)
    await button(form, "Change password").click()
    await expect(agent.page.get_by_text("Your password is changed.")).to_be_visible()
    await agent.sign_out()
    await agent.fill_sign_in("user101", "battery staple")

    await expect(agent.user_menu).to_be_visible()


async def test_an_agent_is_told_which_privilege_is_missing(agent: Agent) -> None:
    await agent.page.goto("/admin")

    await expect(agent.page.get_by_role("heading", level=1)).to_have_text(
        "Administration is not for you yet"
    )
    await expect(agent.page.get_by_role("link", name="Administration")).to_have_count(0)


async def test_a_user_is_granted_a_privilege_by_the_keyboard_alone(
    admin: Agent, server_site: Site
) -> None:
    page = await at(admin, "users", "&search=user102")
    press = page.keyboard.press

    await page.get_by_role("link", name="User102").focus()
    await press("Enter")
    box = page.get_by_role("checkbox", name="gCallSupervisor", exact=True)
    await expect(box).to_be_visible()
    await admin.tab_to(page.get_by_role("link", name="Site settings"))
    await admin.tab_to(button(page, "Edit"))
    await admin.tab_to(box)
    await press("Space")
    await press("Enter")

    await expect(page.get_by_text("User102 is saved.")).to_be_visible()
    await admin.tab_to(button(page, "Disable…"))
    await press("Enter")
    await expect(button(page, "Cancel")).to_be_focused()
    await press("Escape")
    await expect(button(page, "Disable…")).to_be_focused()


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
    await expect(region(page, "Change password")).to_be_visible()

    await finds_nothing(page)
