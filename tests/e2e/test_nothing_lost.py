"""Whatever breaks while somebody types, not a character is lost and nobody has to reload."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from litestar import Litestar
from playwright.async_api import Browser, expect

from models.people.privileges import Viewer
from models.people.sessions import end_sessions
from models.site import Site
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.workspaces import open_workspace, open_workspaces
from tests.builders import PASSWORD, a_running_call, a_user
from tests.cable import Cable, cable_to
from tests.e2e.people import BILLING, Agent, TelephoneSystem, another_tab, watched
from tests.running import RunningServer
from tests.serving import serving
from tests.waiting import eventually

BACK_WITHIN = 30_000  # ms; 2,000 on a machine that nobody else uses
WORDS = "Every word of this stays, whatever becomes of the server. "


@pytest.fixture
async def cable(app: Litestar) -> AsyncIterator[Cable]:
    """Serve the app at the end of a cable."""
    async with serving(app) as port, cable_to(port) as cable:
        yield cable


@pytest.fixture
async def maria(app: Litestar) -> Viewer:
    """Give the agent as the server knows her."""
    return await a_user(app.state.site, "maria")


@pytest.fixture
async def typist(browser: Browser, app: Litestar, maria: Viewer, cable: Cable) -> Agent:
    """Give an agent with the cursor in the notes of a call, who reaches the server through the cable."""
    await a_running_call(app.state.site, maria)
    context = await browser.new_context(base_url=cable.origin)
    agent = watched(await context.new_page())
    await agent.page.goto("/")
    await agent.fill_sign_in("maria", PASSWORD)
    await agent.waiting_beacon.click()
    await agent.notes.click()
    return agent


async def kept(agent: Viewer) -> list[str]:
    (workspace,) = await open_workspaces(agent)
    return [draft.value for draft in (await open_workspace(agent, workspace.id)).drafts]


async def is_kept(agent: Viewer, text: str) -> bool:
    return await kept(agent) == [text]


async def test_a_server_that_is_killed_while_somebody_types_comes_back_without_a_reload(
    agent: Agent, telephone_system: TelephoneSystem, server: RunningServer
) -> None:
    for count, number in enumerate(("1234567890", "6475550111", "6475550133"), start=1):
        await telephone_system.connect("user101", number, BILLING)
        await agent.waiting_beacon.click()
        await expect(agent.tabs).to_have_count(count)
    await agent.page.get_by_role("tab", name="+1 647-555-0111").click()
    await agent.page.evaluate("window.hasNotReloaded = true")
    await agent.notes.click()

    typing = asyncio.create_task(agent.notes.press_sequentially(WORDS * 3, delay=15))
    await eventually(lambda: _has_typed(agent))
    server.kill()
    server.start()
    await telephone_system.connect("user101", "6475550144")
    began = time.monotonic()
    await expect(agent.waiting_beacon).to_be_visible(timeout=BACK_WITHIN)
    print(f"the beacon came {time.monotonic() - began:.2f} s after the call")
    await typing

    await expect(agent.panel.get_by_text("Saved", exact=True)).to_be_visible(timeout=BACK_WITHIN)
    await expect(agent.notes).to_have_value(WORDS * 3)
    await expect(agent.tabs).to_have_count(3)
    await expect(agent.front_tab).to_have_accessible_name("+1 647-555-0111")
    assert await agent.page.evaluate("window.hasNotReloaded")
    await agent.page.reload()
    await expect(agent.notes).to_have_value(WORDS * 3)
    assert agent.complaints == []


async def _has_typed(agent: Agent) -> bool:
    return len(await agent.notes.input_value()) > len(WORDS)


async def test_five_seconds_without_a_network_cost_no_character(
    typist: Agent, cable: Cable, maria: Viewer
) -> None:
    typing = asyncio.create_task(typist.notes.press_sequentially(WORDS * 2, delay=50))
    await eventually(lambda: _has_typed(typist))
    cable.swallow()
    await asyncio.sleep(5)  # the length of the outage is what is tested
    await cable.plug_in()
    await typing

    await eventually(lambda: is_kept(maria, WORDS * 2), within=BACK_WITHIN / 1000)
    await expect(typist.notes).to_have_value(WORDS * 2)


async def test_a_tab_that_is_closed_within_a_moment_of_the_last_key_has_sent_it(
    typist: Agent, maria: Viewer
) -> None:
    other = await another_tab(typist)
    await expect(other.notes).to_be_visible()
    await typist.notes.press_sequentially("The last key.", delay=0)

    await typist.page.close(run_before_unload=True)

    await eventually(lambda: is_kept(maria, "The last key."))
    await expect(other.notes).to_have_value("The last key.")


async def test_what_was_typed_when_the_session_ended_is_sent_after_signing_in_again(
    typist: Agent, app: Litestar, maria: Viewer
) -> None:
    site: Site = app.state.site
    await typist.notes.press_sequentially("Typed ", delay=0)
    await end_sessions(site, maria.user_id)
    await typist.notes.press_sequentially("before and after.", delay=0)

    notice = typist.page.get_by_role("status", name="Session ended")
    await expect(notice).to_be_visible()
    async with typist.page.context.expect_page() as opened:
        await notice.get_by_role("link").click()
    other = watched(await opened.value)
    await other.fill_sign_in("maria", PASSWORD)

    await expect(other.user_menu).to_be_visible()
    await eventually(lambda: is_kept(maria, "Typed before and after."), within=BACK_WITHIN / 1000)
    await expect(typist.notes).to_have_value("Typed before and after.")


async def test_a_page_that_was_cut_off_shows_what_was_typed_elsewhere_and_never_undoes_it(
    typist: Agent, cable: Cable, app: Litestar, maria: Viewer
) -> None:
    site: Site = app.state.site
    await typist.type_and_wait("Typed here. ")
    (workspace,) = await open_workspaces(maria)
    (draft,) = (await open_workspace(maria, workspace.id)).drafts
    elsewhere = DraftEdit(
        workspace_id=workspace.id,
        field=draft.field,
        value="Typed elsewhere, later.",
        version=draft.version,
        editor="another",
    )
    await cable.pull()
    await expect(typist.page.get_by_role("status", name="Connection lost")).to_be_visible()

    await save_draft(site, maria, elsewhere)
    await cable.plug_in()
    await expect(typist.page.locator("body[data-conn=up]")).to_be_attached(timeout=BACK_WITHIN)

    await expect(typist.notes).to_have_value("Typed elsewhere, later.")
    await typist.notes.press("Control+End")
    await typist.page.keyboard.type(" More.")
    await eventually(lambda: is_kept(maria, "Typed elsewhere, later. More."))
