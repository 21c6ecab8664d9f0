"""What was said before with a contact, in a real browser."""

from playwright.async_api import expect

from models.contacts.tables import Contact
from models.people.privileges import Viewer
from models.site import Site
from models.workspaces.records import RecordEdit, save_call_record
from models.workspaces.workspaces import open_inbound_call
from tests.builders import a_running_call, a_user
from tests.e2e.people import Agent, TelephoneSystem

MARIA = "1234567890"
SAVE = """
    async (workspace) => {
      const query = `mutation { saveCallRecord(workspace: "${workspace}") { __typename } }`;
      const headers = { "Content-Type": "application/json" };
      await fetch("/graphql", { method: "POST", headers, body: JSON.stringify({ query }) });
    }
"""


async def a_record(site: Site, agent: Viewer, number: int, notes: str) -> None:
    """Save what an agent wrote about a call with Maria, from another number each time."""
    contact = await Contact.select(Contact.id).first()
    assert contact is not None
    call_id = await a_running_call(site, agent, f"4165550{number:03}")
    workspace_id = await open_inbound_call(site, agent, call_id)
    edit = RecordEdit(notes=notes, contact_id=contact["id"])
    await save_call_record(site, agent, workspace_id, edit)


async def test_the_timeline_begins_with_the_newest_and_shows_more(
    agent: Agent, telephone_system: TelephoneSystem, server_site: Site
) -> None:
    colleague = await a_user(server_site, "ben")
    for number in range(7):
        await a_record(server_site, colleague, number, f"Call {number}.\nWith a second line.")
    await telephone_system.connect("user101", MARIA)
    await agent.open_waiting_call(tab="Maria Silva")
    timeline = agent.region("Timeline")
    entries = timeline.get_by_role("listitem")

    await expect(entries).to_have_count(5)
    await expect(entries.first).to_contain_text("Call 6.")
    await expect(entries.first).to_contain_text("Ben · General Inquiry")
    await expect(entries.first.get_by_text("With a second line.")).to_be_hidden()
    await entries.first.get_by_text("Call 6.").first.click()
    await expect(entries.first.get_by_text("With a second line.")).to_be_visible()

    await timeline.get_by_role("button", name="Show more").click()

    await expect(entries).to_have_count(7)
    await expect(timeline.get_by_role("button", name="Show more")).to_have_count(0)
    assert agent.complaints == []


async def test_the_timeline_shows_at_once_what_is_saved(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", MARIA)
    await agent.open_waiting_call(tab="Maria Silva")
    await agent.type_and_wait("Rang about a bill.")
    first_call = await agent.front_tab.get_attribute("data-workspace")
    await telephone_system.connect("user101", MARIA, "another reason")
    await agent.waiting_beacon.click()
    await expect(agent.tabs).to_have_count(2)
    await expect(agent.region("Timeline")).to_contain_text("No earlier calls.")

    await agent.page.evaluate(SAVE, first_call)

    await expect(agent.region("Timeline")).to_contain_text("Rang about a bill.")
    assert agent.complaints == []
