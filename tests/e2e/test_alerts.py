"""Sound and notifications under the browser's own rules: no sound before a click, no notification without consent.

Playwright's own calls count as clicks, so a page is looked at here without them until somebody clicks.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browsing import PLAIN_HOST, SharedBrowser, shared
from tests.builders import PASSWORD
from tests.e2e.people import Agent, TelephoneSystem, another_tab, watched
from tests.running import RunningServer
from tests.waiting import eventually

# What the page uses, as the browser made it; the test only remembers it.
REMEMBER = """
  window.audible = [];
  const Context = window.AudioContext;
  window.AudioContext = class extends Context {
    constructor() { super(); window.audible.push(this); }
  };
  window.tones = 0;
  const Oscillator = window.OscillatorNode;
  window.OscillatorNode = class extends Oscillator {
    constructor(...given) { super(...given); window.tones++; }
  };
  window.shown = [];
  const Plain = window.Notification;
  if (Plain) window.Notification = class extends Plain {
    constructor(title, options) {
      super(title, options);
      this.addEventListener("show", () => window.shown.push(title));
    }
  };
"""
IS_WAITING = "document.title.startsWith('●')"
HAS_CLICKED = "navigator.userActivation.hasBeenActive"
STATES = "audible.map(each => each.state)"
IS_SOUND_BLOCKED = "document.documentElement.hasAttribute('data-sound-blocked')"

Look = Callable[[str], Awaitable[Any]]


async def looking(page: Page) -> Look:
    """Look into a page without touching it."""
    session = await page.context.new_cdp_session(page)

    async def look(expression: str) -> Any:
        answer = await session.send(
            "Runtime.evaluate", {"expression": expression, "returnByValue": True}
        )
        return answer["result"].get("value")

    return look


async def turn_on(agent: Agent) -> None:
    await agent.page.get_by_role("button", name="Turn on sound and notifications").click()
    await expect(
        agent.page.get_by_role("button", name="Turn off sound and notifications")
    ).to_be_focused()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_browser(browser_path: str) -> AsyncIterator[SharedBrowser]:
    """Share a whole browser: its headless shell knows no notifications."""
    async with shared(path=browser_path) as browser:
        yield browser


@pytest.fixture
async def agent(agent: Agent) -> Agent:
    """Give an agent whose browser remembers what the page sounds and shows."""
    await agent.page.context.add_init_script(REMEMBER)
    await agent.page.reload()
    await expect(agent.idle_beacon).to_be_visible()
    return agent


async def test_the_button_makes_a_waiting_call_sound(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    look = await looking(agent.page)
    await telephone_system.connect("user101", "1234567890")
    await expect(agent.waiting_beacon).to_be_visible()
    assert await look(STATES) == []

    await turn_on(agent)

    await eventually(lambda: _is(look, f"{STATES}.join() === 'running' && tones >= 2"))
    assert agent.complaints == []


async def test_where_nobody_has_clicked_nothing_sounds_nothing_fails_and_the_first_click_sounds(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await turn_on(agent)
    context = agent.page.context
    fresh = watched(await context.new_page())
    await fresh.page.goto("/")
    await agent.page.close()
    look = await looking(fresh.page)

    await telephone_system.connect("user101", "1234567890")
    await eventually(lambda: _is(look, IS_WAITING))
    assert not await look(HAS_CLICKED)
    assert await look(IS_SOUND_BLOCKED)
    assert await look(STATES) == []
    await fresh.page.mouse.click(700, 700)

    await eventually(lambda: _is(look, f"{STATES}.join() === 'running' && tones >= 2"))
    assert not await look(IS_SOUND_BLOCKED)
    assert fresh.complaints == []


async def test_who_allows_notifications_gets_them(
    agent: Agent, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    await agent.page.context.grant_permissions(["notifications"], origin=server.url)
    look = await looking(agent.page)
    await turn_on(agent)

    await telephone_system.connect("user101", "1234567890")

    await eventually(lambda: _is(look, "shown.join() === 'Maria Silva is calling'"))
    await agent.user_menu.click()
    await expect(agent.page.get_by_text("does not allow notifications")).to_be_hidden()
    assert agent.complaints == []


async def test_who_refuses_notifications_is_told_so_and_hears_the_sound(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    session = await agent.page.context.new_cdp_session(agent.page)
    window = (await session.send("Target.getTargetInfo"))["targetInfo"]["browserContextId"]
    refused = {"permission": {"name": "notifications"}, "setting": "denied"}
    await session.send("Browser.setPermission", {**refused, "browserContextId": window})
    look = await looking(agent.page)
    assert await look("Notification.permission") == "denied"
    await turn_on(agent)

    await telephone_system.connect("user101", "1234567890")

    await eventually(lambda: _is(look, "tones >= 2"))
    assert await look("shown") == []
    await agent.user_menu.click()
    await expect(agent.page.get_by_text("does not allow notifications")).to_be_visible()
    assert agent.complaints == []


async def _is(look: Look, condition: str) -> bool:
    return bool(await look(condition))


# On plain http, where the browser has no locks


@pytest.fixture
async def plain_agent(browser: Browser, server: RunningServer) -> Agent:
    """Give an agent whose pages are no secure context, with sound turned on."""
    context = await browser.new_context(base_url=f"http://{PLAIN_HOST}:{server.port}")
    await context.add_init_script(REMEMBER)
    agent = watched(await context.new_page())
    await agent.page.goto("/")
    await agent.fill_sign_in("user101", PASSWORD)
    await turn_on(agent)
    return agent


async def test_without_locks_too_one_tab_sounds_and_the_next_when_it_is_closed(
    plain_agent: Agent, telephone_system: TelephoneSystem
) -> None:
    tabs = [plain_agent, await another_tab(plain_agent), await another_tab(plain_agent)]
    for tab in tabs:
        assert await tab.page.evaluate("[isSecureContext, navigator.locks]") == [False, None]
        await tab.page.mouse.click(700, 700)
        await expect(tab.idle_beacon).to_be_visible()

    await telephone_system.connect("user101", "1234567890")
    for tab in tabs:
        await expect(tab.page).to_have_title(re.compile("^● Maria Silva is calling"))
    for left in (2, 1):
        sounding = await _sounding(tabs)
        assert len(sounding) == 1
        tabs.remove(sounding[0])
        await sounding[0].page.close()
        assert len(tabs) == left
    assert len(await _sounding(tabs)) == 1
    await tabs[0].open_waiting_call(tab="Maria Silva")

    await expect(tabs[0].page).to_have_title("Desktop · Callbeacon")
    # The tab lets go of the sound once it has heard that it is to be quiet. The right to notify may still be that of a
    # closed tab, until it runs out.
    await tabs[0].page.wait_for_function("() => !localStorage.getItem('callbeacon-lease-sound')")
    assert [said for said in tabs[0].complaints if "untrustworthy" not in said] == []


async def _sounding(tabs: list[Agent]) -> list[Agent]:
    """Wait until it has sounded twice somewhere; return where it has sounded."""

    async def has_sounded_twice() -> bool:
        return max([int(await tab.page.evaluate("tones")) for tab in tabs]) >= 4

    await eventually(has_sounded_twice, within=20)
    return [tab for tab in tabs if await tab.page.evaluate("tones")]
