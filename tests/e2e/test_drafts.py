"""What an agent types stays the agent's own: over a reload, a closed tab, a lost server, and beside a second tab."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.people import Agent, TelephoneSystem, another_tab, watched
from tests.running import RunningServer
from tests.waiting import eventually

TYPED = "Wants the invoice of May once more. "
# Leaves in the middle of what it types, as if it had seen no answer to anything that it saved before.
TYPE_AND_RELOAD = """
text => {
  document.execCommand("insertText", false, text);
  const { dataset } = document.activeElement;
  dataset.base = dataset.version = dataset.ownVersion = 0;
  location.reload();
}
"""


@pytest.fixture
async def writing_agent(agent: Agent, telephone_system: TelephoneSystem) -> Agent:
    """Give an agent whose notes hold some text already, with the cursor at their end."""
    await telephone_system.connect("user101", "1234567890")
    await agent.open_waiting_call(tab="Maria Silva")
    await agent.type_and_wait(TYPED)
    await agent.notes.press("Control+End")
    return agent


def choice(agent: Agent) -> Locator:
    return agent.page.get_by_role("group", name="Typed in this tab")


async def close(agent: Agent) -> Agent:
    """Close the tab, which sends what it holds, and open another."""
    context = agent.page.context
    await agent.page.close(run_before_unload=True)
    opened = watched(await context.new_page())
    await opened.page.goto("/")
    return opened


async def reload(agent: Agent) -> Agent:
    """Load the page anew."""
    await agent.page.reload()
    return agent


@pytest.mark.parametrize("leave", [close, reload])
async def test_text_typed_in_the_last_moment_is_there_again_and_nothing_is_asked(
    writing_agent: Agent, leave: Callable[[Agent], Awaitable[Agent]]
) -> None:
    # The last words of each piece fall into the time in which typing is waited for.
    for piece in ("Also asks ", "about the fee. ", "Will ring back."):
        await writing_agent.notes.press_sequentially(piece)
        writing_agent = await leave(writing_agent)
        await expect(writing_agent.notes).to_be_visible()
        await writing_agent.notes.press("Control+End")

    await expect(writing_agent.notes).to_have_value(
        f"{TYPED}Also asks about the fee. Will ring back."
    )
    await expect(choice(writing_agent)).to_have_count(0)


async def test_a_save_that_the_page_overtakes_while_leaving_is_no_second_version(
    writing_agent: Agent,
) -> None:
    async with writing_agent.page.expect_navigation():
        await writing_agent.page.evaluate(TYPE_AND_RELOAD, "Overtaken.")

    await expect(writing_agent.notes).to_have_value(f"{TYPED}Overtaken.")


async def test_after_a_restart_of_the_server_the_same_page_is_still_its_own_editor(
    writing_agent: Agent, server: RunningServer
) -> None:
    server.kill()
    await expect(writing_agent.page.get_by_role("status", name="Connection lost")).to_be_visible()
    await writing_agent.notes.press_sequentially("While it was away. ")
    server.start()
    await expect(writing_agent.page.locator("body[data-conn=up]")).to_be_attached(timeout=30_000)

    await writing_agent.notes.press_sequentially("And after.")

    whole = f"{TYPED}While it was away. And after."
    await expect(writing_agent.panel.get_by_text("Saved", exact=True)).to_be_visible()
    await expect(writing_agent.notes).to_have_value(whole)
    await expect(choice(writing_agent)).to_have_count(0)


async def test_two_tabs_that_type_at_once_are_still_two_editors(writing_agent: Agent) -> None:
    other = await another_tab(writing_agent)
    await expect(other.notes).to_have_value(TYPED)

    await other.notes.fill("typed in the second tab")
    await writing_agent.notes.fill("typed in the first tab")

    async def is_asked() -> bool:
        return bool(await choice(writing_agent).count() or await choice(other).count())

    await eventually(is_asked)


async def test_what_is_typed_while_the_server_is_away_stays_though_another_tab_typed_before(
    writing_agent: Agent, server: RunningServer
) -> None:
    other = await another_tab(writing_agent)
    await expect(other.notes).to_have_value(TYPED)
    await other.type_and_wait("From the second tab. ")
    from_both = await other.notes.input_value()
    await expect(writing_agent.notes).to_have_value(from_both)
    await other.page.close()
    server.kill()
    await expect(writing_agent.page.get_by_role("status", name="Connection lost")).to_be_visible()
    await writing_agent.notes.press("Control+End")
    await writing_agent.notes.press_sequentially("While it was away.")

    server.start()
    await expect(writing_agent.page.locator("body[data-conn=up]")).to_be_attached(timeout=30_000)

    await writing_agent.page.keyboard.type(" And after.")
    await expect(writing_agent.panel.get_by_text("Saved", exact=True)).to_be_visible()
    await expect(writing_agent.notes).to_have_value(f"{from_both}While it was away. And after.")
