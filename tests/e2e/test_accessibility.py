"""axe-core finds nothing on any page, in light and in dark."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from models.site import Site
from tests.builders import a_contact
from tests.e2e.people import (
    BILLING,
    Agent,
    TelephoneSystem,
    a_window,
    another_tab,
)
from tests.running import RunningServer

GALLERY = "/developers/components"


async def finds_nothing(page: Page) -> None:
    """Look at the page as it is, in both themes, without the flashing in between."""
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = await Axe().run(page)
        assert results.violations_count == 0, f"{scheme}:\n{results.generate_report()}"


async def test_axe_finds_nothing_on_the_sign_in_page(
    browser: Browser, server: RunningServer
) -> None:
    visitor = await a_window(browser, server)
    await visitor.page.goto("/")
    await finds_nothing(visitor.page)

    await visitor.fill_sign_in("user101", "wrong")
    await expect(visitor.page.get_by_role("alert")).to_be_visible()

    await finds_nothing(visitor.page)


async def test_axe_finds_nothing_on_the_desktop(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await expect(agent.idle_beacon).to_be_visible()
    await finds_nothing(agent.page)
    await telephone_system.connect("user101", "1234567890", BILLING)
    await agent.open_waiting_call(tab="Maria Silva")
    await telephone_system.connect("user101", "1234657890")
    await agent.open_waiting_call(tab="1234657890")
    await telephone_system.connect("user101", "6475550177")
    await expect(agent.waiting_beacon).to_be_visible()
    await agent.type_and_wait("Rings back.")
    await finds_nothing(agent.page)

    await agent.user_menu.click()

    await finds_nothing(agent.page)


async def test_axe_finds_nothing_while_the_list_of_waiting_calls_is_open(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    for number in ("1234567890", "1234657890"):
        details = {"callId": number, "line_dialled": "+18005550199"}
        await telephone_system.connect("user101", number, BILLING, details)
    await agent.page.get_by_role("button", name="2 waiting").click()
    calls = agent.page.get_by_role("group", name="Waiting calls").get_by_role("button")
    await expect(calls).to_have_count(2)

    for width in (1280, 390):
        await agent.page.set_viewport_size({"width": width, "height": 844})
        await expect(calls.last).to_be_in_viewport(ratio=1)
        await finds_nothing(agent.page)


async def test_axe_finds_nothing_where_two_texts_stand_beside_each_other(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    other = await another_tab(agent)
    await expect(other.notes).to_be_visible()

    await other.notes.fill("typed in the second tab")
    await agent.notes.fill("typed in the first tab")

    # Whoever came second is asked; the saved text is the other one's.
    for tab in (agent, other):
        choice = tab.page.get_by_role("group", name="Typed in this tab")
        saved = tab.panel.get_by_text("Saved", exact=True)
        await expect(choice.or_(saved).first).to_be_visible()
        await finds_nothing(tab.page)


async def test_axe_finds_nothing_in_a_full_left_column(
    agent: Agent, telephone_system: TelephoneSystem, server_site: Site
) -> None:
    for name in ("Ana", "Rui", "محمد", "Eva", "Ida", "Ole"):
        await a_contact(server_site, "4165550100", first_name=name)
    details = {f"field_{number}": "x" * number for number in range(12)} | {"account_number": "1"}
    await telephone_system.connect("user101", "4165550100", BILLING, details)
    await agent.waiting_beacon.click()
    caller = agent.region("Caller")
    await caller.get_by_role("button", name="Create contact").click()
    await caller.get_by_role("button", name="Create", exact=True).click()
    await finds_nothing(agent.page)
    await caller.get_by_role("button", name="Add to existing").click()
    await expect(caller.get_by_role("combobox", name="Find contact")).to_be_focused()
    await agent.page.keyboard.type("silva")
    await expect(caller.get_by_role("option").first).to_be_visible()
    await agent.page.keyboard.press("ArrowDown")
    await finds_nothing(agent.page)

    await caller.get_by_role("button", name="Choose Ana Silva").click()
    await caller.get_by_role("button", name="5 more matches").click()
    await finds_nothing(agent.page)
    await agent.region("Call").get_by_role("button", name="End call").click()
    await expect(agent.page.get_by_role("alertdialog")).to_be_visible()

    await finds_nothing(agent.page)


async def test_axe_finds_nothing_on_the_other_pages(agent: Agent) -> None:
    await agent.page.goto("/no/such/page")
    await expect(agent.page.get_by_role("heading", name="Page not found")).to_be_visible()
    await finds_nothing(agent.page)
    await agent.page.goto(GALLERY)
    await expect(agent.page.get_by_role("heading", name="Components")).to_be_visible()
    await finds_nothing(agent.page)

    await agent.page.get_by_role("button", name="Discard a call").click()
    await expect(agent.page.get_by_role("alertdialog")).to_be_visible()

    await finds_nothing(agent.page)
