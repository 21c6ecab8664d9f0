"""The page of contacts: searching, creating, changing, merging, importing; by keyboard, on a narrow screen, for axe."""

import re
from pathlib import Path

from playwright.async_api import Browser, FilePayload, Locator, expect

from models.people.privileges import Privilege
from models.site import Site
from tests.builders import a_contact, a_user
from tests.e2e.people import Agent, a_signed_in_agent
from tests.e2e.test_accessibility import finds_nothing
from tests.e2e.test_call_record import change
from tests.running import RunningServer

PEOPLE = "Name;Téléphone;Note\n" + "".join(
    f"Person {place};{4165550000 + place};x\n" for place in range(400)
)
RENAME = """
    UPDATE contact SET first_name = 'Zoey', version = version + 1 WHERE first_name = 'Zoë'
"""
WITH_BAD_ROWS = PEOPLE + ";4165559999;\n" + "x" * 300 + ";4165559998;\n"


def a_file(text: str, name: str = "people.csv") -> FilePayload:
    return FilePayload(name=name, mimeType="text/csv", buffer=text.encode())


def people(agent: Agent) -> Locator:
    return agent.page.get_by_role("region", name="Contacts", exact=True).get_by_role("listitem")


def heading(agent: Agent, name: str) -> Locator:
    return agent.page.get_by_role("heading", name=name, exact=True)


async def open_contacts(agent: Agent, query: str = "") -> None:
    await agent.page.goto(f"/contacts{query}")
    await expect(heading(agent, "Contacts")).to_be_visible()


async def test_a_contact_is_found_as_one_types_and_opened(agent: Agent, server_site: Site) -> None:
    await a_contact(server_site, "6475550123", first_name="Zoë")
    await open_contacts(agent)
    await expect(people(agent)).to_have_count(2)

    for text in ("zoe", "647-555-0123", "5550123"):
        await agent.page.get_by_label("Search contacts").fill(text)
        await expect(agent.page).to_have_url(re.compile(f"search={text}"))
        await expect(people(agent)).to_have_count(1)
        await expect(people(agent)).to_contain_text("Zoë")
    await people(agent).get_by_role("link").click()

    await expect(heading(agent, "Zoë Silva")).to_be_visible()
    await expect(agent.page.get_by_role("region", name="Timeline")).to_contain_text(
        "No earlier calls"
    )
    await expect(agent.page.get_by_label("Search contacts")).to_have_value("5550123")
    assert agent.complaints == []


async def test_nobody_found_is_said(agent: Agent) -> None:
    await open_contacts(agent)

    await agent.page.get_by_label("Search contacts").fill("nobody at all")

    await expect(heading(agent, "Nobody found")).to_be_visible()


async def test_a_contact_is_created_and_changed_and_gets_a_number(agent: Agent) -> None:
    await open_contacts(agent)
    await agent.button("New contact").click()
    await agent.button("Create").click()
    await expect(agent.page.get_by_role("alert").filter(has_text="name")).to_be_visible()
    await agent.page.get_by_label("First name").fill("Bob")
    await agent.page.get_by_label("Number", exact=True).fill("416-555-0177")
    await agent.button("Create").click()
    await expect(heading(agent, "Bob")).to_be_visible()
    await expect(people(agent).filter(has_text="Bob")).to_have_count(1)

    await agent.page.get_by_role("article").get_by_role("button", name="Edit").first.click()
    await agent.page.get_by_label("Last name").fill("Martin")
    await agent.button("Save").click()
    await expect(heading(agent, "Bob Martin")).to_be_visible()
    await agent.button("Add number").click()
    await agent.page.get_by_label("Number", exact=True).fill("905 555 0111")
    await agent.page.get_by_label("Kind").select_option("MOBILE")
    await agent.page.get_by_label("Extension", exact=True).fill("22")
    await agent.button("Save").click()

    numbers = agent.page.get_by_role("region", name="Numbers").get_by_role("listitem")
    await expect(numbers).to_have_count(2)
    await expect(numbers.last).to_contain_text("+1 905-555-0111")
    await expect(numbers.last).to_contain_text("ext. 22")
    await numbers.last.get_by_role("button", name="Remove").click()
    await agent.page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    await expect(numbers).to_have_count(1)
    assert agent.complaints == []


