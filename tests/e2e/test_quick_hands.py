"""Quick hands: what is clicked twice, or before the answer came, happens once, and to what was meant."""

import os
import signal

import pytest
from playwright.async_api import Browser, Locator, Page, WebSocket, WebSocketRoute, expect

from models.calls.tables import InboundCall
from models.contacts.tables import Contact
from models.people.tables import ApiToken
from models.scripts.tables import CallScript
from models.site import Site
from tests.builders import a_contact
from tests.e2e.a_script import THREE_PAGES, add_scripts
from tests.e2e.administrators import at, button, field
from tests.e2e.people import Agent, TelephoneSystem
from tests.e2e.test_call_management import a_manager
from tests.running import RunningServer
from tests.waiting import eventually

pytestmark = pytest.mark.usefixtures("server_site")  # to look into its database
NUMBER = "4165550111"
BOTH_AT_ONCE = "(first, second) => { first.click(); second.click(); }"


async def click_both(first: Locator, second: Locator) -> None:
    """Click both before the browser hears anything of the first click."""
    await first.evaluate(BOTH_AT_ONCE, await second.element_handle())


async def click_twice(goal: Locator) -> None:
    await click_both(goal, goal)


class SlowLine:
    """The connection of a page: what the server says can be held back on the way."""

    def __init__(self) -> None:
        self.is_slow = False
        self.held: list[str | bytes] = []
        self._route: WebSocketRoute | None = None

    async def lay(self, page: Page) -> None:
        """Carry what the page says and hears from its next loading on."""
        await page.route_web_socket("**/reactpy/**", self._connect)
        await page.reload()

    def _connect(self, route: WebSocketRoute) -> None:
        self._route = route
        route.connect_to_server().on_message(self._carry)

    def _carry(self, message: str | bytes) -> None:
        if self.is_slow:
            self.held.append(message)
        elif self._route is not None:
            self._route.send(message)

    def holds(self, text: str) -> bool:
        """Say whether this is on its way to the page."""
        return any(text in str(message) for message in self.held)

    def deliver(self) -> None:
        """Be quick again, and bring what was held back."""
        self.is_slow, held, self.held = False, self.held, []
        for message in held:
            self._carry(message)


@pytest.fixture
async def reader(agent: Agent, server_site: Site, telephone_system: TelephoneSystem) -> Agent:
    """Give an agent at the first page of a script, with the required answer given."""
    await add_scripts(server_site)
    await a_contact(server_site, NUMBER, first_name="Ann")
    await telephone_system.connect("user101", NUMBER, THREE_PAGES)
    await agent.open_waiting_call(tab="Ann Silva")
    return agent


def heading(agent: Agent, name: str) -> Locator:
    return agent.page.get_by_role("heading", name=name, exact=True)


async def choose_a_fault(reader: Agent) -> None:
    await reader.region("Call script").get_by_role("radio", name="A fault").check()
    await expect(reader.panel.get_by_text("Saved", exact=True)).to_be_visible()


async def test_next_clicked_again_before_the_page_has_come_skips_none(reader: Agent) -> None:
    line = SlowLine()
    await line.lay(reader.page)
    await choose_a_fault(reader)
    line.is_slow = True
    await reader.button("Next").click()
    await eventually(lambda: line.holds("Ask what is broken."))

    await reader.button("Next").click()
    # Whatever the second click does is done when this has been saved.
    await reader.notes.press_sequentially("What follows is not on screen yet.")
    await eventually(lambda: line.holds("What follows is not on screen yet."))

    assert not line.holds("Good bye")
    line.deliver()
    await expect(heading(reader, "The fault")).to_be_focused()


async def test_a_call_opened_by_hand_twice_at_once_is_one_call(agent: Agent) -> None:
    await agent.button("New call").click()

    await click_twice(agent.button("Open call"))

    await expect(agent.front_tab).to_be_visible()
    await agent.type_and_wait("One call.")
    assert await InboundCall.count() == 1


async def test_a_token_saved_twice_at_once_is_one_and_the_one_on_screen(admin: Agent) -> None:
    page = await at(admin, "tokens")
    await button(page, "New API token").click()
    await field(page, "Name").fill("Laptop")

    await click_twice(button(page, "Save"))

    await expect(page.locator(".told-once")).to_be_visible()
    await page.reload()
    await expect(button(page, "New API token")).to_be_visible()
    assert await ApiToken.count() == 1


async def test_a_contact_created_twice_at_once_is_one(agent: Agent) -> None:
    await agent.page.goto("/contacts")
    await agent.button("New contact").click()
    await agent.page.get_by_label("First name").fill("Bob")

    await click_twice(agent.button("Create"))

    await expect(heading(agent, "Bob")).to_be_visible()
    await agent.page.reload()
    await expect(heading(agent, "Bob")).to_be_visible()
    assert await Contact.count().where(Contact.first_name == "Bob") == 1


async def test_contacts_swapped_and_merged_at_once_are_merged_as_swapped(
    agent: Agent, server: RunningServer, server_site: Site
) -> None:
    zoe = await a_contact(server_site, "6475550123", first_name="Zoë")
    zoey = await a_contact(server_site, "6475550124", first_name="Zoey")
    sent: list[str] = []

    def watch(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(str(frame)))

    agent.page.on("websocket", watch)
    await agent.page.goto(f"/contacts?contact={zoe}")
    await agent.button("Merge…").click()
    await agent.page.get_by_role("combobox", name="Find contact").fill("zoey")
    await agent.page.get_by_role("option").click()
    await expect(agent.page.get_by_role("dialog")).to_contain_text("Zoë Silva stays")

    # The server hears of both clicks in one breath, as after a moment without a network.
    os.kill(server.process_id, signal.SIGSTOP)
    sent.clear()
    await click_both(agent.button("Keep the other one"), agent.button("Merge contacts"))
    await eventually(lambda: len(sent) >= 2)
    os.kill(server.process_id, signal.SIGCONT)

    await expect(agent.page.get_by_role("dialog")).to_have_count(0)
    (gone,) = await Contact.select(Contact.merged_into).where(Contact.id == zoe)
    assert gone["merged_into"] == zoey


async def test_users_imported_twice_at_once_have_their_passwords_on_screen(admin: Agent) -> None:
    page = await at(admin, "users")
    await button(page, "Import…").click()
    dialog = page.get_by_role("dialog", name="Import users")
    await field(dialog, "Or paste its text").fill("login_name,name\nann,Ann\nbob,Bob")
    await button(dialog, "Show changes").click()

    await click_twice(button(dialog, "Import"))

    await expect(dialog).to_contain_text("2 added, 0 skipped.")
    await expect(dialog.get_by_role("row", name="ann").locator("code")).to_be_visible()


async def test_a_script_duplicated_twice_at_once_is_one_copy(
    browser: Browser, server: RunningServer
) -> None:
    page = (await a_manager(browser, server, "scripts")).page
    before = int(await CallScript.count())

    await click_twice(page.get_by_role("button", name="Duplicate Billing"))

    async def is_made() -> bool:
        return int(await CallScript.count()) > before

    await eventually(is_made)
    await page.reload()
    await expect(page.get_by_role("tab", name="Call Management")).to_be_visible()
    assert await CallScript.count() == before + 1
