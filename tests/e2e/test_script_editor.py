"""A call script written, tried and published in the editor, as somebody does who has never seen it."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page, expect

from callbeacon.installation import site_for
from callbeacon.settings import read_settings
from models.people.privileges import Privilege
from tests.builders import PASSWORD, a_user
from tests.e2e.people import TelephoneSystem, a_signed_in_agent, a_window
from tests.e2e.test_accessibility import finds_nothing
from tests.running import RunningServer
from tests.waiting import eventually

PATH = "/customize/call-management"
REASON = "DISPUTES"
ANSWER_AND_GO_ON = """preview => {
    preview.querySelector("input[type=radio]").click();
    [...preview.querySelectorAll("button")].find((button) => button.textContent === "Next").click();
}"""


@pytest.fixture
async def source_auth(source_auth: httpx.BasicAuth, tmp_path: Path) -> httpx.BasicAuth:
    """Add somebody who writes call scripts."""
    settings = read_settings({"CALLBEACON_DATA_DIR": str(tmp_path / "var")})
    async with site_for(settings) as site:
        for name in ("author", "coauthor"):
            await a_user(site, name, privileges=(Privilege.CALL_MANAGEMENT,))
    return source_auth


@dataclass(slots=True)
class Author:
    """Somebody at the editor, whose clicks and seconds are counted."""

    page: Page
    clicks: int = 0
    keys: int = 0
    steps: list[tuple[str, float]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def text(self, name: str) -> Locator:
        return self.page.get_by_label(name, exact=True)

    def region(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    @property
    def map(self) -> Locator:
        return self.region("Pages and branches")

    @property
    def preview(self) -> Locator:
        return self.region("Preview")

    async def click(self, what: Locator) -> None:
        self.clicks += 1
        await what.click()

    async def write(self, what: Locator, text: str) -> None:
        """Click into a field and type, as fast as the browser takes it."""
        self.clicks += 1
        self.keys += len(text)
        await what.click()
        await what.press("ControlOrMeta+a")
        await what.press_sequentially(text)

    async def choose(self, what: Locator, label: str) -> None:
        self.clicks += 2
        await what.select_option(label=label)

    async def saved(self) -> None:
        await expect(self.page.locator("text-status")).to_have_text("Saved")

    def note(self, step: str) -> None:
        self.steps.append((step, time.monotonic() - self.began))

    async def ask(self, query: str, **variables: Any) -> Any:
        """Ask the schema with the session of this page."""
        answer = await self.page.request.post(
            "/graphql",
            data={"query": query, "variables": variables},
            headers={"Origin": self.page.url.split(PATH)[0]},
        )
        body = await answer.json()
        assert "errors" not in body, body
        return body["data"]


async def an_author(browser: Browser, server: RunningServer, name: str = "author") -> Author:
    """Sign in and go to the scripts."""
    window = await a_window(browser, server)
    await window.page.goto(PATH)
    await window.fill_sign_in(name, PASSWORD)
    author = Author(window.page)
    await author.click(window.page.get_by_role("tab", name="Scripts", exact=True))
    await expect(author.button("New script")).to_be_visible()
    return author


@pytest.fixture
async def author(browser: Browser, server: RunningServer) -> Author:
    """Give somebody who is about to write a script."""
    return await an_author(browser, server)


async def a_script_with_a_name(author: Author, name: str = "Disputes") -> None:
    """Begin a script."""
    await author.click(author.button("New script"))
    await expect(author.text("Page title")).to_be_visible()
    await author.write(author.text("Script name"), name)


async def three_branching_pages(author: Author) -> None:
    """Write a greeting that asks, and two pages that the answer chooses between."""
    await a_script_with_a_name(author)
    author.note("script named")
    await author.write(author.text("Page title"), "Greeting")
    await author.write(author.text("Text"), "Good morning {{ contact.fir")
    await expect(author.page.get_by_role("listbox")).to_be_visible()
    await author.page.keyboard.press("Enter")
    await author.page.keyboard.type(", thank you for calling.")
    author.note("first text")
    await author.click(author.button("Add question"))
    await author.write(author.text("Question"), "Is the amount disputed?")
    await author.choose(author.text("Answered by"), "Yes or no")
    author.note("question")
    await author.click(author.button("Add page"))
    await expect(author.text("Page title")).to_be_focused()
    await author.write(author.text("Page title"), "Escalation")
    await author.write(author.text("Text"), "I put you through to billing.")
    await author.choose(author.text("After this page"), "End of the script")
    author.note("second page")
    await author.click(author.button("Add page"))
    await expect(author.text("Page title")).to_be_focused()
    await author.write(author.text("Page title"), "Closing")
    await author.write(author.text("Text"), "Is there anything else?")
    author.note("third page")
    await author.click(author.map.get_by_role("button", name="1 Greeting"))
    await author.click(author.button("Add branch"))
    await author.choose(author.text("Otherwise go to"), "3. Closing")
    await expect(author.map).to_contain_text("if Is the amount disputed? = yes → Escalation")
    author.note("branches")


async def test_a_three_page_branching_script_is_made_and_published_and_the_next_call_shows_it(
    author: Author,
    browser: Browser,
    server: RunningServer,
    telephone_system: TelephoneSystem,
    capsys: pytest.CaptureFixture[str],
) -> None:
    author.clicks, author.began = 0, time.monotonic()
    await three_branching_pages(author)
    author.clicks += 2
    # Both at once: what follows is not on screen yet.
    await author.preview.evaluate(ANSWER_AND_GO_ON)
    await expect(author.preview).to_contain_text("I put you through to billing.")
    await author.click(author.button("Publish"))
    await expect(author.page.get_by_text("Published. Choose it at a call reason")).to_be_visible()
    author.note("published")

    await author.ask(
        "mutation($id: ID!, $s: ID!)"
        ' { createCallReason(id: $id, name: "Dispute", script: $s) { __typename } }',
        id=REASON,
        s=author.page.url.split("script=")[1].split("&")[0],
    )
    agent = await a_signed_in_agent(browser, server, "user101")
    await telephone_system.connect("user101", "1234567890", REASON)
    await agent.open_waiting_call(tab="Maria Silva")

    await expect(agent.region("Call script")).to_contain_text("Good morning Maria, thank you")
    seconds = time.monotonic() - author.began
    assert author.steps[-1][1] < 300
    with capsys.disabled():
        print(f"\n{author.clicks} clicks, {author.keys} keys, {seconds:.1f} s in all:")
        print("\n".join(f"  {at:5.1f} s  {step}" for step, at in author.steps))


async def test_what_is_wrong_keeps_a_script_from_being_published_and_leads_to_its_page(
    author: Author,
) -> None:
    await a_script_with_a_name(author)
    await author.write(author.text("Text"), "Hello {{ contact.fist_name }}")
    await expect(author.page.get_by_text("Did you mean contact.first_name?")).to_be_visible()
    await author.click(author.button("Add page"))
    await expect(author.map.get_by_role("button", name="1 error")).to_be_visible()

    await author.click(author.button("Publish"))

    findings = author.region("Findings")
    await expect(findings).to_be_focused()
    await expect(findings).to_contain_text("There is no merge field contact.fist_name.")
    await author.click(findings.get_by_role("link", name="1. Page 1"))
    await expect(author.text("Text")).to_have_value("Hello {{ contact.fist_name }}")


async def test_two_who_type_into_one_text_see_both(
    author: Author, browser: Browser, server: RunningServer
) -> None:
    await a_script_with_a_name(author)
    await author.saved()
    other = await an_author(browser, server, "coauthor")
    await other.click(other.page.get_by_role("link", name="Disputes"))
    await expect(other.text("Text")).to_be_visible()

    await author.text("Text").fill("from the first")
    await other.text("Text").fill("from the second")

    # Whoever came second is asked; "Saved" may stand there still from before.
    asked = [
        each.page.get_by_role("group", name="Typed by somebody else") for each in (author, other)
    ]
    await eventually(lambda: _any_visible(asked))
    slower = author if await asked[0].is_visible() else other
    await finds_nothing(slower.page)
    own = slower.page.get_by_role("group", name="Typed in this tab")
    await own.get_by_role("button", name="Use this version").click()
    await slower.saved()
    kept = await slower.text("Text").input_value()
    for each in (author, other):
        await expect(each.text("Text")).to_have_value(kept)


async def _any_visible(locators: list[Locator]) -> bool:
    return any([await locator.is_visible() for locator in locators])


async def test_what_was_typed_while_the_server_was_away_is_saved_when_it_is_back(
    author: Author, server: RunningServer
) -> None:
    await a_script_with_a_name(author)
    await author.click(author.button("Add question"))
    await author.write(author.text("Question"), "Which invoice?")
    await author.saved()

    server.kill()
    await expect(author.page.get_by_role("status", name="Connection lost")).to_be_visible()
    await author.text("Text").fill("typed while it was away")
    await author.text("Question").fill("Which invoice is it?")
    await expect(author.page.locator("text-status")).to_have_text("Not saved yet")
    server.start()
    await author.saved()
    await author.page.reload()

    await expect(author.text("Text")).to_have_value("typed while it was away")
    await expect(author.text("Question")).to_have_value("Which invoice is it?")


async def test_what_was_typed_just_before_leaving_is_saved(author: Author) -> None:
    await a_script_with_a_name(author)
    await author.saved()

    await author.page.evaluate(
        """() => { const text = document.getElementById("script-text");
        text.value = "the last word"; text.dispatchEvent(new Event("input", { bubbles: true }));
        location.reload(); }"""
    )

    await expect(author.text("Text")).to_have_value("the last word")


async def test_axe_finds_nothing_on_the_list_and_in_the_editor(author: Author) -> None:
    await finds_nothing(author.page)
    await three_branching_pages(author)
    await author.page.locator("summary").first.click()
    await finds_nothing(author.page)
    await author.text("Text").press("ControlOrMeta+End")
    await author.page.keyboard.type("{{ nobody }}")
    await expect(author.page.get_by_text("There is no merge field nobody.").first).to_be_visible()
    await author.page.keyboard.type(" {{ ")
    await expect(author.page.get_by_role("listbox")).to_be_visible()

    await finds_nothing(author.page)


async def test_what_can_be_done_to_a_script_is_in_sight_on_a_narrow_screen(author: Author) -> None:
    await author.page.set_viewport_size({"width": 390, "height": 844})

    for action in ("Duplicate", "Rename", "Retire", "Delete"):
        button = author.page.get_by_role("button", name=re.compile(f"^{action}")).first
        await expect(button).to_be_in_viewport(ratio=1)


async def test_versions_drafts_and_scripts_come_and_go(author: Author) -> None:
    await a_script_with_a_name(author)
    await author.write(author.text("Text"), "the first version")
    await author.saved()
    await author.click(author.button("Publish"))
    await expect(author.page.get_by_text("Published. Choose it")).to_be_visible()

    await author.write(author.text("Text"), "the second version")
    await author.saved()
    await author.click(author.button("Discard draft"))
    await author.click(author.page.get_by_role("alertdialog").get_by_text("Discard draft"))
    await expect(author.text("Text")).to_have_value("the first version")
    await author.write(author.text("Text"), "the third version")
    await author.saved()
    await author.click(author.button("Publish"))
    await author.click(author.page.get_by_text("Versions (2)"))
    await expect(author.page.get_by_role("list", name="Versions")).to_contain_text("Author")
    await author.click(author.button("Return to version 1"))
    await author.click(author.page.get_by_role("alertdialog").get_by_text("Return", exact=True))
    await expect(author.text("Text")).to_have_value("the first version")

    await author.click(author.page.get_by_role("link", name="All scripts"))
    await author.click(author.button("Duplicate Disputes"))
    await author.click(author.button("Delete Disputes (2)"))
    await author.click(author.page.get_by_role("alertdialog").get_by_text("Delete", exact=True))
    await expect(author.page.get_by_text("Disputes (2)")).to_have_count(0)
    await author.click(author.button("Rename Disputes"))
    await author.text("Name").fill("Quarrels")
    await author.click(author.button("Save"))
    await author.click(author.button("Retire Quarrels"))
    await author.click(author.page.get_by_role("alertdialog").get_by_text("Retire", exact=True))

    await expect(author.page.get_by_role("row", name="Quarrels")).to_contain_text("Not published")


async def test_a_script_is_written_without_a_mouse(author: Author) -> None:
    keyboard = author.page.keyboard
    await author.button("New script").press("Enter")
    await expect(author.text("Script name")).to_be_focused()
    await keyboard.type("Greeting only")
    await author.button("Add page").press("Enter")
    await expect(author.text("Page title")).to_be_focused()
    await keyboard.type("Second")
    await keyboard.press("Tab")
    await expect(author.button("Insert merge field")).to_be_focused()
    await keyboard.press("Enter")
    await expect(author.text("Text")).to_be_focused()
    await expect(author.page.get_by_role("listbox")).to_be_visible()
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await expect(author.text("Text")).to_have_value("{{ contact.last_name }}")
    await keyboard.type(" {{ ")
    await keyboard.press("Escape")
    await expect(author.page.get_by_role("listbox")).to_be_hidden()
    for _ in range(4):
        await keyboard.press("Backspace")
    await author.button("Move page up").press("Enter")
    await expect(author.map.get_by_role("button", name="1 Second")).to_be_visible()
    await author.map.get_by_role("button", name="2 Page 2").press("Enter")
    await author.button("Delete page").press("Enter")
    await expect(author.page.get_by_role("alertdialog")).to_be_visible()
    await keyboard.press("Escape")
    await expect(author.page.get_by_role("alertdialog")).to_have_count(0)
    await author.button("Publish").press("Enter")

    await expect(author.page.get_by_text("Published. Choose it")).to_be_visible()


async def test_a_question_is_required_at_once_and_holds_back_the_preview(author: Author) -> None:
    await a_script_with_a_name(author)
    await author.click(author.button("Add question"))
    await author.write(author.text("Question"), "Which product?")
    await author.choose(author.text("Answered by"), "One choice")
    await author.write(author.text("Choices"), "Router\nphone = Telephone")
    await author.text("Required").check()
    await author.click(author.button("Add page"))
    await expect(author.text("Page title")).to_be_focused()
    await author.click(author.map.get_by_role("button", name="1 Page 1"))

    await expect(author.preview).to_contain_text("“Next” waits for the required answers.")
    await author.preview.get_by_label("Telephone", exact=True).check()
    await author.click(author.preview.get_by_role("button", name="Next"))

    await expect(author.preview).to_contain_text("2 / 2")
    await author.page.reload()
    await expect(author.text("Required")).to_be_checked()
    await expect(author.text("Choices")).to_have_value("Router\nphone = Telephone")
