"""Following a call script: its pages, its questions, and what becomes of the answers."""

import pytest
from playwright.async_api import Locator, expect

from models.contacts.contacts import NewContact, add_contacts
from models.contacts.tables import Contact
from models.site import Site
from models.workspaces.tables import CallRecord
from tests.e2e.a_script import EVERYTHING, THREE_PAGES, add_scripts
from tests.e2e.people import Agent, TelephoneSystem, another_tab
from tests.e2e.test_accessibility import finds_nothing
from tests.running import RunningServer
from tests.waiting import eventually

NUMBER = "4165550111"


@pytest.fixture
async def site(server_site: Site) -> Site:
    """Add the scripts, and a contact with an e-mail address."""
    await add_scripts(server_site)
    ann = NewContact(first_name="Ann", last_name="Lee", email="ann@example.org", numbers=(NUMBER,))
    ben = NewContact(
        first_name="Ben", last_name="Ray", email="ben@example.org", numbers=("4165550112",)
    )
    await add_contacts(server_site, [ann, ben])
    return server_site


@pytest.fixture
async def reader(agent: Agent, site: Site, telephone_system: TelephoneSystem) -> Agent:
    """Give an agent who has opened a call with the script of three pages."""
    await telephone_system.connect("user101", NUMBER, THREE_PAGES)
    await agent.open_waiting_call(tab="Ann Lee")
    await expect(agent.region("Call script").get_by_text("1 / 3", exact=True)).to_be_visible()
    return agent


def question(agent: Agent, name: str) -> Locator:
    return agent.region("Call script").get_by_role("textbox", name=name)


def heading(agent: Agent, name: str) -> Locator:
    return agent.region("Call script").get_by_role("heading", name=name, exact=True)


async def all_is_saved(agent: Agent) -> None:
    await expect(agent.panel.get_by_text("Saved", exact=True)).to_be_visible()


async def go_to_the_bill(agent: Agent) -> None:
    await agent.region("Call script").get_by_role("radio", name="A bill").check()
    await agent.button("Next").click()
    await expect(heading(agent, "The bill")).to_be_focused()


async def test_three_pages_by_keyboard_end_in_a_record_with_the_answers(
    reader: Agent, site: Site
) -> None:
    keyboard = reader.page.keyboard
    await expect(question(reader, "E-mail")).to_have_value("ann@example.org")
    await expect(reader.region("Call script")).not_to_contain_text("The bill")

    await question(reader, "E-mail").focus()
    await keyboard.press("Tab")
    await keyboard.press("Space")
    await keyboard.press("Enter")
    await expect(heading(reader, "The bill")).to_be_focused()
    await keyboard.press("Tab")
    await keyboard.type("INV-2041")
    await keyboard.press("Enter")
    await expect(heading(reader, "Good bye")).to_be_focused()
    script = reader.region("Call script")
    await expect(script).to_contain_text("Thank you. It was A bill, INV-2041.")
    await expect(script.get_by_text("3 / 3", exact=True)).to_be_visible()
    await expect(reader.button("Next")).to_have_count(0)
    await keyboard.press("Tab")
    await keyboard.type("No more.")
    await expect(script).to_contain_text("INV-2041. No more.")
    await reader.tab_to(reader.button("Save call"))
    await keyboard.press("Enter")
    await expect(reader.heading_of_nothing).to_be_visible()

    (record,) = await CallRecord.select(CallRecord.answers).output(load_json=True)
    assert record["answers"] == {
        "email": "ann@example.org",
        "topic": "bill",
        "invoice": "INV-2041",
        "note": "No more.",
    }
    assert reader.complaints == []


async def test_next_is_held_back_where_the_answer_is_missing_and_back_never(
    reader: Agent,
) -> None:
    script = reader.region("Call script")

    await reader.button("Next").click()

    first = script.get_by_role("radio", name="A bill")
    await expect(first).to_be_focused()
    group = script.get_by_role("radiogroup", name="What is it about?")
    await expect(group).to_have_accessible_description("This needs an answer.")
    await finds_nothing(reader.page)
    await first.check()
    await expect(script.get_by_text("This needs an answer.")).to_have_count(0)
    await reader.button("Next").click()
    await question(reader, "How much?").fill("a lot")
    await expect(script).to_contain_text("This is no number.")
    await reader.button("Next").click()
    await expect(question(reader, "Which invoice?")).to_be_focused()
    await reader.button("Back").click()
    await expect(heading(reader, "Who is it?")).to_be_focused()
    await script.get_by_role("radio", name="A fault").check()
    await reader.button("Next").click()
    await expect(heading(reader, "The fault")).to_be_focused()
    assert reader.complaints == []


