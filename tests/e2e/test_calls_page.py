"""The page of calls in a real browser: filters, follow-ups, the trace, the file, and who sees what."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Browser, Locator, expect

from models.calls.ending import end_call
from models.calls.tables import CallTraceStep
from models.calls.tracing import Step
from models.people.privileges import Privilege, Viewer
from models.people.tables import User
from models.people.users import viewer_for
from models.scripts.tables import Outcome
from models.site import Site
from models.workspaces.closing import discard_workspace
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user
from tests.e2e.people import BILLING, Agent, TelephoneSystem, a_signed_in_agent
from tests.e2e.test_accessibility import finds_nothing
from tests.running import RunningServer
from tests.waiting import eventually

MARIA = "1234567890"
OTHER = "6475550177"
SAVE = """
    async (call) => {
      const ask = async (query) => {
        const headers = { "Content-Type": "application/json" };
        const answer = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify({ query }) });
        return (await answer.json()).data;
      };
      const opened = await ask(`mutation { openInboundCall(id: "${call}") { ... on Workspace { id } } }`);
      const workspace = opened.openInboundCall.id;
      await ask(`mutation { saveCallRecord(workspace: "${workspace}", notes: "Saved elsewhere.") { __typename } }`);
    }
"""


@pytest.fixture
async def user101(server_site: Site) -> Viewer:
    """Give the agent who is signed in, to do something in the agent's name."""
    row = await User.select(User.id).where(User.login_name == "user101").first()
    assert row is not None
    viewer = await viewer_for(row["id"])
    assert viewer is not None
    return viewer


async def a_saved_call(site: Site, agent: Viewer, number: str, **edit: object) -> UUID:
    call_id = await a_running_call(site, agent, number)
    workspace_id = await open_inbound_call(site, agent, call_id)
    await save_call_record(site, agent, workspace_id, RecordEdit(**edit))  # type: ignore[arg-type]  # its fields
    await end_call(site, agent, call_id)
    return call_id


async def an_outcome(name: str) -> UUID:
    row = await Outcome.select(Outcome.id).where(Outcome.name == name).first()
    assert row is not None
    outcome_id: UUID = row["id"]
    return outcome_id


def today() -> date:
    """Give the day the test runs on, which need not be the one it was collected on."""
    return datetime.now(UTC).date()


def rows(agent: Agent, table: str = "Calls, the newest first") -> Locator:
    """Find the calls of a list, without its head."""
    return agent.page.get_by_role("table", name=table).locator("tbody").get_by_role("row")


def dialog(agent: Agent, name: str) -> Locator:
    return agent.page.get_by_role("dialog", name=name)


async def test_filters_narrow_the_list_stand_in_the_address_and_go_back(
    agent: Agent, server_site: Site, user101: Viewer
) -> None:
    await a_saved_call(server_site, user101, MARIA, outcome_id=await an_outcome("Resolved"))
    await a_saved_call(server_site, user101, MARIA, outcome_id=await an_outcome("Wrong number"))
    await a_saved_call(server_site, user101, OTHER, outcome_id=await an_outcome("Resolved"))
    page = agent.page
    await page.get_by_role("link", name="Calls").click()
    await expect(rows(agent)).to_have_count(3)
    await expect(rows(agent).last).to_contain_text("Maria Silva")

    await page.get_by_label("Outcome").select_option("Resolved")
    await page.get_by_role("searchbox", name="Number").fill("7890")
    await page.keyboard.press("Enter")

    await expect(rows(agent)).to_have_count(1)
    await expect(page).to_have_url(re.compile(r"/calls\?outcome=[0-9a-f-]+&number=7890$"))
    await expect(page.get_by_role("searchbox", name="Number")).to_have_value("7890")
    link = page.url
    await page.get_by_label("From").fill((today() + timedelta(days=2)).isoformat())
    await agent.button("Show").click()
    await expect(page.get_by_role("heading", name="No calls found")).to_be_visible()
    await page.go_back()
    await expect(rows(agent)).to_have_count(1)
    assert page.url == link
    await page.get_by_role("link", name="Clear filters").click()
    await expect(rows(agent)).to_have_count(3)
    assert page.url.endswith("/calls")
    assert agent.complaints == []


