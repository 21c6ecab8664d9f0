"""Quick hands: what is clicked twice, or before the answer came, happens once, and to what was meant."""

import pytest
from playwright.async_api import Locator, expect

from models.calls.tables import InboundCall
from models.contacts.tables import Contact
from models.people.tables import ApiToken
from tests.e2e.administrators import at, button, field
from tests.e2e.people import Agent

pytestmark = pytest.mark.usefixtures("server_site")  # to look into its database
BOTH_AT_ONCE = "(first, second) => { first.click(); second.click(); }"


async def click_both(first: Locator, second: Locator) -> None:
    """Click both before the browser hears anything of the first click."""
    await first.evaluate(BOTH_AT_ONCE, await second.element_handle())


async def click_twice(goal: Locator) -> None:
    await click_both(goal, goal)


def heading(agent: Agent, name: str) -> Locator:
    return agent.page.get_by_role("heading", name=name, exact=True)


async def test_a_call_opened_by_hand_twice_at_once_is_one_call(agent: Agent) -> None:
    await agent.button("New call").click()

    await click_twice(agent.button("Open call"))

    await expect(agent.front_tab).to_be_visible()
    await agent.type_and_wait("One call.")
    assert await InboundCall.count() == 1


async def test_a_token_saved_twice_at_once_is_one_and_the_one_on_screen(admin: Agent) -> None:
    page = await at(admin, "tokens")
    await button(page, "New API token").click()
    await field(page, "Name").fill("Laptop")

    await click_twice(button(page, "Save"))

    await expect(page.locator(".told-once")).to_be_visible()
    await page.reload()
    await expect(button(page, "New API token")).to_be_visible()
    assert await ApiToken.count() == 1


async def test_a_contact_created_twice_at_once_is_one(agent: Agent) -> None:
    await agent.page.goto("/contacts")
    await agent.button("New contact").click()
    await agent.page.get_by_label("First name").fill("Bob")

    await click_twice(agent.button("Create"))

    await expect(heading(agent, "Bob")).to_be_visible()
    await agent.page.reload()
    await expect(heading(agent, "Bob")).to_be_visible()
    assert await Contact.count().where(Contact.first_name == "Bob") == 1
