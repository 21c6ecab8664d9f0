"""Customize > Call Management: what an administrator changes is there for the next call, and on every open page."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.people import BILLING, Agent, TelephoneSystem, a_signed_in_agent
from tests.e2e.test_accessibility import finds_nothing
from tests.running import RunningServer

PATH = "/customize/call-management"
WIDTHS = (390, 768, 1440)


async def a_manager(browser: Browser, server: RunningServer, tab: str = "reasons") -> Agent:
    """Sign in as an administrator of call management and open one of the tabs."""
    manager = await a_signed_in_agent(browser, server, "manager")
    await manager.page.goto(f"{PATH}?tab={tab}")
    await expect(manager.page.get_by_role("tab", name="Call Management")).to_be_visible()
    return manager


def button(inside: Page | Locator, name: str) -> Locator:
    return inside.get_by_role("button", name=name, exact=True)


def entry(page: Page, name: str) -> Locator:
    """Find one entry of the list in front, by its heading."""
    heading = page.get_by_role("heading", name=name, exact=True)
    return page.get_by_role("listitem").filter(has=heading)


def field(inside: Page | Locator, name: str) -> Locator:
    return inside.get_by_label(name, exact=True)


async def test_a_new_reason_is_used_by_the_next_call(
    browser: Browser, server: RunningServer, agent: Agent, telephone_system: TelephoneSystem
) -> None:
    manager = await a_manager(browser, server)

    await button(manager.page, "New reason").click()
    await expect(field(manager.page, "Name")).to_be_focused()
    await field(manager.page, "Name").fill("Moving house")
    await field(manager.page, "Id").fill("MOVE 1")
    await field(manager.page, "Script").select_option("Billing")
    await button(manager.page, "Save").click()
    await expect(entry(manager.page, "Moving house")).to_contain_text("MOVE 1")
    await expect(button(manager.page, "New reason")).to_be_focused()
    await telephone_system.connect("user101", "1234567890", "MOVE 1")
    await agent.open_waiting_call(tab="Maria Silva")

    await expect(agent.region("Call")).to_contain_text("Moving house")
    await expect(agent.region("Call script")).to_contain_text("Good morning Maria")
    assert manager.complaints == []


async def test_an_undefined_id_becomes_an_alias_and_the_next_call_has_the_reason(
    browser: Browser, server: RunningServer, agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890", "4711")
    await telephone_system.connect("user101", "1234567890", "4711", {"again": "1"})
    manager = await a_manager(browser, server)
    received = manager.page.get_by_role("region", name="Received but not defined")
    await expect(received).to_contain_text("2 calls, first")

    await button(received, "Make alias of…").click()
    await field(received, "Alias of").select_option("Billing Question")
    await button(received, "Save").click()

    await expect(received).to_have_count(0)
    await expect(entry(manager.page, "Billing Question")).to_contain_text("4711")
    await telephone_system.connect("user101", "1234567890", "4711", {"again": "2"})
    await agent.open_waiting_call(tab="Maria Silva")
    await expect(agent.region("Call")).to_contain_text("Billing Question")


async def test_an_undefined_id_is_defined_as_it_was_received(
    browser: Browser, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "1234567890", "4711")
    manager = await a_manager(browser, server)

    await button(manager.page, "Define").click()
    await expect(field(manager.page, "Id")).to_have_value("4711")
    await field(manager.page, "Name").fill("Returns")
    await button(manager.page, "Save").click()

    await expect(entry(manager.page, "Returns")).to_contain_text("4711")
    await expect(button(manager.page, "Define")).to_have_count(0)


async def test_an_undefined_id_shows_up_without_a_reload(
    browser: Browser, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    manager = await a_manager(browser, server)
    await expect(button(manager.page, "New reason")).to_be_visible()

    await telephone_system.connect("user101", "1234567890", "4711")

    await expect(button(manager.page, "Define")).to_be_visible(timeout=20_000)


async def test_the_default_is_moved_and_cannot_be_removed(
    browser: Browser, server: RunningServer, agent: Agent, telephone_system: TelephoneSystem
) -> None:
    manager = await a_manager(browser, server)
    billing = entry(manager.page, "Billing Question")

    await button(billing, "Edit").click()
    await button(billing, "Make default").click()

    await expect(billing.get_by_text("Default", exact=True).first).to_be_visible()
    await expect(billing.get_by_role("button", name="Delete")).to_have_count(0)
    await expect(billing.get_by_role("checkbox", name="Active")).to_be_disabled()
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    await expect(agent.region("Call")).to_contain_text("Billing Question")


async def test_an_unused_reason_is_deleted_and_a_used_one_retired_as_the_question_says(
    browser: Browser, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    manager = await a_manager(browser, server)
    billing = entry(manager.page, "Billing Question")
    await button(billing, "Edit").click()
    await button(billing, "Delete…").click()
    await expect(
        manager.page.get_by_role("alertdialog", name="Delete Billing Question?")
    ).to_be_visible()
    await button(manager.page, "Keep").click()
    await telephone_system.connect("user101", "1234567890", BILLING)

    await button(billing, "Delete…").click()
    question = manager.page.get_by_role("alertdialog", name="Retire Billing Question?")
    await expect(question).to_be_visible()
    await button(question, "Retire").click()

    await expect(manager.page.get_by_text("Billing Question is retired.")).to_be_visible()
    await expect(billing).to_contain_text("retired")


async def test_aliases_are_added_and_removed_while_the_form_is_open(
    browser: Browser, server: RunningServer
) -> None:
    manager = await a_manager(browser, server)
    billing = entry(manager.page, "Billing Question")
    await button(billing, "Edit").click()
    await field(billing, "Description").fill("typed before the aliases")

    for alias in ("one", "two"):
        await field(billing, "Another id that means this reason").fill(alias)
        await button(billing, "Add alias").click()
        await expect(button(billing, f"Remove alias {alias}")).to_be_visible()
    await button(billing, "Remove alias one").click()
    await expect(button(billing, "Remove alias one")).to_have_count(0)
    await field(billing, "Another id that means this reason").fill("two")
    await button(billing, "Add alias").click()

    await expect(billing.get_by_role("alert")).to_contain_text("already")
    # The own changes are no conflict.
    await button(billing, "Save").click()
    await expect(manager.page.get_by_text("Billing Question is saved.")).to_be_visible()


async def test_a_change_by_another_administrator_shows_at_once_and_overwrites_nothing_typed(
    browser: Browser, server: RunningServer
) -> None:
    one, two = await a_manager(browser, server), await a_manager(browser, server)
    mine, theirs = entry(one.page, "Billing Question"), entry(two.page, "Billing Question")
    await button(mine, "Edit").click()
    await field(mine, "Name").fill("Billing and refunds")

    await button(theirs, "Edit").click()
    await field(theirs, "Name").fill("Invoices")
    await field(theirs, "Script").select_option("As the default reason")
    await button(theirs, "Save").click()
    await expect(entry(two.page, "Invoices")).to_be_visible()
    mine = entry(one.page, "Invoices")
    await expect(mine).to_be_visible()
    await expect(field(mine, "Name")).to_have_value("Billing and refunds")
    await button(mine, "Save").click()

    conflict = mine.get_by_role("alert")
    await expect(conflict).to_contain_text("Somebody else has changed this meanwhile")
    await expect(conflict).to_contain_text("Invoices")
    await expect(field(mine, "Name")).to_have_value("Billing and refunds")
    await button(mine, "Save").click()
    await expect(entry(two.page, "Billing and refunds")).to_be_visible()
    assert one.complaints == two.complaints == []


async def test_whoever_takes_theirs_sees_what_is_stored(
    browser: Browser, server: RunningServer
) -> None:
    one, two = await a_manager(browser, server), await a_manager(browser, server)
    await button(entry(one.page, "Billing Question"), "Edit").click()
    await field(entry(one.page, "Billing Question"), "Name").fill("Mine")
    theirs = entry(two.page, "Billing Question")
    await button(theirs, "Edit").click()
    await field(theirs, "Name").fill("Theirs")
    await button(theirs, "Save").click()
    mine = entry(one.page, "Theirs")
    await expect(mine).to_be_visible()
    await button(mine, "Save").click()

    await button(mine, "Take theirs").click()

    await expect(field(mine, "Name")).to_have_value("Theirs")
    await expect(mine.get_by_role("alert")).to_have_count(0)


async def test_what_is_typed_stays_when_the_connection_is_lost_or_the_reason_is_deleted(
    browser: Browser, server: RunningServer
) -> None:
    one, two = await a_manager(browser, server), await a_manager(browser, server)
    billing = entry(one.page, "Billing Question")
    await button(billing, "Edit").click()
    await field(billing, "Description").fill("typed and not saved")

    server.kill()
    await expect(one.page.get_by_text("Connection lost.")).to_be_visible()
    server.start()
    await expect(one.page.get_by_text("Connection lost.")).to_have_count(0, timeout=20_000)
    await expect(field(billing, "Description")).to_have_value("typed and not saved")
    theirs = entry(two.page, "Billing Question")
    await button(theirs, "Edit").click()
    await button(theirs, "Delete…").click()
    await button(two.page, "Delete").click()

    await expect(billing.get_by_role("alert")).to_contain_text("deleted this meanwhile")
    await expect(field(billing, "Description")).to_have_value("typed and not saved")


async def test_a_declared_field_is_seen_in_the_next_call(
    browser: Browser, server: RunningServer, agent: Agent, telephone_system: TelephoneSystem
) -> None:
    manager = await a_manager(browser, server, "call-fields")

    await button(manager.page, "New field").click()
    await field(manager.page, "Name").fill("policy_number")
    await field(manager.page, "Label").fill("Policy number")
    await button(manager.page, "Save").click()
    await expect(entry(manager.page, "Policy number")).to_be_visible()
    await telephone_system.connect("user101", "1234567890", None, {"policy_number": "P-17"})
    await agent.open_waiting_call(tab="Maria Silva")

    await expect(agent.region("Call")).to_contain_text("Policy number")
    await expect(agent.region("Call")).to_contain_text("P-17")


async def test_a_field_is_edited_and_retired(browser: Browser, server: RunningServer) -> None:
    manager = await a_manager(browser, server, "call-fields")
    await button(manager.page, "New field").click()
    await field(manager.page, "Name").fill("pin")
    await button(manager.page, "Save").click()
    pin = entry(manager.page, "pin")

    await button(pin, "Edit").click()
    await field(pin, "Type").select_option("Number")
    await pin.get_by_role("checkbox", name=re.compile("Masked")).check()
    await button(pin, "Save").click()
    await expect(pin).to_contain_text("masked")
    await expect(pin).to_contain_text("Number")
    await button(pin, "Edit").click()
    await expect(field(pin, "Type")).to_have_value("NUMBER")
    await button(pin, "Retire").click()

    await expect(pin.get_by_text("retired", exact=True)).to_be_visible()
    await expect(button(pin, "Bring back")).to_be_visible()


async def test_outcomes_are_added_renamed_ordered_by_keyboard_and_deleted(
    browser: Browser, server: RunningServer
) -> None:
    manager = await a_manager(browser, server, "outcomes")
    await button(manager.page, "New outcome").click()
    await field(manager.page, "Name").fill("Later")
    await button(manager.page, "Save").click()
    await expect(entry(manager.page, "Later")).to_be_visible()
    names = manager.page.locator("#panel-outcomes").get_by_role("heading", level=3)

    up = button(manager.page, "Move Later up")
    await up.press("Enter")
    await expect(names).to_have_text(["Resolved", "Later", "Wrong number"])
    await expect(up).to_be_focused()
    await up.press("Enter")
    await expect(names).to_have_text(["Later", "Resolved", "Wrong number"])
    later = entry(manager.page, "Later")
    await button(later, "Edit").click()
    await field(later, "Name").fill("Call back")
    await button(later, "Save").click()
    later = entry(manager.page, "Call back")
    await button(later, "Edit").click()
    await button(later, "Delete…").click()
    await button(manager.page, "Delete").click()

    await expect(names).to_have_text(["Resolved", "Wrong number"])


async def test_an_import_shows_what_it_changes_and_then_changes_that(
    browser: Browser, server: RunningServer
) -> None:
    manager = await a_manager(browser, server)
    file = {
        "format": "callbeacon-call-management",
        "version": 1,
        "reasons": [{"id": "R1", "name": "Imported", "description": "long " * 1900}],
        "outcomes": [{"name": f"Outcome {number} 🙂"} for number in range(900)],
    }
    await button(manager.page, "Import…").click()
    dialog = manager.page.get_by_role("dialog", name="Import call management")

    await field(dialog, "File").set_input_files(
        files={
            "name": "a.json",
            "mimeType": "application/json",
            "buffer": json.dumps(file, ensure_ascii=False).encode(),
        }
    )
    changes = dialog.get_by_role("region", name="What the import changes")
    await expect(changes).to_contain_text("901 created")
    await expect(changes).to_contain_text("Imported")
    await expect(entry(manager.page, "Imported")).to_have_count(0)
    await button(dialog, "Import").click()

    await expect(manager.page.get_by_text("Imported: 901 created")).to_be_visible(timeout=20_000)
    await expect(entry(manager.page, "Imported")).to_be_visible()
    assert manager.complaints == []


async def test_an_import_that_is_refused_says_why_and_keeps_the_text(
    browser: Browser, server: RunningServer
) -> None:
    manager = await a_manager(browser, server)
    await button(manager.page, "Import…").click()
    dialog = manager.page.get_by_role("dialog", name="Import call management")

    await field(dialog, "Or paste its text").fill('{"format": "other"}')
    await button(dialog, "Show changes").click()

    await expect(dialog.get_by_role("alert")).to_be_visible()
    await expect(field(dialog, "Or paste its text")).to_have_value('{"format": "other"}')
    await expect(button(dialog, "Import")).to_have_count(0)
    await manager.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_what_is_exported_can_be_imported_and_changes_nothing(
    browser: Browser, server: RunningServer
) -> None:
    manager = await a_manager(browser, server)
    async with manager.page.expect_download() as download:
        await manager.page.get_by_role("link", name="Export").click()
    exported = await download.value
    content = (await exported.path()).read_text()

    await button(manager.page, "Import…").click()
    await field(manager.page, "Or paste its text").fill(content)
    await button(manager.page, "Show changes").click()

    assert exported.suggested_filename == "call-management.json"
    changes = manager.page.get_by_role("region", name="What the import changes")
    await expect(changes).to_contain_text("left as it is")
    await expect(changes.get_by_role("listitem")).to_have_count(0)


async def test_a_test_call_lights_the_beacon_of_the_agent_chosen(
    browser: Browser, server: RunningServer, agent: Agent
) -> None:
    manager = await a_manager(browser, server)
    await button(manager.page, "Send a test call").click()
    dialog = manager.page.get_by_role("dialog", name="Send a test call")

    await field(dialog, "Agent").fill("nobody")
    await button(dialog, "Send").click()
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await field(dialog, "Agent").fill("user101")
    await field(dialog, "Number").fill("1234567890")
    await field(dialog, "Reason").select_option("Billing Question")
    await field(dialog, "More details").fill("line_dialled=+18005550199\ncolour = blue")
    await button(dialog, "Send").click()

    await expect(
        manager.page.get_by_text("The test call is on its way to user101.")
    ).to_be_visible()
    await agent.open_waiting_call(tab="Maria Silva")
    await expect(agent.region("Call")).to_contain_text("Billing Question")
    await expect(agent.region("Call")).to_contain_text("blue")


async def test_the_tab_is_kept_over_a_reload_and_the_back_button(
    browser: Browser, server: RunningServer
) -> None:
    manager = await a_manager(browser, server)
    tab: Callable[[str], Locator] = lambda name: manager.page.get_by_role(  # noqa: E731  # said three times below
        "tab", name=name, exact=True, selected=True
    )
    await manager.page.get_by_role("tab", name="Call fields", exact=True).click()
    await manager.page.get_by_role("tab", name="Call fields", exact=True).press("End")
    await expect(tab("Outcomes")).to_be_focused()

    await manager.page.reload()
    await expect(tab("Outcomes")).to_be_visible()
    await manager.page.go_back()

    await expect(tab("Call fields")).to_be_visible()
    await expect(tab("Call Management")).to_be_visible()


async def test_an_agent_is_told_which_privilege_is_missing(agent: Agent) -> None:
    await agent.page.goto(PATH)

    await expect(agent.page.get_by_role("heading", level=1)).to_have_text(
        "Call management is not for you yet"
    )
    answer = await agent.page.request.get(f"{PATH}/file")
    assert answer.status == 403
    await expect(agent.page.get_by_role("link", name="Customize")).to_have_count(0)


@pytest.mark.parametrize("tab", ["reasons", "scripts", "call-fields", "outcomes"])
async def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, server: RunningServer, telephone_system: TelephoneSystem, tab: str
) -> None:
    await telephone_system.connect("user101", "1234567890", "4711")
    manager = await a_manager(browser, server, tab)
    for name in ("New reason", "New field", "New outcome", "Define", "Make alias of…"):
        if await button(manager.page, name).is_visible():
            await button(manager.page, name).click()
            await expect(button(manager.page, "Save").last).to_be_visible()
    if tab == "reasons":
        await button(entry(manager.page, "Billing Question"), "Edit").click()
        await expect(button(manager.page, "Add alias")).to_be_visible()

    await finds_nothing(manager.page)

    for width in WIDTHS:
        await manager.page.set_viewport_size({"width": width, "height": 844})
        assert await manager.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_axe_finds_nothing_in_the_dialogs(browser: Browser, server: RunningServer) -> None:
    manager = await a_manager(browser, server)

    for name in ("Send a test call", "Import…"):
        await button(manager.page, name).click()
        await expect(manager.page.get_by_role("dialog")).to_be_visible()
        await finds_nothing(manager.page)
        await manager.page.keyboard.press("Escape")
        await expect(manager.page.get_by_role("dialog")).to_have_count(0)
