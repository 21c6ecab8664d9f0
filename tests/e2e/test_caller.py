"""Who is calling: finding out, deciding, and changing one's mind, in a real browser."""

import re

from playwright.async_api import Browser, expect

from models.site import Site
from tests.builders import a_contact, a_user
from tests.e2e.people import Agent, TelephoneSystem, a_signed_in_agent, another_tab
from tests.running import RunningServer

UNKNOWN, WRITTEN = "4165550100", "+1 416-555-0100"


async def test_a_contact_is_created_inline_with_the_number_filled_in(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", UNKNOWN)
    await agent.open_waiting_call(tab=WRITTEN)
    caller = agent.region("Caller")

    await caller.get_by_role("button", name="Create contact").click()
    await expect(caller.get_by_label("First name")).to_be_focused()
    await expect(caller.get_by_label("Number", exact=True)).to_have_value(WRITTEN)
    await agent.page.keyboard.type("Joana")
    await agent.page.keyboard.press("Enter")

    await expect(caller.get_by_role("heading", name="Joana")).to_be_focused()
    await expect(caller).to_contain_text("exact number")
    await expect(agent.front_tab).to_have_accessible_name("Joana")
    assert agent.complaints == []


async def test_a_contact_without_a_name_is_asked_for_one_in_place(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", UNKNOWN)
    await agent.open_waiting_call(tab=WRITTEN)
    caller = agent.region("Caller")
    await caller.get_by_role("button", name="Create contact").click()
    await caller.get_by_label("E-mail").fill("joana@example.org")

    await caller.get_by_role("button", name="Create", exact=True).click()

    await expect(caller.get_by_text("A first name, a last name or a company")).to_be_visible()
    await expect(caller.get_by_label("E-mail")).to_have_value("joana@example.org")


async def test_a_contact_half_typed_outlives_other_calls_a_crash_and_a_reload(
    agent: Agent, telephone_system: TelephoneSystem, server: RunningServer
) -> None:
    await telephone_system.connect("user101", UNKNOWN)
    await agent.open_waiting_call(tab=WRITTEN)
    await agent.region("Caller").get_by_role("button", name="Create contact").click()
    await agent.region("Caller").get_by_label("First name").fill("Joana")
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    await agent.tabs.first.click()
    await expect(agent.region("Caller").get_by_label("First name")).to_have_value("Joana")

    server.kill()
    await expect(agent.page.get_by_role("status", name="Connection lost")).to_be_visible()
    await agent.region("Caller").get_by_label("Last name").fill("Duarte")
    server.start()
    await expect(agent.page.get_by_role("status", name="Connection lost")).to_be_hidden()

    await expect(agent.region("Caller").get_by_label("Last name")).to_have_value("Duarte")
    await expect(agent.region("Caller").locator("[data-field$=lastName]")).to_have_attribute(
        "data-version", "1"
    )
    await agent.page.reload()
    await expect(agent.region("Caller").get_by_label("First name")).to_have_value("Joana")
    await expect(agent.region("Caller").get_by_label("Last name")).to_have_value("Duarte")


async def test_a_number_is_added_to_a_contact_that_is_found_by_name(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", UNKNOWN)
    await agent.open_waiting_call(tab=WRITTEN)
    caller = agent.region("Caller")

    await caller.get_by_role("button", name="Add to existing").click()
    search = caller.get_by_role("combobox", name="Find contact")
    await expect(search).to_be_focused()
    await agent.page.keyboard.type("silv")
    option = caller.get_by_role("option", name=re.compile("Maria Silva"))
    await expect(option).to_be_visible()
    await agent.page.keyboard.press("ArrowDown")
    await expect(option).to_have_attribute("aria-selected", "true")
    await agent.page.keyboard.press("Enter")

    await expect(caller.get_by_role("heading", name="Maria Silva")).to_be_visible()
    await expect(caller).to_contain_text(f"{WRITTEN}exact number")
    await expect(caller).to_contain_text("1234567890")
    assert agent.complaints == []


async def test_a_search_without_result_says_so_and_escape_leads_back(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", UNKNOWN)
    await agent.open_waiting_call(tab=WRITTEN)
    caller = agent.region("Caller")
    opener = caller.get_by_role("button", name="Add to existing")
    await opener.click()
    await expect(caller.get_by_role("combobox", name="Find contact")).to_be_focused()

    await agent.page.keyboard.type("nobody of that name")
    await expect(caller.get_by_role("status")).to_contain_text("No contact is found")
    await agent.page.keyboard.press("Escape")

    await expect(opener).to_be_focused()
    await expect(opener).to_have_attribute("aria-expanded", "false")


async def test_one_of_several_matches_is_chosen_changed_and_taken_back(
    agent: Agent, telephone_system: TelephoneSystem, server_site: Site
) -> None:
    for name in ("Ana", "Rui"):
        await a_contact(server_site, WRITTEN, first_name=name)
    await telephone_system.connect("user101", UNKNOWN)
    await agent.open_waiting_call(tab=WRITTEN)
    other = await another_tab(agent)
    caller = agent.region("Caller")
    await expect(caller).to_contain_text("Several contacts have this number.")
    await expect(caller.get_by_role("listitem")).to_contain_text(["exact number"] * 2)

    await caller.get_by_role("button", name="Choose Ana Silva").click()
    await expect(caller.get_by_role("heading", name="Ana Silva")).to_be_focused()
    await expect(agent.front_tab).to_have_accessible_name("Ana Silva")
    await expect(other.front_tab).to_have_accessible_name("Ana Silva")

    await caller.get_by_role("button", name="1 more match").click()
    await caller.get_by_role("button", name="Choose Rui Silva").click()
    await expect(caller.get_by_role("heading", name="Rui Silva")).to_be_visible()

    await caller.get_by_role("button", name="Change caller").click()
    await caller.get_by_role("button", name="Nobody known").click()
    await expect(caller).to_contain_text("Nobody is chosen for this call.")
    await expect(agent.front_tab).to_have_accessible_name(WRITTEN)

    # Whom somebody chose for the number stands first the next time.
    await telephone_system.disconnect("user101")
    await telephone_system.connect("user101", UNKNOWN)
    await agent.waiting_beacon.click()
    await expect(agent.tabs).to_have_count(2)
    first = agent.region("Caller").get_by_role("listitem").first
    await expect(first).to_contain_text(re.compile("Rui Silva.*exact number.*chosen before"))


async def test_a_contact_found_in_another_way_can_be_given_the_number(
    agent: Agent, telephone_system: TelephoneSystem, server_site: Site
) -> None:
    await a_contact(server_site, WRITTEN, first_name="Rui")
    await telephone_system.connect("user101", UNKNOWN)
    await agent.open_waiting_call(tab="Rui Silva")
    caller = agent.region("Caller")
    await caller.get_by_role("button", name="Change caller").click()
    await caller.get_by_role("combobox", name="Find contact").fill("Maria")
    await caller.get_by_role("option", name=re.compile("Maria")).click()
    await expect(caller.get_by_role("heading", name="Maria Silva")).to_be_visible()
    await expect(caller).to_contain_text("chosen for this call")

    await caller.get_by_role("button", name="Add number").click()

    await expect(caller.get_by_role("button", name="Add number")).to_be_hidden()
    await expect(caller.get_by_role("definition")).to_contain_text([WRITTEN])


async def test_a_withheld_number_belongs_to_nobody(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "anonymous")
    await agent.open_waiting_call(tab="Unknown caller")
    caller = agent.region("Caller")
    await expect(caller).to_contain_text("The caller withheld the number.")
    await expect(caller.get_by_role("button", name="Add to existing")).to_have_count(0)
    await expect(agent.region("Timeline")).to_contain_text("once a contact is chosen")

    await caller.get_by_role("button", name="Find contact").click()
    await caller.get_by_role("combobox", name="Find contact").fill("Maria")
    await caller.get_by_role("option", name=re.compile("Maria")).click()

    await expect(caller.get_by_role("heading", name="Maria Silva")).to_be_visible()
    await expect(caller.get_by_role("button", name="Add number")).to_have_count(0)


async def test_a_transferred_call_shows_what_the_first_agent_did(
    browser: Browser,
    agent: Agent,
    telephone_system: TelephoneSystem,
    server: RunningServer,
    server_site: Site,
) -> None:
    await a_user(server_site, "ben")
    second = await a_signed_in_agent(browser, server, "ben")
    await telephone_system.connect("user101", UNKNOWN, details={"callId": "c-1"})
    await agent.open_waiting_call(tab=WRITTEN)
    await expect(agent.region("Transferred call")).to_have_count(0)
    await agent.region("Caller").get_by_role("button", name="Create contact").click()
    await expect(agent.region("Caller").get_by_label("First name")).to_be_focused()
    await agent.page.keyboard.type("Joana")
    await agent.page.keyboard.press("Enter")
    await expect(agent.front_tab).to_have_accessible_name("Joana")
    await agent.region("Caller").get_by_role("button", name="Change caller").click()
    await agent.region("Caller").get_by_role("combobox", name="Find contact").fill("Maria")
    await agent.region("Caller").get_by_role("option", name=re.compile("Maria")).click()
    await agent.type_and_wait("Wants a refund.")

    await telephone_system.connect("ben", UNKNOWN, details={"callId": "c-1"})
    await second.open_waiting_call(tab=WRITTEN)

    transfer = second.region("Transferred call")
    await expect(transfer).to_contain_text("User101")
    await expect(transfer).to_contain_text("Wants a refund.")
    await expect(transfer).to_contain_text("Contact chosen:Maria Silva")
    await transfer.get_by_role("button", name="Choose Maria Silva").click()
    await expect(second.front_tab).to_have_accessible_name("Maria Silva")
    await expect(transfer.get_by_role("heading")).to_be_focused()
    assert second.complaints == []
