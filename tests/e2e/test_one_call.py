"""One call after another, from the telephony server's message to the notes that outlive a crash."""

import re

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.e2e.people import (
    BILLING,
    Agent,
    TelephoneSystem,
    a_signed_in_agent,
    a_window,
    another_tab,
)
from tests.running import RunningServer
from tests.waiting import eventually

# As the interface documents them, without the quotation marks around.
CALL = (
    '{"jsonrpc":"2.0", "method":"updateCallState", '
    '"params":["user101", "CONNECTED", "1234567890", "1084CC0BCF18B24ABF86830DD046021FC0"], "id":1}'
)
CALL_WITHOUT_A_REASON = (
    '{"jsonrpc":"2.0", "method":"updateCallState", '
    '"params":["user101", "CONNECTED", "1234657890", null], "id":1}'
)
HANGING_UP = (
    '{"jsonrpc":"2.0", "method":"updateCallState", '
    '"params":["user101", "DISCONNECTED", null, null], "id":1}'
)


async def test_the_three_documented_messages_take_an_agent_through_two_calls(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await expect(agent.idle_beacon).to_be_visible()
    await expect(agent.page.get_by_text("No open calls")).to_be_visible()

    await telephone_system.send(CALL)
    await expect(agent.waiting_beacon).to_have_accessible_description(
        re.compile("Maria Silva.*1234567890.*Billing Question")
    )
    await agent.open_waiting_call(tab="Maria Silva")

    await expect(agent.idle_beacon).to_be_visible()
    await expect(agent.panel.get_by_role("heading", name="Maria Silva")).to_be_visible()
    await expect(agent.region("Caller")).to_contain_text("number as typed")
    await expect(agent.region("Call")).to_contain_text("Billing Question")
    await expect(agent.region("Call script")).to_contain_text("Good morning Maria, thank you")

    await telephone_system.send(CALL_WITHOUT_A_REASON)
    await agent.open_waiting_call(tab="1234657890")

    await expect(agent.tabs).to_have_count(2)
    await expect(agent.region("Caller")).to_contain_text("No contact has this number.")
    await expect(agent.region("Call")).to_contain_text("General Inquiry")
    await expect(agent.region("Call script")).to_contain_text("Thank you for calling")

    await telephone_system.send(HANGING_UP)

    await expect(agent.region("Call")).to_contain_text("ended")
    await expect(agent.tabs).to_have_count(2)
    assert agent.complaints == []


async def test_notes_outlive_a_reload_and_a_crash_of_the_server(
    agent: Agent, telephone_system: TelephoneSystem, server: RunningServer
) -> None:
    await telephone_system.connect("user101", "1234567890", BILLING)
    await agent.open_waiting_call(tab="Maria Silva")
    await agent.type_and_wait("Invoice INV-2041.")

    await agent.page.reload()
    await expect(agent.notes).to_have_value("Invoice INV-2041.")

    server.kill()
    await expect(agent.page.get_by_role("status", name="Connection lost")).to_be_visible()
    await agent.notes.press("Control+End")
    await agent.notes.press_sequentially(" Disputed.")
    await expect(agent.panel.get_by_text("Not saved yet")).to_be_visible()
    server.start()

    await expect(agent.panel.get_by_text("Saved", exact=True)).to_be_visible()
    await expect(agent.page.get_by_role("status", name="Connection lost")).to_be_hidden()
    await expect(agent.notes).to_have_value("Invoice INV-2041. Disputed.")
    await agent.page.reload()
    await expect(agent.notes).to_have_value("Invoice INV-2041. Disputed.")
    assert agent.complaints == []


async def test_a_beacon_flashes_by_itself_after_the_server_was_restarted(
    agent: Agent, telephone_system: TelephoneSystem, server: RunningServer
) -> None:
    server.kill()
    server.start()

    await telephone_system.connect("user101", "1234567890")

    await expect(agent.waiting_beacon).to_be_visible()


async def test_a_click_in_one_tab_quietens_the_other(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    other = await another_tab(agent)
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    await telephone_system.connect("user101", "1234657890")
    await expect(other.waiting_beacon).to_be_visible()

    await agent.waiting_beacon.click()

    await expect(other.idle_beacon).to_be_visible()


async def test_the_tab_in_front_belongs_to_the_browser_tab_and_outlives_a_reload(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    other = await another_tab(agent)
    await expect(other.front_tab).to_have_accessible_name("Maria Silva")

    await telephone_system.connect("user101", "1234657890")
    await other.open_waiting_call(tab="1234657890")

    await expect(agent.tabs).to_have_count(2)
    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    await agent.page.reload()
    await expect(agent.tabs).to_have_count(2)
    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")


async def test_what_one_tab_types_shows_in_the_other(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    other = await another_tab(agent)
    await expect(other.notes).to_be_visible()

    await agent.type_and_wait("Rings back at noon.")

    await expect(other.notes).to_have_value("Rings back at noon.")


async def test_of_notes_typed_in_two_tabs_at_once_none_is_lost(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    other = await another_tab(agent)
    await expect(other.notes).to_be_visible()

    # Within the pause in which typing is gathered, so that neither has seen the other's text.
    await other.notes.fill("typed in the second tab")
    await agent.notes.fill("typed in the first tab")

    # Whoever came second is asked.
    choices = [tab.page.get_by_role("group", name="Typed in this tab") for tab in (agent, other)]
    await eventually(lambda: _any_visible(choices))
    asked = agent if await choices[0].is_visible() else other
    here = asked.page.get_by_role("group", name="Typed in this tab")
    elsewhere = asked.page.get_by_role("group", name="Typed in another tab")
    await expect(elsewhere).to_contain_text("typed in the")
    typed_here = await here.get_by_role("blockquote").inner_text()
    await here.get_by_role("button", name="Use this version").click()

    await expect(agent.notes).to_have_value(typed_here)
    await expect(other.notes).to_have_value(typed_here)
    await expect(elsewhere).to_be_hidden()


async def _any_visible(locators: list[Locator]) -> bool:
    return any([await locator.is_visible() for locator in locators])


async def test_everything_can_be_done_with_the_keyboard(
    browser: Browser, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    agent = await a_window(browser, server)
    press = agent.page.keyboard.press
    await agent.page.goto("/")
    await expect(agent.page.get_by_label("Login name", exact=True)).to_be_focused()
    await agent.page.keyboard.type("user101")
    await press("Tab")
    await expect(agent.page.get_by_label("Password", exact=True)).to_be_focused()
    await agent.page.keyboard.type("correct horse")
    await press("Enter")
    await expect(agent.idle_beacon).to_be_visible()

    for number in ("1234567890", "1234657890"):
        await telephone_system.connect("user101", number)
        await agent.waiting_beacon.focus()
        await expect(agent.waiting_beacon).to_be_focused()
        await press("Enter")
        await expect(agent.idle_beacon).to_be_visible()

    await expect(agent.front_tab).to_be_focused()
    await expect(agent.front_tab).to_have_accessible_name("1234657890")
    await press("ArrowRight")
    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    await expect(agent.front_tab).to_be_focused()
    await press("End")
    await expect(agent.front_tab).to_have_accessible_name("1234657890")
    await expect(agent.front_tab).to_be_focused()
    await press("Home")
    await expect(agent.front_tab).to_be_focused()
    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    await agent.tab_to(agent.notes)
    await agent.page.keyboard.type("By keyboard alone.")
    await expect(agent.notes).to_have_value("By keyboard alone.")
    assert agent.complaints == []


@pytest.mark.parametrize("login_name", ["user101", "nobody"])
async def test_a_wrong_sign_in_says_so_and_keeps_the_login_name(
    browser: Browser, server: RunningServer, login_name: str
) -> None:
    agent = await a_window(browser, server)
    await agent.page.goto("/")

    await agent.fill_sign_in(login_name, "wrong")

    await expect(agent.page.get_by_role("alert")).to_have_text(
        "The login name or the password is wrong."
    )
    await expect(agent.page.get_by_label("Login name")).to_have_value(login_name)
    assert agent.complaints == []


async def test_signing_out_in_one_tab_signs_out_the_other(agent: Agent) -> None:
    other = await another_tab(agent)
    await expect(other.idle_beacon).to_be_visible()

    await agent.sign_out()

    await expect(agent.page.get_by_label("Login name")).to_be_visible()
    await expect(other.page.get_by_label("Login name")).to_be_visible()


async def test_whoever_takes_no_calls_is_told_what_to_ask_for(
    browser: Browser, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    agent = await a_signed_in_agent(browser, server, "admin")

    await telephone_system.connect("admin", "1234567890")

    await expect(agent.page.get_by_text("privilege gCallUser")).to_be_visible()
    await expect(agent.waiting_beacon).to_have_count(0)


async def test_the_beacon_flashes_at_most_three_times_a_second_and_not_at_all_where_motion_is_unwanted(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890")
    await expect(agent.waiting_beacon).to_be_visible()
    seconds = await agent.waiting_beacon.evaluate(
        "beacon => parseFloat(getComputedStyle(beacon).animationDuration)"
    )

    await agent.page.emulate_media(reduced_motion="reduce")

    assert seconds >= 1 / 3
    await expect(agent.waiting_beacon).to_have_css("animation-name", "none")
