"""Calls that open without a click, for those who have chosen so: at once, and without getting in the way."""

import pytest
from playwright.async_api import expect

from models.people.preferences import opens_automatically
from models.people.users import find_user
from models.site import Site
from tests.e2e.people import Agent, TelephoneSystem
from tests.e2e.test_accessibility import finds_nothing
from tests.waiting import eventually


@pytest.fixture
async def chooser(agent: Agent, server_site: Site) -> Agent:
    """Give an agent who has chosen in the user menu that calls open by themselves."""
    await agent.user_menu.click()
    choice = agent.page.get_by_role("combobox", name="Open calls by themselves")
    await expect(choice).to_have_value("")
    await finds_nothing(agent.page)
    await choice.select_option("Yes")
    await agent.page.keyboard.press("Escape")
    await eventually(_is_chosen)
    return agent


async def _is_chosen() -> bool:
    return bool(await opens_automatically(await find_user("user101")))


async def test_a_call_opens_by_itself_and_comes_to_the_front(
    chooser: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890")

    await expect(chooser.front_tab).to_have_accessible_name("Maria Silva")
    await expect(chooser.idle_beacon).to_be_visible()
    await chooser.page.reload()
    await chooser.user_menu.click()
    choice = chooser.page.get_by_role("combobox", name="Open calls by themselves")
    await expect(choice).to_have_value("yes")
    assert chooser.complaints == []


async def test_it_takes_neither_the_focus_nor_the_front_from_somebody_who_types(
    chooser: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890")
    await expect(chooser.front_tab).to_have_accessible_name("Maria Silva")
    await chooser.notes.press_sequentially("In the middle ")

    await telephone_system.connect("user101", "6475550177")

    await expect(chooser.tabs).to_have_count(2)
    await expect(chooser.idle_beacon).to_be_visible()
    await chooser.page.keyboard.type("of a word")
    await expect(chooser.notes).to_be_focused()
    await expect(chooser.notes).to_have_value("In the middle of a word")
    await expect(chooser.front_tab).to_have_accessible_name("Maria Silva")


async def test_another_page_gives_way_only_when_nobody_types(
    chooser: Agent, telephone_system: TelephoneSystem
) -> None:
    await chooser.page.goto("/developers/components")
    await expect(chooser.page.locator("body[data-conn=up]")).to_be_attached()
    field = chooser.page.get_by_role("main").get_by_role("textbox").first
    await field.focus()
    await expect(field).to_be_focused()

    await telephone_system.connect("user101", "1234567890")

    await expect(chooser.waiting_beacon).to_be_visible()
    await expect(field).to_be_focused()
    await field.blur()
    await expect(chooser.front_tab).to_have_accessible_name("Maria Silva")