async def test_a_call_shows_its_record_and_its_trace_in_words(
    agent: Agent, server_site: Site, telephone_system: TelephoneSystem
) -> None:
    details = {"line_dialled": "+18005550199"}
    await telephone_system.connect("user101", MARIA, BILLING, details)
    # Who clicks at once is faster than the page that says what it shows.
    await eventually(lambda: CallTraceStep.exists().where(CallTraceStep.step == Step.SHOWN).run())
    await agent.open_waiting_call(tab="Maria Silva")
    await agent.type_and_wait("Asks about an invoice.")
    await agent.outcome.select_option("Resolved")
    await agent.button("Save call").click()
    await expect(agent.heading_of_nothing).to_be_visible()
    await telephone_system.disconnect("user101")
    await agent.page.goto("/calls")

    await rows(agent).get_by_role("button", name="Maria Silva").click()

    shown = dialog(agent, "Maria Silva")
    await expect(shown.get_by_text("Billing Question")).to_be_visible()
    await expect(shown.get_by_text("Line dialled")).to_be_visible()
    record = shown.get_by_role("region", name="Call record")
    await expect(record).to_contain_text("Asks about an invoice.")
    await expect(record).to_contain_text("Resolved")
    steps = shown.get_by_role("region", name="Trace").get_by_role("listitem")
    written = [text.replace("\n", " ") for text in await steps.all_inner_texts()]
    assert re.fullmatch(r"received \d\d:\d\d:\d\d\.\d{3}", written[0])
    assert [re.sub(r" ?\+[\d.,:]+( ms| s)?$", "", text) for text in written[1:]] == [
        *("announced", "delivered", "shown", "clicked"),
        "received (the end of the call)",
    ]
    assert all(re.search(r"\+[\d.,:]+( ms| s)?$", text) for text in written[1:])
    assert agent.complaints == []


async def test_an_open_call_and_its_address_survive_a_reload_and_escape_closes_it(
    agent: Agent, server_site: Site, user101: Viewer
) -> None:
    call_id = await a_saved_call(server_site, user101, MARIA)
    await agent.page.goto("/calls")
    opener = rows(agent).get_by_role("button", name="Maria Silva")
    await opener.click()
    await expect(dialog(agent, "Maria Silva")).to_be_visible()
    await expect(agent.page).to_have_url(re.compile(f"open={call_id}"))

    await agent.page.reload()
    await expect(dialog(agent, "Maria Silva")).to_be_visible()
    await agent.page.keyboard.press("Escape")

    await expect(dialog(agent, "Maria Silva")).to_have_count(0)
    await expect(agent.page).not_to_have_url(re.compile("open="))


