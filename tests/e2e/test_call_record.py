"""What an agent writes down about a call, and what becomes of it: saved, amended, discarded, reopened."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.e2e.people import BILLING, COMPLAINT, Agent, TelephoneSystem, another_tab
from tests.running import RunningServer
from tests.waiting import eventually

BACK_WITHIN = 30_000  # ms; tests/benchmarks/reconnecting.py measures it


@pytest.fixture
async def busy_agent(agent: Agent, telephone_system: TelephoneSystem) -> Agent:
    """Give an agent with three open calls, the middle one in front."""
    for count, number in enumerate(("6475550111", "1234567890", "6475550133"), start=1):
        await telephone_system.connect("user101", number, BILLING)
        await agent.waiting_beacon.click()
        await expect(agent.tabs).to_have_count(count)
    await agent.page.get_by_role("tab", name="Maria Silva").click()
    await expect(agent.notes).to_be_visible()
    return agent


def rows(data_dir: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data_dir / "callbeacon.sqlite") as database:
        found = database.execute(sql).fetchall()
    database.close()
    return found


def change(data_dir: Path, sql: str) -> None:
    """Change something while the server is away, as another node of it does."""
    with sqlite3.connect(data_dir / "callbeacon.sqlite") as database:
        database.execute(sql)
    database.close()


def records(tmp_path: Path) -> list[tuple[object, ...]]:
    return rows(
        tmp_path / "var",
        "SELECT v.notes, o.name, v.follow_up_on IS NOT NULL FROM call_record v"
        " LEFT JOIN outcome o ON o.id = v.outcome ORDER BY v.id",
    )


@asynccontextmanager
async def held_database(data_dir: Path) -> AsyncIterator[None]:
    """Keep the server from writing, as a slow disk does."""
    with sqlite3.connect(data_dir / "callbeacon.sqlite", isolation_level=None) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("ROLLBACK")
    database.close()


async def finds_nothing(agent: Agent) -> None:
    """Ask axe-core about the page as it is, in both themes."""
    for scheme in ("light", "dark"):
        await agent.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = await Axe().run(agent.page)
        assert results.violations_count == 0, f"{scheme}:\n{results.generate_report()}"


async def test_four_actions_lead_from_the_beacon_to_the_saved_record(
    agent: Agent, telephone_system: TelephoneSystem, tmp_path: Path
) -> None:
    await telephone_system.connect("user101", "1234567890", COMPLAINT)
    await expect(agent.waiting_beacon).to_be_visible()

    await agent.waiting_beacon.click()
    await agent.notes.click()
    await agent.page.keyboard.type("Sent the invoice again.")
    await agent.outcome.select_option("Resolved")
    await agent.button("Save call").click()

    await expect(agent.heading_of_nothing).to_be_focused()
    assert records(tmp_path) == [("Sent the invoice again.", "Resolved", 0)]
    assert "call=" not in agent.page.url
    assert agent.complaints == []


async def test_a_click_right_after_a_keystroke_saves_the_keystroke(
    busy_agent: Agent, tmp_path: Path
) -> None:
    await busy_agent.type_and_wait("Before. ")

    await busy_agent.page.evaluate(
        """() => {
          const box = document.querySelector("[role=tabpanel]:not([hidden]) textarea");
          box.value += "The last word.";
          box.dispatchEvent(new Event("input", { bubbles: true }));
          box.form.querySelector("[type=submit]").click();
        }"""
    )

    await expect(busy_agent.tabs).to_have_count(2)
    assert records(tmp_path) == [("Before. The last word.", None, 0)]


async def test_a_double_click_makes_one_record_and_the_next_tab_gets_the_focus(
    busy_agent: Agent, tmp_path: Path
) -> None:
    other = await another_tab(busy_agent)
    await expect(other.tabs).to_have_count(3)

    await busy_agent.button("Save call").dblclick()

    await expect(busy_agent.front_tab).to_be_focused()
    await expect(busy_agent.front_tab).to_have_accessible_name("+1 647-555-0133")
    for tab in (busy_agent, other):
        await expect(tab.tabs).to_have_count(2)
    assert len(records(tmp_path)) == 1
    assert busy_agent.complaints == []


async def test_what_the_reason_asks_for_is_asked_at_its_field_and_nothing_is_lost(
    agent: Agent, telephone_system: TelephoneSystem, tmp_path: Path
) -> None:
    await telephone_system.connect("user101", "1234567890", COMPLAINT)
    await agent.open_waiting_call(tab="Maria Silva")
    await expect(agent.outcome).to_have_attribute("required", "")
    await agent.notes.fill("Very unhappy.")

    for _ in range(2):
        await agent.notes.focus()
        await agent.button("Save call").press("Enter")
        await expect(agent.outcome).to_be_focused()
    await expect(agent.outcome).to_have_accessible_description(re.compile("Choose an outcome"))
    await finds_nothing(agent)
    assert records(tmp_path) == []

    await agent.outcome.select_option("Wrong number")
    await expect(agent.outcome).not_to_have_attribute("aria-invalid", "true")
    await agent.button("Save call").click()
    await expect(agent.heading_of_nothing).to_be_visible()
    assert records(tmp_path) == [("Very unhappy.", "Wrong number", 0)]


async def test_outcome_and_follow_up_are_drafts_that_outlive_a_reload_and_show_in_the_other_tab(
    busy_agent: Agent, tmp_path: Path
) -> None:
    other = await another_tab(busy_agent)
    await busy_agent.outcome.select_option("Resolved")
    await busy_agent.page.get_by_role("checkbox", name="Follow-up").check()
    await busy_agent.panel.get_by_label("Follow-up on").fill("2027-01-31")

    await other.page.get_by_role("tab", name="Maria Silva").click()
    await expect(other.outcome.locator("option:checked")).to_have_text("Resolved")
    await expect(other.panel.get_by_label("Follow-up on")).to_have_value("2027-01-31")
    await busy_agent.page.reload()

    await expect(busy_agent.page.get_by_role("checkbox", name="Follow-up")).to_be_checked()
    await expect(busy_agent.outcome.locator("option:checked")).to_have_text("Resolved")
    await busy_agent.page.get_by_role("checkbox", name="Follow-up").uncheck()
    await expect(other.page.get_by_role("checkbox", name="Follow-up")).not_to_be_checked()
    await busy_agent.button("Save call").click()
    await expect(busy_agent.tabs).to_have_count(2)
    assert records(tmp_path) == [("", "Resolved", 0)]


async def test_a_card_number_in_the_notes_is_warned_of_and_does_not_hold_the_call_back(
    busy_agent: Agent, tmp_path: Path
) -> None:
    await busy_agent.notes.fill("Pays with 4111 1111 1111 1111")

    await expect(busy_agent.notes).to_have_accessible_description(re.compile("payment card number"))
    await finds_nothing(busy_agent)
    await busy_agent.notes.fill("Pays by card")
    await expect(busy_agent.page.get_by_text("payment card number")).to_be_hidden()
    await busy_agent.notes.fill("Pays with 4111-1111-1111-1111")
    await expect(busy_agent.page.get_by_text("payment card number")).to_be_visible()
    await busy_agent.button("Save call").click()

    await expect(busy_agent.tabs).to_have_count(2)
    assert records(tmp_path) == [("Pays with 4111-1111-1111-1111", None, 0)]


async def test_a_saved_record_is_amended_from_its_notice_and_from_the_list(
    busy_agent: Agent, tmp_path: Path
) -> None:
    await busy_agent.notes.fill("As it was.")
    await busy_agent.button("Save call").click()

    await busy_agent.button("Amend").click()
    dialog = busy_agent.page.get_by_role("dialog", name="Amend the call record")
    await expect(dialog.get_by_label("Notes")).to_have_value("As it was.")
    await finds_nothing(busy_agent)
    await dialog.get_by_label("Notes").fill("As it is.")
    await dialog.get_by_label("Outcome").select_option("Resolved")
    await dialog.get_by_role("checkbox", name="Follow-up").check()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()
    assert records(tmp_path) == [("As it is.", "Resolved", 1)]

    await busy_agent.button("Recent calls").click()
    await busy_agent.page.get_by_role("button", name=re.compile("Maria Silva.*Amend")).click()
    await expect(dialog.get_by_label("Notes")).to_have_value("As it is.")
    await expect(dialog.get_by_label("Outcome").locator("option:checked")).to_have_text("Resolved")
    await dialog.get_by_role("checkbox", name="Follow-up").uncheck()
    await dialog.get_by_role("button", name="Save").click()

    await expect(dialog).to_be_hidden()
    assert records(tmp_path) == [("As it is.", "Resolved", 0)]
    audited = rows(tmp_path / "var", "SELECT action FROM audit_entry WHERE action LIKE 'record%'")
    assert audited == [("record.amended",), ("record.amended",)]
    assert busy_agent.complaints == []


async def test_what_is_typed_to_amend_a_record_outlives_a_server_that_is_killed(
    busy_agent: Agent, server: RunningServer, tmp_path: Path
) -> None:
    await busy_agent.button("Save call").click()
    await busy_agent.button("Amend").click()
    dialog = busy_agent.page.get_by_role("dialog", name="Amend the call record")
    await dialog.get_by_label("Notes").fill("Typed for a long time.")
    await dialog.get_by_role("checkbox", name="Follow-up").check()
    chosen = await dialog.get_by_label("Follow-up on").input_value()
    server.kill()
    server.start()
    await expect(dialog).to_be_hidden(timeout=BACK_WITHIN)

    await busy_agent.button("Recent calls").click()
    await busy_agent.page.get_by_role("button", name=re.compile("Maria Silva.*Amend")).click()

    await expect(dialog.get_by_role("status")).to_have_text(re.compile("typed is here again"))
    await expect(dialog.get_by_label("Notes")).to_have_value("Typed for a long time.")
    await expect(dialog.get_by_role("checkbox", name="Follow-up")).to_be_checked()
    await expect(dialog.get_by_label("Follow-up on")).to_have_value(chosen)
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()
    assert records(tmp_path) == [("Typed for a long time.", None, 1)]
    await busy_agent.page.reload()
    await busy_agent.button("Recent calls").click()
    await busy_agent.page.get_by_role("button", name=re.compile("Maria Silva.*Amend")).click()
    await expect(dialog.get_by_label("Notes")).to_have_value("Typed for a long time.")
    await expect(dialog.get_by_role("status")).to_have_text("")


async def test_what_is_typed_to_amend_a_record_replaces_no_later_amendment_without_a_word(
    busy_agent: Agent, server: RunningServer, tmp_path: Path
) -> None:
    await busy_agent.button("Save call").click()
    await busy_agent.button("Amend").click()
    dialog = busy_agent.page.get_by_role("dialog", name="Amend the call record")
    await dialog.get_by_label("Notes").fill("Typed first.")
    server.kill()
    change(tmp_path / "var", "UPDATE call_record SET notes = 'Theirs.', version = version + 1")
    server.start()
    await expect(dialog).to_be_hidden(timeout=BACK_WITHIN)
    await busy_agent.button("Recent calls").click()
    await busy_agent.page.get_by_role("button", name=re.compile("Maria Silva.*Amend")).click()
    await expect(dialog.get_by_label("Notes")).to_have_value("Typed first.")

    await dialog.get_by_role("button", name="Save").click()

    await expect(dialog.get_by_role("alert")).to_contain_text("Theirs.")
    assert records(tmp_path) == [("Theirs.", None, 0)]
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()
    assert records(tmp_path) == [("Typed first.", None, 0)]


async def test_a_call_is_discarded_after_a_question_and_reopened_with_its_notes(
    busy_agent: Agent, tmp_path: Path
) -> None:
    await busy_agent.notes.fill("Wrong call?")
    await busy_agent.button("Discard").click()
    await expect(busy_agent.button("Keep")).to_be_focused()
    await finds_nothing(busy_agent)
    await busy_agent.page.keyboard.press("Escape")
    await expect(busy_agent.tabs).to_have_count(3)

    await busy_agent.button("Discard").click()
    await busy_agent.button("Discard call").click()
    await expect(busy_agent.tabs).to_have_count(2)
    await expect(busy_agent.front_tab).to_be_focused()
    await busy_agent.button("Reopen").click()

    await expect(busy_agent.front_tab).to_have_accessible_name("Maria Silva")
    await expect(busy_agent.notes).to_have_value("Wrong call?")
    assert records(tmp_path) == []
    await busy_agent.button("Discard").click()
    await busy_agent.button("Discard call").click()
    await expect(busy_agent.tabs).to_have_count(2)
    await busy_agent.button("Recent calls").click()
    await busy_agent.page.get_by_role("button", name=re.compile("Maria Silva.*Reopen")).click()
    await expect(busy_agent.front_tab).to_have_accessible_name("Maria Silva")
    assert busy_agent.complaints == []


async def test_a_call_can_be_saved_while_it_runs_and_with_the_keyboard_alone(
    agent: Agent, telephone_system: TelephoneSystem, tmp_path: Path
) -> None:
    press = agent.page.keyboard.press
    await telephone_system.connect("user101", "1234567890")
    await agent.waiting_beacon.focus()
    await press("Enter")
    await expect(agent.front_tab).to_be_focused()
    await agent.tab_to(agent.notes)
    await agent.page.keyboard.type("By keyboard.")
    await press("Tab")
    await expect(agent.outcome).to_be_focused()
    await press("ArrowDown")
    await press("Tab")
    await press("Space")
    await agent.tab_to(agent.button("Save call"))
    await press("Enter")

    await expect(agent.heading_of_nothing).to_be_focused()
    assert records(tmp_path) == [("By keyboard.", "Resolved", 1)]
    assert rows(tmp_path / "var", "SELECT ended_at FROM inbound_call") == [(None,)]


# Notes how many choices the outcome has at the moment when it appears.
CHOICES_AT_FIRST = """
    addEventListener("DOMContentLoaded", () =>
      new MutationObserver(() => {
        const select = document.querySelector("select[id^=outcome-]");
        if (select) window.choicesAtFirst ??= select.options.length;
      }).observe(document.body, { childList: true, subtree: true }));