async def test_a_caller_who_has_hung_up_does_not_hold_back_the_saving(
    reader: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.disconnect("user101")

    await reader.button("Save call").click()

    await expect(reader.heading_of_nothing).to_be_visible()


async def test_the_page_and_the_answers_are_there_again_after_a_reload_and_in_another_tab(
    reader: Agent,
) -> None:
    await go_to_the_bill(reader)
    await question(reader, "Which invoice?").press_sequentially("INV-7")

    await reader.page.reload()

    await expect(question(reader, "Which invoice?")).to_have_value("INV-7")
    other = await another_tab(reader)
    await expect(question(other, "Which invoice?")).to_have_value("INV-7")
    await other.button("Back").click()
    await expect(heading(other, "Who is it?")).to_be_visible()
    await expect(question(reader, "Which invoice?")).to_be_visible()


async def test_no_answer_is_lost_when_the_server_is_killed(
    reader: Agent, server: RunningServer
) -> None:
    await go_to_the_bill(reader)
    await question(reader, "Which invoice?").press_sequentially("INV-")
    server.kill()
    await expect(reader.page.get_by_role("status", name="Connection lost")).to_be_visible()
    await question(reader, "Which invoice?").press_sequentially("2041")

    server.start()
    await expect(reader.page.locator("body[data-conn=up]")).to_be_attached(timeout=30_000)

    await expect(question(reader, "Which invoice?")).to_have_value("INV-2041")
    await all_is_saved(reader)
    await reader.page.reload()
    await expect(question(reader, "Which invoice?")).to_have_value("INV-2041")


async def test_a_prefill_follows_the_contact_until_the_agent_types(reader: Agent) -> None:
    caller = reader.region("Caller")

    async def choose(name: str) -> None:
        await caller.get_by_role("button", name="Change caller").click()
        await caller.get_by_role("combobox", name="Find contact").fill(name)
        await caller.get_by_role("option", name=name).first.click()
        await expect(caller).to_contain_text(name)

    await choose("Ben Ray")
    await expect(question(reader, "E-mail")).to_have_value("ben@example.org")
    await expect(reader.region("Call script")).to_contain_text("Good morning Ben")
    await question(reader, "E-mail").fill("own@example.org")
    await all_is_saved(reader)
    await choose("Ann Lee")

    await expect(reader.region("Call script")).to_contain_text("Good morning Ann")
    await expect(question(reader, "E-mail")).to_have_value("own@example.org")


async def test_two_tabs_that_answer_one_question_at_once_are_offered_both(reader: Agent) -> None:
    other = await another_tab(reader)
    await expect(question(other, "E-mail")).to_have_value("ann@example.org")

    await question(other, "E-mail").fill("one@example.org")
    await question(reader, "E-mail").fill("two@example.org")

    async def is_asked() -> bool:
        groups = [
            tab.page.get_by_role("group", name="Typed in this tab") for tab in (reader, other)
        ]
        return any([await group.count() for group in groups])

    await eventually(is_asked)


async def test_questions_of_every_type_take_their_answers_and_keep_them(
    agent: Agent, site: Site, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", NUMBER, EVERYTHING)
    await agent.open_waiting_call(tab="Ann Lee")
    script = agent.region("Call script")
    await finds_nothing(agent.page)
    await question(agent, "Text").first.fill("one line")
    await question(agent, "Long text").fill("two\nlines")
    await question(agent, "Number").fill("12.5")
    await script.get_by_label("Day").fill("2027-01-31")
    await script.get_by_role("radio", name="Yes").check()
    await script.get_by_role("radio", name="Choice 1").check()
    await script.get_by_role("combobox", name="Many").select_option("Choice 7")
    await script.get_by_role("checkbox", name="Choice 1").check()
    await script.get_by_role("checkbox", name="Choice 3").check()
    await all_is_saved(agent)

    await agent.page.reload()

    await expect(question(agent, "Long text")).to_have_value("two\nlines")
    await expect(script.get_by_label("Day")).to_have_value("2027-01-31")
    await expect(script.get_by_role("radio", name="Yes")).to_be_checked()
    await expect(script.get_by_role("combobox", name="Many")).to_have_value("7")
    await expect(script.get_by_role("checkbox", name="Choice 3")).to_be_checked()
    await expect(script.get_by_role("checkbox", name="Choice 2")).not_to_be_checked()
    await agent.button("Next").click()
    await expect(script).to_contain_text("Choice 1 Choice 1, Choice 3")
    assert agent.complaints == []


async def test_what_saving_writes_to_the_contact_is_said_before_and_done_with_it(
    reader: Agent,
) -> None:
    await question(reader, "E-mail").fill("new@example.org")
    await expect(reader.panel).to_contain_text(
        "Saving writes to the contact:E-mail → new@example.org instead of ann@example.org"
    )
    await finds_nothing(reader.page)

    await reader.button("Save call").click()

    await expect(reader.heading_of_nothing).to_be_visible()
    (ann,) = await Contact.select(Contact.email).where(Contact.first_name == "Ann")
    assert ann["email"] == "new@example.org"
    assert reader.complaints == []


async def test_a_contact_that_changed_meanwhile_is_not_overwritten_before_that_is_said(
    reader: Agent, site: Site
) -> None:
    await question(reader, "E-mail").fill("new@example.org")
    await expect(reader.panel).to_contain_text("instead of ann@example.org")
    changed = Contact.update({Contact.email: "other@example.org"})

    async def change() -> None:
        await changed.where(Contact.first_name == "Ann")

    await site.writer.run(change)

    await reader.button("Save call").click()

    await expect(reader.panel).to_contain_text("instead of other@example.org")
    alert = reader.panel.get_by_role("alert").filter(has_text="save again")
    await expect(alert).to_be_focused()
    await reader.button("Save call").click()
    await expect(reader.heading_of_nothing).to_be_visible()
