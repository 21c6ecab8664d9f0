"""The wallboard in a real browser: states, figures, taking over, who sees what."""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.async_api import Browser, Locator, expect

from models.calls.ending import end_call
from models.calls.tables import InboundCall
from models.people.granting import disable_user
from models.people.privileges import Privilege, Viewer
from models.settings import SiteSettings
from models.site import Site
from models.workspaces.drafts import DraftEdit, save_draft
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user
from tests.e2e.people import Agent, TelephoneSystem, a_signed_in_agent
from tests.e2e.test_accessibility import finds_nothing
from tests.running import RunningServer

MARIA = "1234567890"
NORTH, SOUTH = "North", "South"
SUPERVISOR = (Privilege.CALL_SUPERVISOR,)
BOTH = (Privilege.CALL_SUPERVISOR, Privilege.CALL_USER)


@pytest.fixture
async def team(server_site: Site) -> Sequence[Viewer]:
    """Add two agents of a team, and one of another."""
    return [
        await a_user(server_site, name, team=of)
        for name, of in (("ann", NORTH), ("ben", NORTH), ("sue", SOUTH))
    ]


async def a_supervisor(
    browser: Browser,
    server: RunningServer,
    site: Site,
    privileges: Sequence[Privilege] = BOTH,
) -> Agent:
    """Sign the supervisor of the northern team in and show the wallboard."""
    await a_user(site, "eva", team=NORTH, privileges=privileges)
    eva = await a_signed_in_agent(browser, server, "eva")
    await eva.page.goto("/wallboard")
    await expect(eva.page.get_by_role("heading", name="Wallboard", level=1)).to_be_visible()
    return eva


async def a_workspace(site: Site, agent: Viewer, notes: str = "") -> UUID:
    """Open a workspace for a call of Maria's and type into it."""
    call_id = await a_running_call(site, agent, MARIA)
    workspace_id = await open_inbound_call(site, agent, call_id)
    if notes:
        edit = DraftEdit(workspace_id=workspace_id, field="notes", value=notes, version=0)
        await save_draft(site, agent, edit)
    await end_call(site, agent, call_id)
    return workspace_id


def tile(supervisor: Agent, name: str) -> Locator:
    """Find an agent on the board."""
    tiles = supervisor.page.get_by_role("main").get_by_role("listitem")
    return tiles.filter(has=supervisor.page.get_by_role("button", name=name, exact=True))


def count(supervisor: Agent, label: str) -> Locator:
    """Find a number on the board."""
    return supervisor.page.locator(".count").filter(has_text=label).get_by_role("definition")


def dialog(supervisor: Agent, name: str) -> Locator:
    return supervisor.page.get_by_role("dialog", name=name, exact=True)


async def test_a_state_changes_on_the_board_when_the_message_comes(
    browser: Browser,
    server: RunningServer,
    server_site: Site,
    team: Sequence[Viewer],
    telephone_system: TelephoneSystem,
) -> None:
    eva = await a_supervisor(browser, server, server_site, SUPERVISOR)
    await expect(tile(eva, "Ann")).to_contain_text("Waiting")
    await expect(count(eva, "Waiting")).to_have_text("2")

    await telephone_system.connect("ann", MARIA)

    await expect(tile(eva, "Ann")).to_contain_text("On a call")
    await expect(count(eva, "On a call")).to_have_text("1")
    await expect(tile(eva, "Ben")).to_contain_text("Waiting")
    await expect(tile(eva, "Ann").get_by_role("timer")).to_have_text(re.compile(r"^00:(?!00)\d\d$"))
    await telephone_system.disconnect("ann")
    await expect(tile(eva, "Ann")).to_contain_text("Waiting")
    await expect(count(eva, "Unopened")).to_have_text("1")
    assert eva.complaints == []