async def test_a_new_call_and_a_saved_record_show_without_a_reload(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await agent.page.goto("/calls")
    await expect(agent.page.get_by_role("heading", name="No calls yet")).to_be_visible()

    await telephone_system.connect("user101", MARIA)
    await expect(rows(agent)).to_have_count(1)
    await expect(rows(agent)).to_contain_text("Waiting")
    await telephone_system.connect("user101", OTHER, "another reason")
    await expect(rows(agent)).to_have_count(2)
    call = rows(agent).filter(has_text="Maria Silva")
    await expect(call).to_contain_text("Not opened")
    await call.get_by_role("button", name="Maria Silva").click()
    await expect(agent.page).to_have_url(re.compile("open="))
    await agent.page.evaluate(SAVE, agent.page.url.partition("open=")[2])

    await expect(call).to_contain_text("Saved")
    await expect(dialog(agent, "Maria Silva")).to_contain_text("Saved elsewhere.")
    assert agent.complaints == []


async def test_unopened_calls_are_opened_from_their_list(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", OTHER)
    await telephone_system.disconnect("user101")
    await agent.page.goto("/calls")
    await agent.page.get_by_role("tab", name="Unopened calls").click()
    unopened = rows(agent, "Unopened calls, the newest first")
    await expect(unopened).to_have_count(1)

    await unopened.get_by_role("button", name="Open the call of").click()

    await expect(agent.front_tab).to_have_accessible_name("+1 647-555-0177")
    await agent.page.goto("/calls?tab=unopened")
    await expect(
        agent.page.get_by_role("heading", name="Every call has been opened")
    ).to_be_visible()
    assert agent.complaints == []


async def test_a_discarded_call_is_reopened_and_an_open_one_brought_to_the_front(
    agent: Agent, server_site: Site, user101: Viewer
) -> None:
    call_id = await a_running_call(server_site, user101, MARIA)
    workspace_id = await open_inbound_call(server_site, user101, call_id)
    await discard_workspace(server_site, user101, workspace_id)
    await agent.page.goto("/calls")
    await rows(agent).get_by_role("button", name="Maria Silva").click()

    await dialog(agent, "Maria Silva").get_by_role("button", name="Reopen").click()

    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    await agent.page.goto(f"/calls?open={call_id}")
    await dialog(agent, "Maria Silva").get_by_role("link", name="Open workspace").click()
    await expect(agent.front_tab).to_have_accessible_name("Maria Silva")
    assert agent.complaints == []


async def test_a_follow_up_is_looked_at_and_done(
    agent: Agent, server_site: Site, user101: Viewer
) -> None:
    for later, notes in (
        (-3, "The first thing."),
        (0, "For today."),
        (5, "Soon."),
        (30, "Far off."),
    ):
        day = today() + timedelta(days=later)
        await a_saved_call(server_site, user101, MARIA, notes=notes, follow_up_on=day)
    colleague = await a_user(server_site, "ben")
    await a_saved_call(server_site, colleague, MARIA, notes="Another one's.", follow_up_on=today())
    await agent.page.goto("/calls?tab=follow-ups")
    page = agent.page

    await expect(page.get_by_role("region", name="Overdue")).to_contain_text("The first thing.")
    await expect(page.get_by_role("region", name="Today")).to_contain_text("For today.")
    await expect(page.get_by_role("region", name="In the next 7 days")).to_contain_text("Soon.")
    for text in ("Far off.", "Another one's."):
        await expect(page.get_by_text(text)).to_have_count(0)
    overdue = page.get_by_role("region", name="Overdue")
    await overdue.get_by_role("button", name="Done with Maria Silva").click()

    await expect(overdue).to_have_count(0)
    await expect(page.get_by_role("region", name="Today")).to_be_visible()
    assert agent.complaints == []


async def test_the_file_holds_what_is_filtered(
    agent: Agent, server_site: Site, user101: Viewer, tmp_path: Path
) -> None:
    await a_saved_call(server_site, user101, MARIA, notes="Of Maria.")
    for number in (OTHER, "4165550100"):
        await a_saved_call(server_site, user101, number, notes="Of somebody else.")
    await agent.page.goto(f"/calls?number={MARIA}&from={today().isoformat()}")
    await expect(rows(agent)).to_have_count(1)

    async with agent.page.expect_download() as downloading:
        await agent.page.get_by_role("link", name="Export as CSV").click()
    download = await downloading.value
    await download.save_as(tmp_path / "calls.csv")

    text = (tmp_path / "calls.csv").read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert download.suggested_filename == "calls.csv"
    assert (row["contact"], row["phone_number"], row["notes"]) == (
        "Maria Silva",
        MARIA,
        "Of Maria.",
    )


async def test_a_supervisor_sees_the_own_team_alone_and_filters_by_agent(
    browser: Browser, server: RunningServer, server_site: Site
) -> None:
    ann, ida = [await a_user(server_site, name, team="North") for name in ("ann", "ida")]
    ben = await a_user(server_site, "ben", team="South")
    await a_user(server_site, "eva", team="North", privileges=[Privilege.CALL_SUPERVISOR])
    for each in (ann, ida, ben):
        await a_saved_call(server_site, each, MARIA, notes=f"By {each.full_name}")
    eva = await a_signed_in_agent(browser, server, "eva")
    await eva.page.goto("/calls")

    await expect(rows(eva)).to_have_count(2)
    await expect(rows(eva).filter(has_text="Ben")).to_have_count(0)
    await expect(eva.page.get_by_role("tab", name="Follow-ups")).to_have_count(0)
    await eva.page.get_by_label("Agent").select_option("Ann")
    await eva.button("Show").click()
    await expect(rows(eva)).to_have_count(1)
    await rows(eva).get_by_role("button", name="Maria Silva").click()
    await expect(dialog(eva, "Maria Silva")).to_contain_text("By Ann")
    assert eva.complaints == []


async def test_many_calls_come_a_page_at_a_time(
    agent: Agent, server_site: Site, user101: Viewer
) -> None:
    for number in range(52):
        await a_running_call(server_site, user101, f"6475550{number:03}")
    await agent.page.goto("/calls")
    await expect(rows(agent)).to_have_count(50)

    await agent.page.get_by_role("link", name="Older").click()
    await expect(rows(agent)).to_have_count(2)
    await expect(rows(agent).last).to_contain_text("+1 647-555-0000")
    await agent.page.get_by_role("link", name="Newest").click()

    await expect(rows(agent)).to_have_count(50)


async def test_the_page_is_used_with_the_keyboard_alone(
    agent: Agent, server_site: Site, user101: Viewer
) -> None:
    for number in (MARIA, OTHER):
        await a_saved_call(server_site, user101, number)
    await agent.page.goto("/calls")
    keyboard, page = agent.page.keyboard, agent.page
    await expect(rows(agent)).to_have_count(2)

    await page.get_by_role("tab", name="Calls", exact=True).focus()
    await agent.tab_to(page.get_by_role("searchbox", name="Number"))
    await keyboard.type("0177")
    await keyboard.press("Enter")
    await expect(rows(agent)).to_have_count(1)
    opener = rows(agent).get_by_role("button")
    await page.get_by_role("searchbox", name="Number").focus()
    await agent.tab_to(opener)
    await keyboard.press("Enter")
    await expect(dialog(agent, "+1 647-555-0177")).to_be_visible()
    await keyboard.press("Escape")
    await expect(opener).to_be_focused()
    await page.get_by_role("tab", name="Calls", exact=True).focus()
    await keyboard.press("ArrowRight")
    await keyboard.press("ArrowRight")

    await expect(page.get_by_role("heading", name="Nothing to follow up")).to_be_visible()


async def test_axe_finds_nothing_on_the_page_of_calls_and_it_fits_a_narrow_screen(
    agent: Agent, server_site: Site, user101: Viewer
) -> None:
    await agent.page.goto("/calls")
    await expect(agent.page.get_by_role("heading", name="No calls yet")).to_be_visible()
    await finds_nothing(agent.page)
    await a_saved_call(server_site, user101, MARIA, notes="Done.", follow_up_on=today())
    unopened = await a_running_call(server_site, user101, OTHER)
    await end_call(server_site, user101, unopened)

    for width in (1280, 390):
        await agent.page.set_viewport_size({"width": width, "height": 844})
        for tab, shown in (("calls", "Maria"), ("unopened", "177"), ("follow-ups", "Maria")):
            await agent.page.goto(f"/calls?tab={tab}")
            await expect(agent.panel.get_by_text(shown).first).to_be_visible()
            await finds_nothing(agent.page)
            scrolled = await agent.page.evaluate("document.documentElement.scrollWidth")
            assert scrolled <= width
        await agent.page.goto("/calls?number=99999")
        await expect(agent.page.get_by_role("heading", name="No calls found")).to_be_visible()
        await finds_nothing(agent.page)
        await agent.page.goto("/calls")
        await agent.panel.get_by_role("button", name="Maria Silva").click()
        await expect(dialog(agent, "Maria Silva")).to_be_visible()
        await finds_nothing(agent.page)


async def test_who_has_neither_privilege_is_told_which_one_it_takes(
    browser: Browser, server: RunningServer
) -> None:
    admin = await a_signed_in_agent(browser, server, "admin")

    await admin.page.goto("/calls")

    await expect(admin.page.get_by_role("heading", name="No calls for you yet")).to_be_visible()
    await expect(admin.page.get_by_role("link", name="Calls", exact=True)).to_have_count(0)
