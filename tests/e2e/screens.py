"""Take the pictures in docs/screens: ``make screens`` runs this, no test run does.

Small ones only, typical states in both themes and on a narrow screen, the others in the light alone.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from litestar import Litestar
from playwright.async_api import Browser, Page, expect

from models.calls.tables import InboundCall
from models.contacts.contacts import NewContact, add_contacts
from models.people.privileges import Privilege
from models.site import Site
from tests.builders import PASSWORD, a_running_call, a_user
from tests.cable import cable_to
from tests.e2e.a_busy_hour import an_hour_of_work
from tests.e2e.a_script import THREE_PAGES, add_scripts
from tests.e2e.people import BILLING, Agent, TelephoneSystem, a_signed_in_agent, a_window
from tests.e2e.test_connection import many_before, wait_with_a_call
from tests.e2e.test_every_page import is_wholly_there
from tests.running import RunningServer
from tests.serving import serving

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LARGEST = 150_000  # bytes
NUMBER = "4165550111"
PLACES = {
    "calls": "/calls",
    "calls-unopened": "/calls?tab=unopened",
    "contacts": "/contacts",
    "customize-reasons": "/customize/call-management?tab=reasons",
    "customize-scripts": "/customize/call-management?tab=scripts",
    "administration-set-up": "/administration?tab=set-up",
    "administration-users": "/administration?tab=users",
    "administration-sources": "/administration?tab=sources",
    "administration-log": "/administration?tab=log",
    "administration-settings": "/administration?tab=settings",
    "account": "/account",
    "not-found": "/no/such/page",
}


async def taken(page: Page, name: str, *, everywhere: bool = False, largest: int = LARGEST) -> None:
    """Keep a picture of the page as it is, or three of them."""
    ways = [("", "light", WIDE)]
    if everywhere:
        ways += [("-dark", "dark", WIDE), ("-390", "light", NARROW)]
    for suffix, scheme, size in ways:
        await page.emulate_media(
            color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
        )
        await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        picture = await page.screenshot(animations="disabled", caret="hide")
        assert len(picture) < largest, f"{name}{suffix} is too large"
        (FOLDER / f"{name}{suffix}.png").write_bytes(picture)
    await page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})


async def filled(site: Site) -> None:
    """Add the script of three pages and a few people."""
    await add_scripts(site)
    ann = NewContact(
        first_name="Ann",
        last_name="Lee",
        company="Lee & Co",
        email="ann@example.org",
        numbers=(NUMBER,),
    )
    names = (("Zoë", "Okafor"), ("Rui", "Costa"), ("Ida", "Lund"), ("محمد", "علي"))
    others = [
        NewContact(first_name=first, last_name=last, numbers=(f"41655502{place:02}",))
        for place, (first, last) in enumerate(names)
    ]
    await add_contacts(site, [ann, *others])


async def test_the_entrance(browser: Browser, server: RunningServer) -> None:
    visitor = await a_window(browser, server)
    await visitor.page.goto("/")
    await taken(visitor.page, "sign-in", everywhere=True)
    await visitor.fill_sign_in("user101", "wrong")
    await expect(visitor.page.get_by_role("alert")).to_be_visible()

    await taken(visitor.page, "sign-in-error")


async def test_the_desktop(
    agent: Agent, server_site: Site, telephone_system: TelephoneSystem
) -> None:
    await filled(server_site)
    await expect(agent.idle_beacon).to_be_visible()
    await taken(agent.page, "desktop-empty", everywhere=True)
    await an_earlier_call(agent, telephone_system)
    await telephone_system.connect("user101", NUMBER, THREE_PAGES, {"callId": "2"})
    await agent.open_waiting_call(tab="Ann Lee")
    await expect(agent.region("Call script").get_by_text("Who is it?")).to_be_visible()
    await expect(agent.region("Timeline").get_by_text("Resolved")).to_be_visible()
    await agent.type_and_wait("Invoice INV-2041 came twice; sends it back.")
    await telephone_system.connect("user101", "1234567890", BILLING, {"callId": "3"})
    await expect(agent.waiting_beacon).to_be_visible()
    await taken(agent.page, "workspace", everywhere=True)
    await agent.button("Next").click()
    await expect(agent.panel.get_by_text("This needs an answer.")).to_be_visible()
    await taken(agent.page, "workspace-error")
    await agent.panel.get_by_role("button", name="Discard", exact=True).click()
    await expect(agent.page.get_by_role("alertdialog")).to_be_visible()
    await taken(agent.page, "workspace-discard")


async def an_earlier_call(agent: Agent, telephone_system: TelephoneSystem) -> None:
    """Leave a saved call in the timeline."""
    await telephone_system.connect("user101", NUMBER, BILLING, {"callId": "1"})
    await agent.open_waiting_call(tab="Ann Lee")
    await agent.type_and_wait("Asked when invoice INV-2040 is due; it is the end of the month.")
    await agent.outcome.select_option("Resolved")
    await agent.button("Save call").click()
    await expect(agent.heading_of_nothing).to_be_focused()
    await agent.page.get_by_role("status").get_by_role("button", name="Close").click()


async def test_the_connection_is_lost(
    agent: Agent, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890", BILLING)
    await agent.open_waiting_call(tab="Maria Silva")
    await expect(agent.region("Call script").get_by_text("Good morning")).to_be_visible()
    server.kill()
    await agent.notes.fill("Typed while the server was away.")
    await expect(agent.page.get_by_role("status", name="Connection lost")).to_be_visible()

    await taken(agent.page, "workspace-connection-lost")


async def test_a_page_waits_for_its_turn(browser: Browser, app: Litestar) -> None:
    site: Site = app.state.site
    maria = await a_user(site, "maria")
    await a_running_call(site, maria, NUMBER)
    async with serving(app) as port, cable_to(port) as cable:
        agent = Agent(page=await (await browser.new_context(base_url=cable.origin)).new_page())
        await agent.page.goto("/")
        await agent.fill_sign_in("maria", PASSWORD)
        await agent.waiting_beacon.click()
        await expect(agent.notes).to_be_visible()
        async with many_before(app.state.admission):
            await wait_with_a_call(agent, cable, site, maria)
            await taken(agent.page, "workspace-waiting-its-turn", everywhere=True)


async def test_the_desktop_with_more_than_fits(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    for number in range(12):
        details = {f"field_{place}": "much " * place for place in range(9)}
        await telephone_system.connect("user101", f"64755501{number:02}", BILLING, details)
        # Not before it is this caller's: what one click has answered may flash for a moment longer.
        description = re.compile(f"555-01{number:02}")
        await expect(agent.waiting_beacon).to_have_accessible_description(description)
        await agent.waiting_beacon.click()
        await expect(agent.tabs).to_have_count(number + 1)
    await expect(agent.region("Call script").get_by_text("Good morning")).to_be_visible()

    await taken(agent.page, "desktop-overfull", everywhere=True)


async def test_a_contact_and_a_script_being_written(
    browser: Browser, server: RunningServer, server_site: Site
) -> None:
    await filled(server_site)
    await a_user(server_site, "everybody", privileges=tuple(Privilege))
    anybody = await a_signed_in_agent(browser, server, "everybody")
    page = anybody.page
    await page.goto("/contacts")
    await page.get_by_role("link", name="Ann Lee").click()
    await expect(page.get_by_role("region", name="Timeline")).to_be_visible()
    await is_wholly_there(page)
    await taken(page, "contact")
    await page.goto(PLACES["customize-scripts"])
    await page.get_by_role("link", name=THREE_PAGES).click()
    await expect(page.get_by_role("textbox", name="Page title")).to_be_visible()
    await is_wholly_there(page)

    await taken(page, "script-editor", everywhere=True)


async def a_supervisor(browser: Browser, server: RunningServer, site: Site) -> Page:
    """Sign the supervisor of a team in and show the wallboard."""
    both = (Privilege.CALL_SUPERVISOR, Privilege.CALL_USER)
    await a_user(site, "eva", privileges=both, team="Billing")
    eva = await a_signed_in_agent(browser, server, "eva")
    await eva.page.goto("/wallboard")
    await is_wholly_there(eva.page)
    return eva.page


async def test_the_wallboard_of_a_team(
    browser: Browser, server: RunningServer, server_site: Site
) -> None:
    agents = await an_hour_of_work(server_site, [("Billing", 18)])
    longest = InboundCall.update(
        {InboundCall.connected_at: server_site.now() - timedelta(hours=4, minutes=2)}
    ).where(InboundCall.user == agents[6].user_id, InboundCall.ended_at.is_null())

    async def begin_earlier() -> None:
        await longest

    await server_site.writer.run(begin_earlier)

    page = await a_supervisor(browser, server, server_site)
    await taken(page, "wallboard", everywhere=True)
    await page.get_by_role("button", name="Rui Costa", exact=True).click()
    await page.get_by_role("button", name="Take over").click()
    await expect(page.get_by_role("alertdialog")).to_be_visible()
    await taken(page, "wallboard-take-over")


async def test_the_wallboard_of_nobody(
    browser: Browser, server: RunningServer, server_site: Site
) -> None:
    await a_user(server_site, "eva", privileges=(Privilege.CALL_SUPERVISOR,), team="Billing")
    eva = await a_signed_in_agent(browser, server, "eva")
    await eva.page.goto("/wallboard")
    await is_wholly_there(eva.page)

    await taken(eva.page, "wallboard-empty")


async def test_the_wallboard_with_fifty_agents_and_without_a_connection(
    browser: Browser, server: RunningServer, server_site: Site
) -> None:
    await a_user(server_site, "eve", privileges=(Privilege.CALL_SUPERVISOR,))
    await an_hour_of_work(
        server_site, [("Billing", 26), ("Orders", 16), ("Night shift", 3), (None, 5)]
    )
    eve = await a_signed_in_agent(browser, server, "eve")
    await eve.page.goto("/wallboard")
    await is_wholly_there(eve.page)
    await taken(eve.page, "wallboard-overfull", everywhere=True, largest=4 * LARGEST // 3)

    server.kill()
    await expect(eve.page.get_by_role("status", name="Connection lost")).to_be_visible()

    await taken(eve.page, "wallboard-connection-lost", largest=4 * LARGEST // 3)


@pytest.mark.parametrize("name", PLACES)
async def test_the_other_pages(
    browser: Browser,
    server: RunningServer,
    server_site: Site,
    telephone_system: TelephoneSystem,
    name: str,
) -> None:
    await filled(server_site)
    await a_user(server_site, "everybody", privileges=tuple(Privilege))
    anybody = await a_signed_in_agent(browser, server, "everybody")
    for number in (NUMBER, "1234567890"):
        await telephone_system.connect("everybody", number, BILLING)

    await anybody.page.goto(PLACES[name])
    await is_wholly_there(anybody.page)

    await taken(anybody.page, name, everywhere=name in {"calls", "contacts", "customize-scripts"})