async def test_the_time_in_a_state_runs_on_without_the_server(
    browser: Browser, server: RunningServer, server_site: Site, team: Sequence[Viewer]
) -> None:
    eva = await a_supervisor(browser, server, server_site, SUPERVISOR)
    running = tile(eva, "Ann").get_by_role("timer")
    await expect(running).to_have_text(re.compile(r"^00:"))
    server.kill()

    before = await running.inner_text()

    await expect(running).not_to_have_text(before)
    await expect(eva.page.get_by_role("status", name="Connection lost")).to_be_visible()


async def test_a_supervisor_sees_the_own_team_alone(
    browser: Browser,
    server: RunningServer,
    server_site: Site,
    team: Sequence[Viewer],
    telephone_system: TelephoneSystem,
) -> None:
    eva = await a_supervisor(browser, server, server_site)

    await telephone_system.connect("sue", MARIA)
    await telephone_system.connect("ann", MARIA)

    await expect(tile(eva, "Ann")).to_contain_text("On a call")
    await expect(count(eva, "On a call")).to_have_text("1")
    await expect(tile(eva, "Sue")).to_have_count(0)
    await expect(eva.page.get_by_role("region", name=NORTH)).to_contain_text("3 agents")


async def test_an_agent_is_told_whom_the_wallboard_is_for(agent: Agent) -> None:
    await agent.page.goto("/wallboard")

    heading = agent.page.get_by_role("heading", name="The wallboard is for supervisors")
    await expect(heading).to_be_visible()
    await expect(agent.page.get_by_role("link", name="Wallboard")).to_have_count(0)
    await finds_nothing(agent.page)


async def test_a_supervisor_of_nobody_is_told_how_agents_get_there(
    browser: Browser, server: RunningServer, server_site: Site
) -> None:
    eva = await a_supervisor(browser, server, server_site, SUPERVISOR)

    await expect(eva.page.get_by_role("heading", name="No agents to watch yet")).to_be_visible()

    await finds_nothing(eva.page)


async def test_a_call_that_runs_too_long_is_pointed_out(
    browser: Browser, server: RunningServer, server_site: Site, team: Sequence[Viewer]
) -> None:
    call_id = await a_running_call(server_site, team[0])

    usual = SiteSettings().long_call_hours
    earlier = server_site.now() - timedelta(hours=usual, seconds=5)

    async def begin_earlier() -> None:
        await InboundCall.update({InboundCall.connected_at: earlier}).where(
            InboundCall.id == call_id
        )

    await server_site.writer.run(begin_earlier)
    eva = await a_supervisor(browser, server, server_site)

    await expect(tile(eva, "Ann").get_by_text("Too long")).to_be_visible()
    await expect(tile(eva, "Ben").get_by_text("Too long")).to_be_hidden()
    await expect(count(eva, "Running too long")).to_have_text("1")


async def test_taking_over_moves_the_workspace_with_its_text_to_the_supervisor(
    browser: Browser, server: RunningServer, server_site: Site, team: Sequence[Viewer]
) -> None:
    await a_workspace(server_site, team[0], "Asks about an invoice.")
    await disable_user(server_site, None, team[0].user_id)
    eva = await a_supervisor(browser, server, server_site)
    await eva.button("Open workspaces").click()
    row = dialog(eva, "Open workspaces").get_by_role("row").filter(has_text="Maria Silva")
    await expect(row).to_contain_text("Ann")
    await expect(row).to_contain_text("disabled")

    await row.get_by_role("button", name="Take over").click()
    question = eva.page.get_by_role(
        "alertdialog", name="Take over the call of Maria Silva from Ann?"
    )
    await expect(question).to_contain_text("moves to your desktop")
    await expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    await question.get_by_role("button", name="Take over").click()

    link = eva.page.get_by_role("link", name="Open workspace")
    await expect(link).to_be_focused()
    await expect(row).to_have_count(0)
    await eva.page.keyboard.press("Enter")
    await expect(eva.front_tab).to_have_accessible_name("Maria Silva")
    await expect(eva.notes).to_have_value("Asks about an invoice.")
    assert eva.complaints == []


