"""A caller who was cut off rings back: the call goes on where it was."""

import pytest
from playwright.async_api import expect

from tests.e2e.people import BILLING, Agent, TelephoneSystem
from tests.e2e.test_accessibility import finds_nothing


@pytest.fixture
async def cut_off(agent: Agent, telephone_system: TelephoneSystem) -> Agent:
    """Give an agent whose caller was cut off, with notes taken, and rings again."""
    await telephone_system.connect("user101", "1234567890", BILLING)
    await agent.open_waiting_call(tab="Maria Silva")
    await agent.type_and_wait("Half a story")
    await telephone_system.disconnect("user101")
    await telephone_system.connect("user101", "6475550177")
    await agent.open_waiting_call(tab="+1 647-555-0177")
    await telephone_system.disconnect("user101")
    await telephone_system.connect("user101", "1234567890")
    return agent


async def test_the_beacon_leads_back_into_the_open_call(cut_off: Agent) -> None:
    offer = cut_off.page.get_by_role("banner").get_by_role(
        "button", name="Continue in the open call"
    )
    await expect(offer).to_be_visible()
    await finds_nothing(cut_off.page)

    await offer.click()

    await expect(cut_off.front_tab).to_have_accessible_name("Maria Silva")
    await expect(cut_off.front_tab).to_be_focused()
    await expect(cut_off.notes).to_have_value("Half a story")
    await expect(cut_off.idle_beacon).to_be_visible()
    await expect(cut_off.tabs).to_have_count(2)
    assert cut_off.complaints == []


async def test_an_opened_call_can_still_go_on_there(cut_off: Agent) -> None:
    await cut_off.waiting_beacon.click()
    await expect(cut_off.tabs).to_have_count(3)
    await cut_off.type_and_wait("and the rest")
    offer = cut_off.region("Call").get_by_role("button", name="Continue in the open call")
    await finds_nothing(cut_off.page)

    await offer.click()

    await expect(cut_off.tabs).to_have_count(2)
    await expect(cut_off.front_tab).to_have_accessible_name("Maria Silva")
    await expect(cut_off.front_tab).to_be_focused()
    await expect(cut_off.notes).to_have_value("Half a story\nand the rest")
    assert cut_off.complaints == []
