"""Calls that are not open: unopened ones, new ones by hand, a test call; and the tabs themselves."""

import re

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, expect

from tests.e2e.people import BILLING, Agent, TelephoneSystem, a_signed_in_agent, another_tab
from tests.running import RunningServer


async def finds_nothing(agent: Agent) -> None:
    results = await Axe().run(agent.page)
    assert results.violations_count == 0, results.generate_report()


async def test_unopened_calls_are_counted_listed_and_opened(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    for number in ("1234567890", "6475550111"):
        await telephone_system.connect("user101", number, BILLING)
    await telephone_system.disconnect("user101")

    button = agent.page.get_by_role("button", name="Unopened calls 2")
    await button.press("Enter")
    calls = agent.page.get_by_role("group", name="Unopened calls").get_by_role("button")
    await expect(calls).to_contain_text(["+1 647-555-0111", "Maria Silva"])
    await finds_nothing(agent)
    await calls.last.press("Enter")

    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    await expect(agent.region("Call")).to_contain_text("ended")
    await expect(agent.page.get_by_role("button", name="Unopened calls 1")).to_be_visible()
    assert agent.complaints == []


async def test_a_call_that_never_popped_is_entered_by_hand(agent: Agent) -> None:
    await agent.button("New call").click()
    dialog = agent.page.get_by_role("dialog", name="New call")
    await expect(dialog.get_by_label("Number")).to_be_focused()
    await finds_nothing(agent)
    await agent.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(agent.button("New call")).to_be_focused()

    await agent.button("New call").press("Enter")
    await dialog.get_by_label("Number").fill("1234567890")
    await dialog.get_by_label("Reason").select_option("Billing Question")
    await dialog.get_by_label("Number").press("Enter")

    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    await expect(agent.region("Call script")).to_contain_text("Good morning Maria")
    await agent.button("New call").click()
    await dialog.get_by_role("button", name="Open call").click()
    await expect(agent.front_tab).to_have_accessible_name("Unknown caller")
    assert agent.complaints == []


async def test_an_administrator_sends_a_test_call_and_an_agent_is_not_offered_one(
    agent: Agent, browser: Browser, server: RunningServer
) -> None:
    await expect(agent.heading_of_nothing).to_be_visible()
    await expect(agent.button("Send me a test call")).to_have_count(0)
    manager = await a_signed_in_agent(browser, server, "manager")
    await expect(manager.page.get_by_text("Connected: calls reach this page")).to_be_visible()
    await finds_nothing(manager)

    await manager.button("Send me a test call").click()

    await manager.open_waiting_call(tab="+1 416-555-0199")
    await expect(agent.idle_beacon).to_be_visible()


async def test_a_new_call_takes_no_focus_and_moves_no_tab(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    other = await another_tab(agent)
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    await agent.notes.click()
    await expect(agent.notes).to_be_focused()
    await agent.page.keyboard.type("In the middle of a ")
    await telephone_system.connect("user101", "6475550111")

    await other.waiting_beacon.click()
    await expect(agent.tabs).to_have_count(2)
    await agent.page.keyboard.type("sentence")

    await expect(agent.notes).to_be_focused()
    await expect(agent.notes).to_have_value("In the middle of a sentence")
    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    await expect(agent.tabs.last).to_have_accessible_name(re.compile("6475550111|647-555-0111"))


async def test_twelve_tabs_leave_room_for_what_stands_beside_them(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    for number in range(12):
        await telephone_system.connect("user101", f"64755501{number:02}", BILLING)
        await agent.waiting_beacon.click()
        await expect(agent.tabs).to_have_count(number + 1)
        await expect(agent.idle_beacon).to_be_visible()

    for width in (390, 768, 1440):
        await agent.page.set_viewport_size({"width": width, "height": 844})
        for name in ("Recent calls", "New call"):
            await expect(agent.button(name)).to_be_in_viewport()
        await expect(agent.front_tab).to_be_in_viewport()
        assert await agent.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await agent.front_tab.press("Home")
    await expect(agent.tabs.first).to_be_focused()
    await expect(agent.tabs.first).to_be_in_viewport()
    await finds_nothing(agent)
