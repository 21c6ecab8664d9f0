"""What has to be seen without words: borders of fields, icons of buttons, and where the focus is, in both themes."""

from typing import Any, Literal

import pytest
from playwright.async_api import Browser, Page, expect

from models.people.privileges import Privilege
from models.site import Site
from tests.builders import a_user
from tests.e2e.people import BILLING, TelephoneSystem, a_signed_in_agent
from tests.e2e.test_every_page import is_wholly_there
from tests.running import RunningServer

ENOUGH = 3.0  # WCAG 1.4.11
MOST_STOPS = 90
PAGES = (
    "/calls",
    "/contacts",
    "/customize/call-management?tab=reasons",
    "/customize/call-management?tab=scripts",
    "/administration?tab=users",
    "/administration?tab=log",
    "/account",
)
MEASURES = """
  globalThis.measures = (() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const over = (...colours) => {
      canvas.clearRect(0, 0, 1, 1);
      for (const colour of colours) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const ground = (element) => {
      const found = [];
      for (let each = element; each; each = each.parentElement) found.unshift(getComputedStyle(each).backgroundColor);
      return ["white", ...found];
    };
    const light = (rgb) => {
      const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (colour, element) => {
      const [one, other] = [over(...ground(element)), over(...ground(element), colour)].map(light);
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    };
    const name = (element) => `${element.tagName} ${element.id || element.className || element.textContent}`.trim();
    const seen = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    const fields = () => seen("input, select, textarea").map((field) =>
      [name(field), contrast(getComputedStyle(field).borderColor, field.parentElement)]);
    const icons = () => seen("button:not([aria-disabled]) .icon").map((icon) =>
      [name(icon.closest("button")), contrast(getComputedStyle(icon).color, icon.parentElement)]);
    const focus = () => {
      const element = document.activeElement;
      const rings = [[element, null], [element, "::after"]].map(([one, part]) => getComputedStyle(one, part));
      const ring = rings.find((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
      const isInside = ring && parseFloat(ring.outlineOffset) < 0;
      return [name(element), ring ? contrast(ring.outlineColor, isInside ? element : element.parentElement) : 0];
    };
    return { fields, icons, focus };
  })()
"""


async def measured(page: Page, what: str) -> Any:
    return await page.evaluate(f"{MEASURES}.{what}()")


async def rings(page: Page) -> list[tuple[str, float]]:
    """Press Tab through the page; return what took the focus with the contrast of its ring, 0 for none."""
    found: list[tuple[str, float]] = []
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement === document.body"):
            break
        found.append(await measured(page, "focus"))
    return found


def too_faint(found: list[tuple[str, float]]) -> list[tuple[str, float]]:
    assert found
    return [(name, round(contrast, 2)) for name, contrast in found if contrast < ENOUGH]


async def are_seen(page: Page) -> None:
    assert too_faint(await measured(page, "fields")) == []
    assert too_faint(await measured(page, "icons")) == []
    assert too_faint(await rings(page)) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_borders_icons_and_the_focus_are_seen_on_every_page(
    browser: Browser, server: RunningServer, server_site: Site, theme: Literal["light", "dark"]
) -> None:
    await a_user(server_site, "all", privileges=tuple(Privilege))
    anybody = await a_signed_in_agent(browser, server, "all")
    await anybody.page.emulate_media(color_scheme=theme, reduced_motion="reduce")

    for address in PAGES:
        await anybody.page.goto(address)
        await is_wholly_there(anybody.page)
        if await anybody.page.locator("main input").count():
            await are_seen(anybody.page)
        else:
            assert too_faint(await rings(anybody.page)) == [], address


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_borders_icons_and_the_focus_are_seen_in_a_call(
    browser: Browser,
    server: RunningServer,
    telephone_system: TelephoneSystem,
    theme: Literal["light", "dark"],
) -> None:
    agent = await a_signed_in_agent(browser, server, "user101")
    await agent.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    await telephone_system.connect("user101", "1234567890", BILLING)
    await agent.open_waiting_call(tab="Maria Silva")
    await telephone_system.connect("user101", "6475550177", BILLING)
    await expect(agent.waiting_beacon).to_be_visible()

    await are_seen(agent.page)
