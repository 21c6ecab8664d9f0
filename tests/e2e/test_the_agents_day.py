"""A call from the beacon to the record, with another one in between and a transfer, and no hand on a mouse."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from models.contacts.contacts import NewContact, add_contacts
from models.site import Site
from tests.builders import PASSWORD
from tests.e2e.a_script import THREE_PAGES, add_scripts
from tests.e2e.people import BILLING, Agent, TelephoneSystem, a_window
from tests.e2e.test_call_record import rows
from tests.running import RunningServer

NUMBER = "4165550111"
SHORTCUT = "Control+Shift+Enter"
TELL_OF_A_POINTER = "addEventListener('pointerdown', () => console.error('a pointer'), true)"
RECORDS = """
    SELECT u.login_name, c.first_name, r.reason_id, v.notes, o.name, v.answers FROM call_record v
    JOIN app_user u ON u.id = v."user" JOIN call_reason r ON r.id = v.reason
    LEFT JOIN contact c ON c.id = v.contact LEFT JOIN outcome o ON o.id = v.outcome
    ORDER BY v.saved_at
"""


@pytest.fixture
async def site(server_site: Site) -> Site:
    """Add the script of three pages, and the contact who calls."""
    await add_scripts(server_site)
    ann = NewContact(first_name="Ann", last_name="Lee", email="ann@example.org", numbers=(NUMBER,))
    await add_contacts(server_site, [ann])
    return server_site


async def at_the_keyboard(browser: Browser, server: RunningServer, login_name: str) -> Agent:
    """Sign in without a click; any later click is a complaint."""
    agent = await a_window(browser, server)
    await agent.page.add_init_script(TELL_OF_A_POINTER)
    await agent.page.goto("/")
    await expect(agent.page.get_by_label("Login name")).to_be_focused()
    await agent.page.keyboard.type(login_name)
    await agent.page.keyboard.press("Tab")
    await expect(agent.page.get_by_label("Password", exact=True)).to_be_focused()
    await agent.page.keyboard.type(PASSWORD)
    await agent.page.keyboard.press("Enter")
    await expect(agent.idle_beacon).to_be_visible()
    return agent


async def opens(agent: Agent, name: str) -> None:
    """Open the waiting call with the shortcut."""
    await expect(agent.waiting_beacon).to_be_visible()
    await expect(agent.page.locator("call-beacon:defined")).to_be_attached()
    await agent.page.keyboard.press(SHORTCUT)
    await expect(agent.front_tab).to_have_accessible_name(name)
    await expect(agent.idle_beacon).to_be_visible()


async def presses(agent: Agent, goal: Locator, key: str = "Enter") -> None:
    """Go there with the Tab key and press a key."""
    await agent.tab_to(goal, within=40)
    await agent.page.keyboard.press(key)


async def is_at(agent: Agent, title: str) -> None:
    """Wait for a page of the script, whose title then has the focus."""
    script = agent.region("Call script")
    await expect(script.get_by_role("heading", name=title, exact=True)).to_be_focused()


async def follows_the_script(agent: Agent) -> None:
    """Answer all three pages, with a look back from the second."""
    keyboard, script = agent.page.keyboard, agent.region("Call script")
    await presses(agent, script.get_by_role("radio", name="A bill"), "Space")
    await presses(agent, agent.button("Next"))
    await is_at(agent, "The bill")
    await keyboard.press("Tab")
    await expect(script.get_by_role("textbox", name="Which invoice?")).to_be_focused()
    await keyboard.type("INV-2041")
    await presses(agent, agent.button("Back"))
    await is_at(agent, "Who is it?")
    await expect(script.get_by_role("radio", name="A bill")).to_be_checked()
    await presses(agent, agent.button("Next"))
    await is_at(agent, "The bill")
    await expect(script.get_by_role("textbox", name="Which invoice?")).to_have_value("INV-2041")
    await agent.tab_to(script.get_by_label("How much?"))
    await keyboard.type("12.5")
    await presses(agent, agent.button("Next"))
    await is_at(agent, "Good bye")


async def takes_another_call(agent: Agent) -> None:
    """Open what came meanwhile, write a line and save it; the first call is in front again."""
    await opens(agent, "Maria Silva")
    await agent.tab_to(agent.notes, within=40)
    await agent.page.keyboard.type("A short one.")
    await presses(agent, agent.button("Save call"))
    await expect(agent.front_tab).to_have_accessible_name("Ann Lee")
    await expect(agent.front_tab).to_be_focused()


async def finishes(agent: Agent, notes: str) -> None:
    """Write the notes, choose the first outcome and save."""
    await agent.tab_to(agent.notes, within=40)
    await agent.page.keyboard.type(notes)
    await agent.tab_to(agent.outcome)
    await agent.page.keyboard.press("ArrowDown")
    await presses(agent, agent.button("Save call"))
    await expect(agent.heading_of_nothing).to_be_focused()


async def test_a_call_with_another_one_and_a_transfer_in_between_is_saved_by_keyboard_alone(
    browser: Browser,
    server: RunningServer,
    site: Site,
    telephone_system: TelephoneSystem,
    tmp_path: Path,
) -> None:
    first = await at_the_keyboard(browser, server, "user101")
    second = await at_the_keyboard(browser, server, "user102")

    await telephone_system.connect("user101", NUMBER, THREE_PAGES, {"callId": "c-1"})
    await opens(first, "Ann Lee")
    await follows_the_script(first)
    await telephone_system.connect("user101", "1234567890", BILLING, {"callId": "c-2"})
    await takes_another_call(first)
    await telephone_system.connect("user102", NUMBER, THREE_PAGES, {"callId": "c-1"})
    await opens(second, "Ann Lee")
    transfer = second.region("Transferred call")
    for text in ("User101", "What is it about?", "A bill", "INV-2041"):
        await expect(transfer).to_contain_text(text)
    await finishes(second, "Taken over.")
    await is_where_it_was(first)
    await finishes(first, "Sent it again.")

    answers = {"email": "ann@example.org", "topic": "bill", "invoice": "INV-2041", "amount": "12.5"}
    assert [(*row[:-1], json.loads(str(row[-1]))) for row in rows(tmp_path / "var", RECORDS)] == [
        ("user101", "Maria", BILLING, "A short one.", None, {}),
        (
            "user102",
            "Ann",
            THREE_PAGES,
            "Taken over.",
            "Resolved",
            {"email": "ann@example.org"},
        ),
        ("user101", "Ann", THREE_PAGES, "Sent it again.", "Resolved", answers),
    ]
    assert first.complaints == second.complaints == []


async def is_where_it_was(agent: Agent) -> None:
    """See the last page of the first call, with what was answered before it."""
    script = agent.region("Call script")
    await expect(script.get_by_text("3 / 3", exact=True)).to_be_visible()
    await expect(script).to_contain_text("Thank you. It was A bill, INV-2041.")