async def test_what_somebody_else_changes_shows_and_is_not_overwritten_unseen(
    browser: Browser, server: RunningServer, agent: Agent, server_site: Site
) -> None:
    contact_id = await a_contact(server_site, "6475550123", first_name="Zoë")
    other = await a_signed_in_agent(browser, server, "user102")
    for each in (agent, other):
        await open_contacts(each, f"?contact={contact_id}")
        await each.page.get_by_role("article").get_by_role("button", name="Edit").first.click()

    await agent.page.get_by_label("First name").fill("Zoe")
    await other.page.get_by_label("Last name").fill("Souza")
    await other.button("Save").click()
    await expect(heading(agent, "Zoë Souza")).to_be_attached()
    await agent.page.get_by_label("Last name").fill("Silva")
    await agent.button("Save").click()
    await expect(agent.page.get_by_role("alert").filter(has_text="Souza")).to_be_visible()
    await agent.button("Save").click()

    await expect(heading(agent, "Zoe Silva")).to_be_visible()
    await expect(heading(other, "Zoe Silva")).to_be_visible()


async def test_merging_shows_what_is_kept_before_it_happens(
    agent: Agent, server_site: Site
) -> None:
    kept = await a_contact(server_site, "6475550123", first_name="Zoë")
    await a_contact(server_site, "6475550124", first_name="Zoey")
    await open_contacts(agent, f"?contact={kept}")

    await agent.button("Merge…").click()
    await agent.page.get_by_role("combobox", name="Find contact").fill("zoey")
    await agent.page.get_by_role("option").click()
    preview = agent.page.get_by_role("dialog")
    await expect(preview).to_contain_text("Zoë Silva stays")
    await expect(preview).to_contain_text("+1 647-555-0124")
    await agent.button("Keep the other one").click()
    await expect(preview).to_contain_text("Zoey Silva stays")
    await finds_nothing(agent.page)
    await agent.button("Merge contacts").click()

    await expect(heading(agent, "Zoey Silva")).to_be_visible()
    numbers = agent.page.get_by_role("region", name="Numbers").get_by_role("listitem")
    await expect(numbers).to_have_count(2)
    assert agent.complaints == []


async def test_a_file_is_imported_with_progress_and_a_report(agent: Agent) -> None:
    await open_contacts(agent)
    await agent.button("Import").click()
    await agent.page.get_by_label("File").set_input_files(a_file(WITH_BAD_ROWS))
    await expect(heading(agent, "Check the columns")).to_be_visible()
    await expect(agent.page.get_by_label("Field for Name")).to_have_value("FULL_NAME")
    await agent.page.get_by_label("Field for Note").select_option("COMPANY")
    await finds_nothing(agent.page)

    await agent.button("Start import").click()
    await expect(agent.page.get_by_role("progressbar", name="Import of contacts")).to_be_visible()
    await expect(heading(agent, "Import done")).to_be_visible(timeout=60_000)

    skipped = agent.page.get_by_role("region", name="Skipped rows")
    await expect(skipped).to_contain_text("402")
    await expect(skipped).to_contain_text("A last name or another name is needed.")
    await expect(skipped).to_contain_text("The last name has at most 255 characters.")
    async with agent.page.expect_download() as download:
        await agent.page.get_by_role("link", name="Download all skipped rows").click()
    assert (await download.value).suggested_filename == "skipped-rows.csv"
    await finds_nothing(agent.page)
    await agent.button("Import another file").click()
    await expect(agent.page.get_by_role("link", name="people.csv")).to_be_visible()
    await expect(people(agent)).to_have_count(50)
    await agent.button("Next").click()
    await expect(people(agent).first).to_contain_text("Person 349")
    assert agent.complaints == []


