"""Every page that there is: axe-core finds nothing, it fits at 200 % and 400 %, targets are large, nothing moves."""

import pytest
from playwright.async_api import Browser, Page, expect

from models.people.privileges import Privilege
from models.site import Site
from tests.builders import a_user
from tests.e2e.people import BILLING, TelephoneSystem, a_signed_in_agent
from tests.e2e.test_accessibility import GALLERY, finds_nothing
from tests.running import RunningServer

PAGES = (
    "/",
    "/calls",
    "/calls?tab=unopened",
    "/calls?tab=follow-ups",
    "/contacts",
    "/contacts?search=nobody",
    "/wallboard",
    "/customize/call-management?tab=reasons",
    "/customize/call-management?tab=scripts",
    "/customize/call-management?tab=call-fields",
    "/customize/call-management?tab=outcomes",
    "/administration?tab=users",
    "/administration?tab=log",
    "/administration?tab=settings",
    "/account",
    "/no/such/page",
    GALLERY,
)
ZOOMED = {"200 %": (640, 512), "400 %": (320, 256)}
"""What is left of 1280 by 1024 pixels at these zooms; the second is what WCAG 1.4.10 asks for."""
SMALL_TARGETS = """
    () => [...document.querySelectorAll("button, select, summary, [role=tab], nav a")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => !element.closest(".skip, [hidden]"))
      .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
      .filter(([, { width, height }]) => width > 1 && (width < 24 || height < 24))
      .map(([html, { width, height }]) => `${width} x ${height}: ${html}`)
"""
MOVING = """
    () => document.getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().activeDuration > 10)
      .map(({ effect }) => effect.target.outerHTML.slice(0, 90))
"""
IS_BELOW_THE_BAR = """
    () => {
      const focused = document.activeElement;
      const { top, height } = focused.getBoundingClientRect();
      const bar = document.querySelector("header");
      return bar.contains(focused) || height === 0 || top >= bar.getBoundingClientRect().bottom;
    }
"""


async def is_wholly_there(page: Page) -> None:
    """Wait until nothing on the page is still being fetched; the gallery shows how that looks, for ever."""
    await expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
    if not page.url.endswith(GALLERY):
        await expect(page.locator("main [aria-busy=true]")).to_have_count(0)


@pytest.mark.parametrize("address", PAGES)
async def test_each_page_suits_everybody(
    browser: Browser,
    server: RunningServer,
    server_site: Site,
    telephone_system: TelephoneSystem,
    address: str,
) -> None:
    await a_user(server_site, "all", privileges=tuple(Privilege))
    anybody = await a_signed_in_agent(browser, server, "all")
    await telephone_system.connect("all", "1234567890", BILLING)
    page = anybody.page
    await page.goto(address)
    await is_wholly_there(page)
    await expect(anybody.waiting_beacon).to_be_visible()

    await finds_nothing(page)  # With reduced motion from here on.
    assert await page.evaluate(MOVING) == []
    assert await page.evaluate(SMALL_TARGETS) == []
    await expect(page.get_by_role("heading", level=1)).to_have_count(1)
    for zoom, (width, height) in ZOOMED.items():
        await page.set_viewport_size({"width": width, "height": height})
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), zoom
        await expect(anybody.waiting_beacon).to_be_in_viewport()
    await page.set_viewport_size({"width": 390, "height": 844})
    for here in await page.locator(".toolbar [aria-current]").all():
        await expect(here).to_be_in_viewport(ratio=1)
    # No error but the one that an unknown address is.
    assert [text for text in anybody.complaints if "404" not in text] == []


async def test_wide_spacing_cuts_no_button_off(
    browser: Browser, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    agent = await a_signed_in_agent(browser, server, "user101")
    await telephone_system.connect("user101", "1234567890", BILLING)
    await agent.open_waiting_call(tab="Maria Silva")

    # As WCAG 1.4.12 has it; by the page's own means, since its policy takes no other stylesheet.
    await agent.page.evaluate(
        """() => { for (const { style } of document.querySelectorAll("body *")) {
          style.lineHeight = "1.5"; style.letterSpacing = "0.12em"; style.wordSpacing = "0.16em"; } }"""
    )

    assert await agent.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("Save call", "Discard"):
        button = agent.panel.get_by_role("button", name=name).first
        assert await button.evaluate("button => button.scrollWidth <= button.clientWidth + 1")


async def test_the_bar_at_the_top_hides_nothing_that_has_the_focus(
    browser: Browser, server: RunningServer
) -> None:
    agent = await a_signed_in_agent(browser, server, "user101")
    await agent.page.goto(GALLERY)
    await is_wholly_there(agent.page)
    await agent.page.keyboard.press("End")

    # The browser scrolls there smoothly, so what counts is where it comes to rest.
    for _ in range(25):
        await agent.page.keyboard.press("Shift+Tab")
        await agent.page.wait_for_function(IS_BELOW_THE_BAR)
