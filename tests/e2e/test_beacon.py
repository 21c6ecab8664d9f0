"""The beacon on every page: what it says, what it sounds like, and where a click leads."""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.people import BILLING, Agent, TelephoneSystem, another_tab
from tests.waiting import eventually

GALLERY = "/developers/components"
# Count what would leave the browser.
EARS = """
    window.sounds = 0;
    const Oscillator = window.OscillatorNode;
    window.OscillatorNode = class extends Oscillator {
      constructor(...given) { super(...given); window.sounds++; }
    };
    window.notifications = [];
    window.Notification = class extends EventTarget {
      static permission = "granted";
      static async requestPermission() { return "granted"; }
      constructor(title, options) { super(); window.notifications.push({ title, ...options }); }
      close() {}
    };
"""


async def turn_on(agent: Agent) -> None:
    await agent.page.get_by_role("button", name="Turn on sound and notifications").click()
    await expect(
        agent.page.get_by_role("button", name="Turn off sound and notifications")
    ).to_be_focused()


@pytest.fixture
async def heard_agent(agent: Agent) -> Agent:
    """Give an agent whose browser counts sounds and notifications, and has them turned on."""
    await agent.page.context.add_init_script(EARS)
    await agent.page.reload()
    await turn_on(agent)
    return agent


async def test_the_beacon_says_who_is_calling_on_which_line_and_why(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    details = {"line_dialled": "+18005550199"}

    await telephone_system.connect("user101", "1234567890", BILLING, details)

    await expect(agent.waiting_beacon).to_have_accessible_description(
        re.compile(r"Maria Silva.*1234567890 · on \+1 800-555-0199 · Billing Question")
    )


@pytest.mark.parametrize("place", [GALLERY, "/no/such/page"])
async def test_a_click_on_another_page_leads_to_the_call_on_the_desktop(
    agent: Agent, telephone_system: TelephoneSystem, place: str
) -> None:
    await telephone_system.connect("user101", "1234657890")
    await agent.open_waiting_call(tab="1234657890")
    await agent.page.goto(place)
    await telephone_system.connect("user101", "1234567890")

    await agent.waiting_beacon.click()

    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    await expect(agent.panel.get_by_role("heading", name="Maria Silva")).to_be_visible()


async def test_the_shortcut_in_the_tooltip_opens_the_call_while_somebody_types(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234657890")
    await agent.open_waiting_call(tab="1234657890")
    await agent.notes.fill("In the middle of a")
    await telephone_system.connect("user101", "1234567890")
    await expect(agent.waiting_beacon).to_have_attribute("title", re.compile("Ctrl.Shift.Enter"))

    await agent.notes.press("Control+Shift+Enter")

    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    await agent.page.get_by_role("tab", name="1234657890").click()
    await expect(agent.notes).to_have_value("In the middle of a")


async def test_several_waiting_calls_are_counted_and_each_can_be_opened(
    agent: Agent, telephone_system: TelephoneSystem, tmp_path: Path
) -> None:
    await telephone_system.connect("user101", "1234567890")
    await telephone_system.connect("user101", "1234657890")
    # As it is when a telephony system reports two calls side by side.
    with sqlite3.connect(tmp_path / "var" / "callbeacon.sqlite") as database:
        database.execute("UPDATE inbound_call SET ended_at = NULL, end_cause = NULL")
    database.close()
    await agent.page.reload()

    await agent.page.get_by_role("button", name="2 waiting").press("Enter")
    calls = agent.page.get_by_role("group", name="Waiting calls").get_by_role("button")
    await expect(calls).to_contain_text(["Maria Silva", "1234657890"])
    await calls.first.press("Enter")

    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    await expect(calls).to_have_count(0)
    await expect(agent.waiting_beacon).to_have_accessible_description(re.compile("1234657890"))
    assert agent.complaints == []


async def test_of_several_tabs_one_sounds_and_notifies_until_the_call_is_opened(
    heard_agent: Agent, telephone_system: TelephoneSystem
) -> None:
    tabs = [heard_agent, await another_tab(heard_agent), await another_tab(heard_agent)]
    for tab in tabs:
        await tab.page.mouse.click(700, 700)  # a browser lets no page sound before
        await expect(tab.idle_beacon).to_be_visible()

    await telephone_system.connect("user101", "1234567890", BILLING)
    for tab in tabs:
        await expect(tab.page).to_have_title(re.compile("^● Maria Silva is calling"))
    await eventually(lambda: _sum(tabs, "sounds"))
    await tabs[0].open_waiting_call(tab="Maria Silva")

    for tab in tabs:
        await expect(tab.page).to_have_title("Desktop · Callbeacon")
    assert sorted([bool(await tab.page.evaluate("sounds")) for tab in tabs]) == [False, False, True]
    notifications = [each for tab in tabs for each in await tab.page.evaluate("notifications")]
    assert [each["title"] for each in notifications] == ["Maria Silva is calling"]
    assert notifications[0]["body"].endswith("Billing Question")


async def test_when_the_tab_that_sounds_is_closed_the_next_goes_on(
    heard_agent: Agent, telephone_system: TelephoneSystem
) -> None:
    other = await another_tab(heard_agent)
    await other.page.mouse.click(700, 700)
    await expect(other.idle_beacon).to_be_visible()
    await telephone_system.connect("user101", "1234567890")
    await eventually(lambda: _sum([heard_agent, other], "sounds"))
    first, second = heard_agent, other
    if await other.page.evaluate("sounds"):
        first, second = other, heard_agent

    await first.page.close()

    await eventually(lambda: _sum([second], "sounds"))


async def _sum(tabs: list[Agent], what: str) -> bool:
    return sum([int(await tab.page.evaluate(what)) for tab in tabs]) > 0


async def test_sound_and_notifications_are_off_at_first_and_stay_as_chosen(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890")
    await expect(agent.waiting_beacon).to_be_visible()
    await expect(agent.page).to_have_title("Desktop · Callbeacon")

    await turn_on(agent)
    await expect(agent.page).to_have_title(re.compile("is calling"))
    await agent.page.reload()

    await expect(agent.page).to_have_title(re.compile("is calling"))
    await agent.page.get_by_role("button", name="Turn off sound and notifications").click()
    await expect(agent.page).to_have_title("Desktop · Callbeacon")


async def test_the_user_menu_says_whether_the_beacon_is_alive(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await agent.user_menu.click()
    health = agent.page.get_by_role("region", name="Is my beacon alive?")
    await expect(health).to_contain_text("None yet in this browser")

    await telephone_system.connect("user101", "1234567890")

    await expect(health).to_contain_text(re.compile(r"\d+ ms from message to screen"))
    await expect(health.get_by_text("Connected", exact=True)).to_be_visible()
    await expect(health.get_by_text("Off", exact=True)).to_be_visible()