async def test_a_file_that_is_none_is_refused_with_its_cause(agent: Agent) -> None:
    await open_contacts(agent)
    await agent.button("Import").click()

    await agent.page.get_by_label("File").set_input_files(a_file("name\n"))

    await expect(agent.page.get_by_role("alert").filter(has_text="no row")).to_be_visible()


async def test_an_import_is_cancelled(agent: Agent) -> None:
    many = "name,phone\n" + "".join(f"P{place},{4165500000 + place}\n" for place in range(20_000))
    await open_contacts(agent)
    await agent.button("Import").click()
    await agent.page.get_by_label("File").set_input_files(a_file(many))
    await agent.button("Start import").click()

    await agent.button("Cancel import").click()

    await expect(heading(agent, "Import cancelled")).to_be_visible()


async def test_everything_is_reached_by_keyboard_alone(agent: Agent, server_site: Site) -> None:
    await a_contact(server_site, "6475550123", first_name="Zoë")
    await open_contacts(agent)
    keyboard = agent.page.keyboard
    await agent.page.get_by_role("main").focus()

    await agent.tab_to(agent.button("New contact"))
    await keyboard.press("Enter")
    await expect(agent.page.get_by_label("First name")).to_be_focused()
    await keyboard.press("Escape")
    await expect(agent.button("New contact")).to_be_focused()
    await agent.tab_to(agent.page.get_by_label("Search contacts"))
    await keyboard.type("zoe")
    await expect(people(agent)).to_have_count(1)
    await agent.tab_to(people(agent).get_by_role("link"))
    await keyboard.press("Enter")

    await expect(heading(agent, "Zoë Silva")).to_be_visible()


async def test_the_page_fits_a_narrow_screen(agent: Agent, server_site: Site) -> None:
    await a_contact(server_site, "6475550123", first_name="Zoë")
    await agent.page.set_viewport_size({"width": 390, "height": 844})
    await open_contacts(agent)
    await people(agent).filter(has_text="Zoë").get_by_role("link").click()
    await expect(heading(agent, "Zoë Silva")).to_be_visible()
    await finds_nothing(agent.page)

    width = await agent.page.evaluate("document.documentElement.scrollWidth")
    await agent.page.get_by_role("link", name="Back to contacts").click()

    assert width == 390
    await expect(people(agent).first).to_be_visible()


async def test_axe_finds_nothing_on_the_list_and_in_the_forms(agent: Agent) -> None:
    await open_contacts(agent)
    await expect(people(agent)).to_have_count(1)
    await finds_nothing(agent.page)
    await agent.button("New contact").click()
    await finds_nothing(agent.page)


async def test_who_is_no_call_user_is_told_so(
    browser: Browser, server: RunningServer, server_site: Site
) -> None:
    await a_user(server_site, "clerk", privileges=(Privilege.CALL_MANAGEMENT,))
    clerk = await a_signed_in_agent(browser, server, "clerk")

    await clerk.page.goto("/contacts")

    await expect(heading(clerk, "Contacts are for call users")).to_be_visible()
    await expect(clerk.page.get_by_role("link", name=re.compile("^Contacts$"))).to_have_count(0)


async def test_a_form_that_outlived_the_server_replaces_no_later_change_without_a_word(
    agent: Agent, server: RunningServer, server_site: Site, tmp_path: Path
) -> None:
    contact_id = await a_contact(server_site, "6475550123", first_name="Zoë")
    await open_contacts(agent, f"?contact={contact_id}")
    await agent.page.locator("keep-focus").get_by_role("button", name="Edit").click()
    first_name = agent.page.get_by_role("dialog").get_by_label("First name")
    await first_name.fill("Zoé")
    server.kill()
    change(tmp_path / "var", RENAME)
    server.start()
    await expect(heading(agent, "Zoey Silva")).to_be_visible(timeout=30_000)
    await expect(first_name).to_have_value("Zoé")

    await agent.button("Save").click()

    await expect(agent.page.get_by_role("alert")).to_contain_text("Zoey")
    await agent.button("Save").click()
    await expect(heading(agent, "Zoé Silva")).to_be_visible()
