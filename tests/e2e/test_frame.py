"""What stands around every page: navigation, the user menu, the theme, and the way back from nowhere."""

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

GALLERY = "/developers/components"
MORE_PLACES = """
    () => {
      const list = document.querySelector("nav ul");
      for (let number = 1; number < 7; number++) {
        const place = list.appendChild(document.createElement("li")).appendChild(document.createElement("a"));
        place.href = "#";
        place.textContent = `Place ${number}`;
      }
    }
"""
WIDTHS = (390, 768, 1280, 1440, 1920)


async def test_the_frame_can_be_used_with_the_keyboard_alone(agent: Agent) -> None:
    press = agent.page.keyboard.press
    await expect(agent.idle_beacon).to_be_visible()

    await press("Tab")
    await expect(agent.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    for name in ("Callbeacon", "Desktop", "Calls", "Contacts"):
        await press("Tab")
        await expect(agent.page.get_by_role("link", name=name, exact=True)).to_be_focused()
    await press("Tab")
    await expect(agent.idle_beacon).to_be_focused()
    await press("Tab")
    await press("Enter")
    await expect(
        agent.page.get_by_role("button", name="Turn off sound and notifications")
    ).to_be_focused()
    await press("Tab")
    await expect(agent.user_menu).to_be_focused()
    await press("Enter")
    await expect(agent.page.get_by_role("radio", name="System")).to_be_checked()
    await press("Tab")
    await expect(agent.page.get_by_role("radio", name="System")).to_be_focused()
    await press("ArrowRight")
    await expect(agent.page.get_by_role("radio", name="Light")).to_be_checked()
    await agent.tab_to(agent.page.get_by_role("button", name="Sign out"))
    await press("Escape")
    await expect(agent.user_menu).to_be_focused()
    await expect(agent.page.get_by_role("button", name="Sign out")).to_be_hidden()


async def test_on_a_narrow_screen_a_waiting_call_leaves_the_pages_their_place(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await agent.page.set_viewport_size({"width": 390, "height": 844})
    await telephone_system.connect(
        "user101", "1234567890", BILLING, {"line_dialled": "+18005550199"}
    )
    await expect(agent.waiting_beacon).to_be_visible()
    desktop = agent.page.get_by_role("link", name="Desktop", exact=True)
    await agent.page.evaluate(MORE_PLACES)

    await desktop.click(trial=True)
    await agent.page.get_by_role("link", name="Place 6").click(trial=True)
    for control in (agent.user_menu, agent.waiting_beacon):
        await control.click(trial=True)
    everything = agent.page.get_by_role("banner")
    assert await everything.evaluate("bar => bar.scrollWidth <= innerWidth")
    await agent.open_waiting_call(tab="Maria Silva")


async def test_the_beacon_stays_in_sight_at_the_end_of_a_long_page(agent: Agent) -> None:
    await agent.page.goto(GALLERY)
    await expect(agent.idle_beacon).to_be_visible()

    await agent.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")

    assert await agent.page.evaluate("scrollY > innerHeight")
    await expect(agent.idle_beacon).to_be_in_viewport()


async def test_the_theme_is_the_systems_until_one_is_chosen_and_then_stays_in_every_tab(
    agent: Agent,
) -> None:
    other = await another_tab(agent)
    paper = "() => getComputedStyle(document.body).backgroundColor"
    await agent.page.emulate_media(color_scheme="light")
    light = await agent.page.evaluate(paper)
    await agent.page.emulate_media(color_scheme="dark")
    dark = await agent.page.evaluate(paper)
    assert light != dark

    await agent.user_menu.click()
    await expect(agent.page.get_by_role("radio", name="System")).to_be_checked()
    await agent.page.get_by_text("Light", exact=True).click()

    await expect(agent.page.locator("body")).to_have_css("background-color", light)
    await expect(other.page.locator("html[data-theme=light]")).to_be_attached()
    # Known before the page has a body, so nothing is painted in the wrong colours.
    await agent.page.add_init_script(
        "new MutationObserver(() => { if (document.body) window.first ??= document.documentElement.dataset.theme; })"
        ".observe(document, { childList: true, subtree: true });"
    )
    await agent.page.reload()
    await expect(agent.user_menu).to_be_visible()
    assert await agent.page.evaluate("first") == "light"
    await agent.sign_out()
    await expect(agent.page.locator("html[data-theme=light]")).to_be_attached()


async def test_an_unknown_address_has_the_frame_and_a_way_back(agent: Agent) -> None:
    answer = await agent.page.goto("/no/such/page")

    assert answer is not None
    assert answer.status == 404
    await expect(agent.page.get_by_role("heading", name="Page not found")).to_be_visible()
    await expect(agent.idle_beacon).to_be_visible()
    await agent.page.get_by_role("link", name="Back to the desktop").click()
    await expect(agent.page.get_by_text("No open calls")).to_be_visible()


async def test_whoever_takes_no_calls_gets_neither_link_nor_beacon(
    browser: Browser, server: RunningServer
) -> None:
    agent = await a_signed_in_agent(browser, server, "admin")

    await expect(agent.page.get_by_role("link", name="Desktop")).to_have_count(0)
    await expect(agent.idle_beacon).to_have_count(0)
    await agent.user_menu.click()
    await expect(agent.page.get_by_role("button", name="Sign out")).to_be_visible()


async def test_times_are_written_as_the_browser_asks_and_texts_fall_back_to_english(
    browser: Browser, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    agent = await a_window(browser, server, locale="de-DE")
    await agent.page.goto("/")
    await agent.fill_sign_in("user101", "correct horse")
    await expect(agent.idle_beacon).to_be_visible()
    await telephone_system.connect("user101", "1234567890")

    await agent.user_menu.click()

    health = agent.page.get_by_role("region", name="Is my beacon alive?")
    await expect(health).to_contain_text(re.compile(r"\d\d\.\d\d\.\d{4}, \d\d:\d\d:\d\d"))
    assert await agent.page.locator("html").get_attribute("lang") == "en"


async def test_no_page_scrolls_sideways_between_390_and_1920_pixels(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    details = {"line_dialled": "+18005550199"}
    await telephone_system.connect("user101", "1234567890", BILLING, details)
    await agent.open_waiting_call(tab="Maria Silva")
    await telephone_system.connect("user101", "6475550177", BILLING, details)
    for address in ("/", GALLERY, "/no/such/page"):
        await agent.page.goto(address)
        await expect(agent.waiting_beacon).to_be_visible()
        for width in WIDTHS:
            await agent.page.set_viewport_size({"width": width, "height": 844})
            await agent.user_menu.click()
            assert await agent.page.evaluate(
                "document.documentElement.scrollWidth <= innerWidth"
            ), f"{address} at {width}"
            await expect(agent.page.get_by_role("button", name="Sign out")).to_be_in_viewport()
            await agent.page.keyboard.press("Escape")


async def test_a_dialog_keeps_the_focus_and_escape_is_the_harmless_answer(agent: Agent) -> None:
    await agent.page.goto(GALLERY)
    opener = agent.page.get_by_role("button", name="Discard a call", exact=True)
    dialog = agent.page.get_by_role("alertdialog", name="Discard this call?")
    await opener.press("Enter")
    await expect(_button(dialog, "Keep")).to_be_focused()

    await agent.page.keyboard.press("Tab")
    await expect(_button(dialog, "Discard call")).to_be_focused()
    await agent.page.keyboard.press("Escape")

    await expect(dialog).to_have_count(0)
    await expect(opener).to_be_focused()
    await expect(agent.page.get_by_text("Kept.")).to_be_visible()
    await agent.page.get_by_role("button", name="Close").click()
    await expect(agent.page.get_by_text("Kept.")).to_have_count(0)
    assert agent.complaints == []


def _button(inside: Locator, name: str) -> Locator:
    return inside.get_by_role("button", name=name)


@pytest.mark.parametrize(("key", "front"), [("ArrowRight", "Scripts"), ("End", "Outcomes")])
async def test_tabs_and_the_pages_of_a_table_are_reached_with_the_keyboard(
    agent: Agent, key: str, front: str
) -> None:
    await agent.page.goto(GALLERY)
    await agent.page.get_by_role("tab", name="Reasons").press(key)
    await expect(agent.page.get_by_role("tab", name=front, selected=True)).to_be_focused()
    await expect(agent.page.get_by_role("tabpanel")).to_have_text(f"{front} stand here.")

    await agent.page.get_by_role("button", name="Next").press("Enter")

    await expect(agent.page.get_by_text("6 to 10 of 12")).to_be_visible()
    await expect(agent.page.get_by_role("rowheader", name="Caller 6", exact=True)).to_be_visible()
