"""Print what a screen reader is given on the way from signing in to a saved call: ``pytest -s tests/e2e/walk.py``."""

from playwright.async_api import Browser, expect

from models.site import Site
from tests.builders import PASSWORD
from tests.e2e.a_script import THREE_PAGES, add_scripts
from tests.e2e.people import TelephoneSystem, a_window
from tests.running import RunningServer


async def test_the_walk(
    browser: Browser, server: RunningServer, server_site: Site, telephone_system: TelephoneSystem
) -> None:
    await add_scripts(server_site)
    agent = await a_window(browser, server)
    await agent.page.goto("/")
    print(await agent.page.locator("body").aria_snapshot())
    await agent.fill_sign_in("user101", PASSWORD)
    await expect(agent.idle_beacon).to_be_visible()
    await telephone_system.connect("user101", "1234567890", THREE_PAGES)
    await expect(agent.waiting_beacon).to_be_visible()
    print(await agent.page.get_by_role("banner").aria_snapshot())
    await agent.open_waiting_call(tab="Maria Silva")
    await expect(agent.region("Timeline").get_by_text("No earlier calls.")).to_be_visible()
    await expect(agent.panel.get_by_role("radio", name="A bill")).to_be_visible()
    print(await agent.page.get_by_role("main").aria_snapshot())
    await agent.button("Next").click()
    await expect(agent.panel.get_by_text("This needs an answer.")).to_be_visible()
    print(await agent.region("Call script").aria_snapshot())
    await agent.panel.get_by_role("radio", name="A bill").check()
    await agent.button("Next").click()
    await expect(agent.panel.get_by_role("heading", name="The bill")).to_be_focused()
    print(await agent.region("Call script").aria_snapshot())
    await agent.type_and_wait("Wants a copy.")
    await agent.button("Save call").click()
    await expect(agent.heading_of_nothing).to_be_focused()
    print(await agent.page.get_by_role("main").aria_snapshot())
