"""The entrance in a real browser: slowing down, a password to be chosen, signed-in devices."""

from playwright.async_api import Browser, expect

from models.people.accounts import reset_password
from models.people.privileges import Privilege
from models.people.users import find_user
from models.site import Site
from tests.builders import PASSWORD, a_user
from tests.e2e.people import Agent, a_signed_in_agent, a_window
from tests.e2e.test_accessibility import finds_nothing
from tests.running import RunningServer


async def test_whoever_guesses_is_told_how_long_to_wait(
    browser: Browser, server: RunningServer
) -> None:
    visitor = await a_window(browser, server)
    await visitor.page.goto("/")
    alert = visitor.page.get_by_role("alert")
    while True:  # a slow machine gives some of the minute back meanwhile
        await visitor.fill_sign_in("user101", "wrong")
        await expect(alert).to_be_visible()
        if "Too many attempts failed. Wait" in await alert.inner_text():
            break

    await expect(alert).to_contain_text("then try again.")
    await finds_nothing(visitor.page)


async def test_after_a_reset_the_user_chooses_a_password_and_goes_on(
    browser: Browser, server: RunningServer, server_site: Site
) -> None:
    admin = await a_user(server_site, privileges=[Privilege.ADMIN])
    told = await reset_password(server_site, admin, await find_user("user101"))
    visitor = await a_window(browser, server)
    page = visitor.page
    await page.goto("/?call=7")
    await visitor.fill_sign_in("user101", told)
    await expect(page.get_by_text("An administrator has set your password.")).to_be_visible()
    await finds_nothing(page)

    await page.get_by_label("Current password").fill(told)
    await page.get_by_label("New password").fill("a password of my own")
    await page.get_by_role("button", name="Change password").click()

    await expect(visitor.idle_beacon).to_be_visible()
    assert "call=7" in page.url


async def test_an_agent_ends_a_forgotten_session_from_the_user_menu(
    agent: Agent, browser: Browser, server: RunningServer
) -> None:
    elsewhere = await a_signed_in_agent(browser, server, "user101")
    await agent.user_menu.click()
    await agent.page.get_by_role("button", name="Signed-in devices").click()
    dialog = agent.page.get_by_role("dialog", name="Signed-in devices")
    await expect(dialog.get_by_role("listitem")).to_have_count(2)
    await expect(dialog.get_by_text("This device")).to_be_visible()
    await finds_nothing(agent.page)

    await dialog.get_by_role("button", name="Sign out Chrome").click()

    await expect(dialog.get_by_role("listitem")).to_have_count(1)
    await expect(dialog.get_by_text("You are signed in nowhere else.")).to_be_visible()
    await expect(elsewhere.page.get_by_role("button", name="Sign in")).to_be_visible()
    await expect(agent.idle_beacon).to_be_visible()


async def test_an_agent_changes_the_password_and_the_open_page_stays(
    agent: Agent,
) -> None:
    other = await agent.page.context.new_page()
    await other.goto("/password")
    await other.get_by_label("Current password").fill(PASSWORD)
    await other.get_by_label("New password").fill("a password of my own")
    await other.get_by_role("button", name="Change password").click()

    await expect(other.get_by_role("button", name="No inbound call", exact=True)).to_be_visible()
    await expect(agent.idle_beacon).to_be_visible()