async def test_who_takes_no_calls_is_told_what_taking_over_needs(
    browser: Browser, server: RunningServer, server_site: Site, team: Sequence[Viewer]
) -> None:
    await a_workspace(server_site, team[0])
    eva = await a_supervisor(browser, server, server_site, SUPERVISOR)

    await tile(eva, "Ann").get_by_role("button").click()

    shown = dialog(eva, "Ann")
    await expect(shown.get_by_role("row").filter(has_text="Maria Silva")).to_be_visible()
    await expect(shown.get_by_text("you need the privilege gCallUser")).to_be_visible()
    await expect(shown.get_by_role("button", name="Take over")).to_have_count(0)


async def test_each_plot_has_a_table_that_says_the_same(
    browser: Browser, server: RunningServer, server_site: Site, team: Sequence[Viewer]
) -> None:
    workspace_id = await a_workspace(server_site, team[0], "Done.")
    await save_call_record(server_site, team[0], workspace_id, RecordEdit())
    await a_running_call(server_site, team[1])
    eva = await a_supervisor(browser, server, server_site)
    hour = eva.page.get_by_role("region", name="The last hour")

    plots = hour.get_by_role("img")
    await expect(plots).to_have_count(3)
    for title in ("Calls", "Beacon to click", "Handling"):
        await hour.get_by_label(f"As a table: {title}").click()
        table = hour.get_by_role("table", name=f"{title} for each five minutes")
        await expect(table.get_by_role("row")).to_have_count(14)
    calls = hour.get_by_role("table", name="Calls for each").get_by_role("cell")
    numbers = [int(text) for text in await calls.all_inner_texts()]
    assert (sum(numbers[0::2]), sum(numbers[1::2])) == (2, 0)
    await expect(hour.get_by_text("0 unopened")).to_be_visible()


async def test_the_board_is_used_with_the_keyboard_alone(
    browser: Browser, server: RunningServer, server_site: Site, team: Sequence[Viewer]
) -> None:
    await a_workspace(server_site, team[1], "Half a sentence")
    eva = await a_supervisor(browser, server, server_site)
    keyboard = eva.page.keyboard
    opener = tile(eva, "Ben").get_by_role("button")
    await expect(opener).to_be_visible()

    await eva.button("Open workspaces").focus()
    await eva.tab_to(opener)
    await keyboard.press("Enter")
    take = dialog(eva, "Ben").get_by_role("button", name="Take over")
    await expect(take).to_be_visible()
    await eva.tab_to(take)
    await keyboard.press("Enter")
    await expect(eva.page.get_by_role("alertdialog")).to_be_visible()
    await keyboard.press("Escape")
    await expect(eva.page.get_by_role("alertdialog")).to_have_count(0)
    await expect(take).to_be_focused()
    await keyboard.press("Escape")

    await expect(dialog(eva, "Ben")).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_axe_finds_nothing_on_the_board_and_it_fits_a_narrow_screen(
    browser: Browser,
    server: RunningServer,
    server_site: Site,
    team: Sequence[Viewer],
    telephone_system: TelephoneSystem,
) -> None:
    await a_workspace(server_site, team[0], "Half a sentence")
    await telephone_system.connect("ben", MARIA)
    eva = await a_supervisor(browser, server, server_site)
    await expect(tile(eva, "Ben")).to_contain_text("On a call")

    for width in (1440, 390):
        await eva.page.set_viewport_size({"width": width, "height": 900})
        await eva.page.goto("/wallboard")
        await expect(eva.page.get_by_role("img")).to_have_count(3)
        await eva.page.get_by_label("As a table: Handling").click()
        await finds_nothing(eva.page)
        scrolled = await eva.page.evaluate("document.documentElement.scrollWidth")
        assert scrolled <= width
        await tile(eva, "Ann").get_by_role("button").click()
        await expect(dialog(eva, "Ann").get_by_role("button", name="Take over")).to_be_visible()
        await finds_nothing(eva.page)
        await dialog(eva, "Ann").get_by_role("button", name="Take over").click()
        await expect(eva.page.get_by_role("alertdialog")).to_be_visible()
        await finds_nothing(eva.page)
