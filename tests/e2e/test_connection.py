"""A page whose connection is lost, in each of the ways in which it can be, and a session that ends."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from litestar import Litestar
from playwright.async_api import Browser, Locator, expect

from models.calls.messages import CallStatus
from models.calls.writer import update_call_state
from models.people.privileges import Viewer
from models.people.sessions import end_sessions
from models.site import Site
from models.workspaces.workspaces import open_workspace, open_workspaces
from tests.builders import PASSWORD, a_message, a_running_call, a_source_id, a_user
from tests.cable import Cable, cable_to
from tests.e2e.people import Agent, watched
from tests.e2e.test_accessibility import finds_nothing
from tests.serving import serving
from tests.waiting import eventually
from ui.admission import Admission

NOTICED_WITHIN = 30_000  # ms, when nobody says that the connection is dead
BACK_WITHIN = 30_000  # ms, on a busy machine; tests/benchmarks/reconnecting.py measures it


@pytest.fixture
async def site(app: Litestar) -> Site:
    """Give the site of the app in this process."""
    opened: Site = app.state.site
    return opened


@pytest.fixture
async def cable(app: Litestar) -> AsyncIterator[Cable]:
    """Serve the app at the end of a cable."""
    async with serving(app) as port, cable_to(port) as cable:
        yield cable


@pytest.fixture
async def maria(site: Site) -> Viewer:
    """Give the agent as the server knows her."""
    return await a_user(site, "maria")


@pytest.fixture
async def agent(browser: Browser, site: Site, maria: Viewer, cable: Cable) -> Agent:
    """Give the agent at a browser, with one open call, who reaches the server through the cable."""
    await a_running_call(site, maria)
    context = await browser.new_context(base_url=cable.origin)
    agent = watched(await context.new_page())
    await agent.page.goto("/")
    await agent.fill_sign_in("maria", PASSWORD)
    await agent.waiting_beacon.click()
    await expect(agent.notes).to_be_visible()
    return agent


def lost(agent: Agent) -> Locator:
    return agent.page.get_by_role("status", name="Connection lost")


def connected(agent: Agent) -> Locator:
    return agent.page.locator("body[data-conn=up]")


def follows(site: Site, agent: Viewer) -> bool:
    """Tell whether the server still follows anything for a page of the agent."""
    return any(agent.user_id.hex in topic for topic in site.bus.topics)


async def is_kept(agent: Viewer, text: str) -> bool:
    (workspace,) = await open_workspaces(agent)
    drafts = (await open_workspace(agent, workspace.id)).drafts
    return [draft.value for draft in drafts] == [text]


async def test_a_server_that_went_away_is_found_again_and_gets_what_was_typed(
    agent: Agent, cable: Cable, maria: Viewer
) -> None:
    await agent.type_and_wait("Before. ")

    await cable.pull()
    await expect(lost(agent)).to_be_visible()
    await agent.notes.press("Control+End")
    await agent.notes.press_sequentially("During.")
    await cable.plug_in()

    await expect(connected(agent)).to_be_attached(timeout=BACK_WITHIN)
    await eventually(lambda: is_kept(maria, "Before. During."))
    await expect(agent.notes).to_have_value("Before. During.")


async def test_a_connection_that_died_without_a_word_is_noticed_and_replaced(
    agent: Agent, cable: Cable, site: Site, maria: Viewer
) -> None:
    await agent.type_and_wait("Before. ")

    cable.swallow()
    await expect(lost(agent)).to_be_visible(timeout=NOTICED_WITHIN)
    await agent.notes.press("Control+End")
    await agent.notes.press_sequentially("During.")
    await eventually(lambda: not follows(site, maria), within=NOTICED_WITHIN / 1000)
    await cable.plug_in()

    await expect(connected(agent)).to_be_attached(timeout=BACK_WITHIN)
    await eventually(lambda: is_kept(maria, "Before. During."))
    await expect(agent.notes).to_have_value("Before. During.")


async def test_what_is_typed_into_a_dead_connection_is_sent_by_the_next(
    agent: Agent, cable: Cable, maria: Viewer
) -> None:
    cable.swallow()
    await agent.notes.press_sequentially("Into the void.")
    await expect(lost(agent)).to_be_visible(timeout=NOTICED_WITHIN)
    await cable.plug_in()

    await eventually(lambda: is_kept(maria, "Into the void."), within=BACK_WITHIN / 1000)
    await expect(agent.notes).to_have_value("Into the void.")


@pytest.mark.parametrize("sign_of_life", ["online", "focus", "visibilitychange"])
async def test_a_laptop_that_wakes_up_looks_for_the_server_at_once(
    agent: Agent, cable: Cable, sign_of_life: str
) -> None:
    target = "document" if sign_of_life == "visibilitychange" else "window"
    cable.swallow()

    await agent.page.evaluate(f"{target}.dispatchEvent(new Event('{sign_of_life}'))")

    await expect(lost(agent)).to_be_visible(timeout=5000)


async def test_a_call_that_came_while_nobody_was_connected_flashes_on_return(
    agent: Agent, cable: Cable, site: Site, maria: Viewer
) -> None:
    await expect(agent.idle_beacon).to_be_visible()
    await cable.pull()
    await expect(lost(agent)).to_be_visible()

    await a_running_call(site, maria, "6475550199")
    await cable.plug_in()

    await expect(agent.waiting_beacon).to_be_visible(timeout=BACK_WITHIN)


async def test_a_session_that_somebody_ends_leads_to_sign_in_and_back_to_the_same_place(
    agent: Agent, site: Site, maria: Viewer
) -> None:
    place = agent.page.url
    assert "?call=" in place
    other = watched(await agent.page.context.new_page())
    await other.page.goto("/?call=none&more=1")
    await expect(connected(other)).to_be_attached()

    await end_sessions(site, maria.user_id)

    for tab in (agent, other):
        await expect(tab.page).to_have_url(re.compile(r"/login\?next="))
    await agent.fill_sign_in("maria", PASSWORD)
    await expect(agent.page).to_have_url(place)
    await expect(agent.notes).to_be_visible()


async def test_signing_out_in_one_tab_ends_the_others(agent: Agent) -> None:
    other = watched(await agent.page.context.new_page())
    await other.page.goto("/")
    await expect(connected(other)).to_be_attached()

    await agent.sign_out()

    await expect(other.page.get_by_label("Login name")).to_be_visible()


@asynccontextmanager
async def many_before(admission: Admission) -> AsyncIterator[None]:
    """Let so many others stand in the line first that nobody behind them is admitted before the block is over."""

    async def one() -> None:
        async with admission.turn():
            await are_done.wait()

    are_done = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for _ in range(200):
            group.create_task(one())
        await eventually(lambda: admission.is_full)
        try:
            yield
        finally:
            are_done.set()


def interim(agent: Agent) -> Locator:
    return agent.page.locator("#interim-beacon")


async def wait_with_a_call(agent: Agent, cable: Cable, site: Site, maria: Viewer) -> None:
    """Lose the connection, let a call come, and be connected again behind all the others."""
    await cable.pull()
    await expect(lost(agent)).to_be_visible()
    await a_running_call(site, maria, "4165550188")
    await cable.plug_in()
    await expect(interim(agent)).to_contain_text("+1 416-555-0188", timeout=BACK_WITHIN)
    await expect(agent.page.get_by_role("status", name="Connected again")).to_be_visible()


async def test_the_beacon_of_a_page_that_waits_for_its_turn_is_right(
    app: Litestar, agent: Agent, cable: Cable, site: Site, maria: Viewer
) -> None:
    async with many_before(app.state.admission):
        await wait_with_a_call(agent, cable, site, maria)
        await expect(agent.waiting_beacon).to_be_visible()
        await expect(agent.idle_beacon).to_have_count(0)
        await finds_nothing(agent.page)

        message = a_message(
            maria.login_name, CallStatus.DISCONNECTED, source_id=await a_source_id(site)
        )
        await update_call_state(site, message)
        await expect(agent.idle_beacon).to_be_visible()
        await expect(agent.waiting_beacon).to_have_count(0)

        await a_running_call(site, maria, "4165550199")
        await expect(interim(agent)).to_contain_text("+1 416-555-0199")

    await expect(connected(agent)).to_be_attached(timeout=BACK_WITHIN)
    await expect(interim(agent)).to_have_count(0)
    await expect(agent.waiting_beacon).to_be_visible()


async def test_a_call_is_opened_once_by_a_page_that_waits_and_the_typed_text_stays(
    app: Litestar, agent: Agent, cable: Cable, site: Site, maria: Viewer
) -> None:
    async with many_before(app.state.admission):
        await wait_with_a_call(agent, cable, site, maria)
        await agent.notes.press_sequentially("Typed meanwhile.")
        await agent.notes.focus()
        await agent.page.keyboard.press("Control+Shift+Enter")
        await interim(agent).get_by_role("button").dispatch_event("click")
        await expect(agent.idle_beacon).to_be_visible()
        await expect(agent.notes).to_have_value("Typed meanwhile.")

    await expect(connected(agent)).to_be_attached(timeout=BACK_WITHIN)
    await expect(agent.tabs).to_have_count(2)
    await expect(agent.front_tab).to_contain_text("+1 416-555-0188")
    assert len(await open_workspaces(maria)) == 2
    await eventually(lambda: any_draft(maria, "Typed meanwhile."))


async def any_draft(agent: Viewer, text: str) -> bool:
    opened = [await open_workspace(agent, each.id) for each in await open_workspaces(agent)]
    return text in [draft.value for each in opened for draft in each.drafts]


async def test_a_page_that_waits_says_when_a_click_opened_nothing_and_the_next_click_opens_it(
    app: Litestar, agent: Agent, cable: Cable, site: Site, maria: Viewer
) -> None:
    async with many_before(app.state.admission):
        await wait_with_a_call(agent, cable, site, maria)
        await agent.page.route("**/graphql", lambda route: route.abort())
        await agent.waiting_beacon.click()
        await expect(interim(agent).get_by_role("alert")).to_have_text(
            "The call was not opened. Try again in a moment."
        )
        await expect(agent.waiting_beacon).to_be_visible()

        await agent.page.unroute("**/graphql")
        await agent.waiting_beacon.click()
        await expect(agent.idle_beacon).to_be_visible()
        await expect(interim(agent).get_by_role("alert")).to_have_count(0)

    await expect(agent.front_tab).to_contain_text("+1 416-555-0188", timeout=BACK_WITHIN)


async def test_a_page_that_is_admitted_at_once_is_sent_no_interim_beacon(
    agent: Agent, cable: Cable, site: Site, maria: Viewer
) -> None:
    await agent.page.evaluate(
        """() => { window.interims = 0; new MutationObserver(() => {
            window.interims += document.querySelectorAll("#interim-beacon").length;
        }).observe(document.body, { childList: true }); }"""
    )
    await cable.pull()
    await expect(lost(agent)).to_be_visible()
    await a_running_call(site, maria, "4165550188")
    await cable.plug_in()

    await expect(connected(agent)).to_be_attached(timeout=BACK_WITHIN)
    await expect(agent.waiting_beacon).to_be_visible()
    assert await agent.page.evaluate("window.interims") == 0
