"""What the telephony system told about a call, and what an agent does with it, in a real browser."""

from functools import partial

from playwright.async_api import Browser, expect

from models.audit import AuditEntry
from models.people.privileges import Privilege
from models.scripts.reasons import NewReason, add_reason
from models.scripts.tables import CallReason
from models.site import Site
from tests.builders import a_user
from tests.e2e.people import BILLING, Agent, TelephoneSystem, a_signed_in_agent
from tests.running import RunningServer

DETAILS = {
    "account_number": "1001-22",
    "line_dialled": "+18005550199",
    "verified_by_ivr": "yes",
    "queue": "north",
}


async def test_the_facts_of_a_call_are_labelled_and_what_nobody_declared_comes_last(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "4165550100", BILLING, DETAILS)

    await agent.open_waiting_call(tab="+1 416-555-0100")

    call = agent.region("Call")
    await expect(call).to_contain_text("Verified by the IVR")
    await expect(call).to_contain_text("+1 416-555-0100as received: 4165550100")
    await expect(call).to_contain_text("Line dialled+1 800-555-0199")
    await expect(call).to_contain_text("Account number••••")
    await expect(call).to_contain_text("Otherqueuenorth")
    await expect(call.get_by_role("button", name="Show")).to_have_count(0)
    await expect(call.get_by_role("timer")).to_have_text("00:01")


async def test_another_reason_brings_its_script_and_keeps_the_notes(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    await agent.type_and_wait("About a bill.")
    reason = agent.region("Call").get_by_role("combobox", name="Reason")

    await reason.select_option("Billing Question")

    await expect(agent.region("Call script")).to_contain_text("Good morning Maria")
    await expect(agent.front_tab).to_contain_text("Billing Question")
    await expect(agent.notes).to_have_value("About a bill.")
    await expect(reason).to_have_value(BILLING)


async def test_a_reason_that_is_refused_is_put_back_and_the_cause_stands_beside_it(
    agent: Agent, telephone_system: TelephoneSystem, server_site: Site
) -> None:
    await server_site.writer.run(partial(add_reason, NewReason(name="Old", reason_id="old")))
    await telephone_system.connect("user101", "1234567890", BILLING)
    await agent.open_waiting_call(tab="Maria Silva")
    call = agent.region("Call")
    reason = call.get_by_role("combobox", name="Reason")
    await expect(reason.get_by_role("option", name="Old")).to_have_count(1)
    retire = CallReason.update({CallReason.is_active: False}).where(CallReason.reason_id == "old")

    async def retire_it() -> None:
        await retire

    await server_site.writer.run(retire_it)

    await reason.select_option("Old")

    await expect(call.get_by_role("alert")).to_contain_text("This reason is not in use any more.")
    await expect(reason).to_have_value(BILLING)
    await expect(reason.get_by_role("option", name="Old")).to_have_count(0)


async def test_a_masked_value_is_shown_to_who_may_until_the_call_is_left(
    browser: Browser, server: RunningServer, server_site: Site, telephone_system: TelephoneSystem
) -> None:
    may_reveal = [Privilege.CALL_USER, Privilege.REVEAL_MASKED]
    await a_user(server_site, "revealer", privileges=may_reveal)
    agent = await a_signed_in_agent(browser, server, "revealer")
    await telephone_system.connect("revealer", "1234567890", BILLING, DETAILS)
    await agent.open_waiting_call(tab="Maria Silva")
    await telephone_system.connect("revealer", "4165550100")
    await agent.open_waiting_call(tab="+1 416-555-0100")
    await agent.tabs.first.click()
    call = agent.region("Call")

    await call.get_by_role("button", name="Show Account number").click()
    await expect(call).to_contain_text("1001-22")
    await expect(call.get_by_role("button", name="Hide Account number")).to_be_focused()
    await agent.tabs.last.click()
    await agent.tabs.first.click()

    await expect(call).to_contain_text("••••")
    await expect(call).not_to_contain_text("1001-22")
    assert await AuditEntry.count().where(AuditEntry.action == "detail.revealed") == 1
    assert agent.complaints == []


async def test_a_call_that_is_stuck_is_ended_after_a_question(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    call = agent.region("Call")
    end = call.get_by_role("button", name="End call")

    await end.click()
    await expect(agent.page.get_by_role("alertdialog", name="Is this call over?")).to_be_visible()
    await agent.page.keyboard.press("Escape")
    await expect(agent.page.get_by_role("alertdialog")).to_be_hidden()
    await expect(end).to_be_focused()
    await end.click()
    await agent.page.get_by_role("button", name="Mark as ended").click()

    await expect(call).to_contain_text("ended")
    await expect(call).to_contain_text("marked as ended by the agent")
    await expect(end).to_have_count(0)
    await expect(agent.notes).to_be_visible()
    assert agent.complaints == []