"""


async def test_the_outcomes_are_there_as_soon_as_one_can_be_chosen(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    await agent.page.add_init_script(CHOICES_AT_FIRST)
    await agent.page.reload()
    await expect(agent.idle_beacon).to_be_visible()

    await telephone_system.connect("user101", "1234567890")
    await agent.waiting_beacon.click()
    await expect(agent.outcome.locator("option", has_text="Resolved")).to_be_attached()

    assert (
        await agent.page.evaluate("choicesAtFirst") == await agent.outcome.locator("option").count()
    )


async def test_two_tabs_that_choose_different_outcomes_are_asked_which_stays(
    busy_agent: Agent,
) -> None:
    other = await another_tab(busy_agent)
    await other.page.get_by_role("tab", name="Maria Silva").click()
    await expect(other.outcome).to_be_visible()

    await other.outcome.select_option("Wrong number")
    await busy_agent.outcome.select_option("Resolved")

    choices = [
        tab.page.get_by_role("group", name="Typed in this tab") for tab in (busy_agent, other)
    ]

    async def one_is_asked() -> bool:
        return any([await choice.is_visible() for choice in choices])

    await eventually(one_is_asked)
    asked = busy_agent if await choices[0].is_visible() else other
    mine = asked.page.get_by_role("group", name="Typed in this tab")
    chosen = await mine.get_by_role("blockquote").inner_text()
    await mine.get_by_role("button", name="Use this version").click()
    for tab in (busy_agent, other):
        await expect(tab.outcome.locator("option:checked")).to_have_text(chosen)


async def test_the_status_counts_on_from_when_it_was_saved(busy_agent: Agent) -> None:
    await busy_agent.type_and_wait("Some words.")

    status = busy_agent.panel.locator("draft-status")

    await expect(status).to_have_text(re.compile(r"^Saved now$|^Saved \d+ ?s"))
    await expect(status).to_have_text(re.compile(r"^Saved [2-9] ?s"))
    await busy_agent.page.reload()
    await expect(status).to_have_text(re.compile(r"^Saved \d+ ?s"))


async def test_a_slow_database_lets_no_older_text_overtake_the_one_that_is_saved(
    busy_agent: Agent, tmp_path: Path
) -> None:
    async with held_database(tmp_path / "var"):
        for typed in ("First", " second", " third"):
            await busy_agent.notes.press_sequentially(typed)
            # Longer than the pause after which what was typed is sent.
            await busy_agent.page.wait_for_timeout(450)
        await busy_agent.notes.press_sequentially(" fourth.")
        await busy_agent.button("Save call").click()

    await expect(busy_agent.tabs).to_have_count(2)
    assert records(tmp_path) == [("First second third fourth.", None, 0)]
