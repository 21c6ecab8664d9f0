"""Administration of users and teams: what changes holds at once, for open pages and for the next call."""

from playwright.async_api import Browser, expect

from models.people.telephony_logins import map_login
from models.people.users import find_user
from models.site import Site
from tests.builders import PASSWORD, a_user
from tests.e2e.administrators import NUMBER, at, at_user, button, field, region
from tests.e2e.people import Agent, TelephoneSystem, a_signed_in_agent, a_window
from tests.running import RunningServer


async def set_privilege(admin: Agent, login_name: str, privilege: str, *, is_held: bool) -> None:
    page = await at_user(admin, login_name)
    await page.get_by_role("checkbox", name=privilege, exact=True).set_checked(is_held)
    await button(page, "Save privileges").click()
    await expect(page.get_by_text(f"{login_name.title()} is saved.")).to_be_visible()


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


async def test_a_new_user_chooses_a_password_at_the_first_sign_in_and_goes_on(
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
    await expect(
        visitor.page.get_by_text("An administrator has set your password.")
    ).to_be_visible()
    await visitor.page.goto("/contacts")
    await field(visitor.page, "Current password").fill(password or "")
    await field(visitor.page, "New password").fill("nora has chosen this")
    await button(visitor.page, "Change password").click()

    await expect(visitor.idle_beacon).to_be_visible()
    await visitor.page.wait_for_url("**/contacts")
    teams = region(page, "Teams")
    await expect(teams.get_by_role("listitem")).to_contain_text(["Night shift"])
    await expect(teams.get_by_role("link", name="1 member")).to_be_visible()


async def test_what_another_administrator_changes_shows_at_once(
    browser: Browser, server: RunningServer, admin: Agent
) -> None:
    other = await a_signed_in_agent(browser, server, "boss")
    mine, theirs = await at(admin, "users"), await at(other, "users")
    await expect(mine.get_by_role("row", name="User102")).not_to_contain_text("gCallManagement")

    await button(theirs, "New team").click()
    await field(region(theirs, "Teams"), "Name").fill("Day")
    await button(region(theirs, "Teams"), "Save").click()
    await expect(region(mine, "Teams").get_by_role("heading", name="Day")).to_be_visible()
    await set_privilege(other, "user102", "gCallManagement", is_held=True)

    await expect(mine.get_by_role("row", name="User102")).to_contain_text("gCallManagement")
    assert admin.complaints == []


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
