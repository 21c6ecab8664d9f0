"""The pages' machinery in a real browser: typing, leaving, losing the connection, and the policy."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, Locator, Page, WebSocket, expect

from tests.ui.site import ToySite, toy_site
from tests.waiting import eventually

PANGRAM = (
    "The quick brown fox jumps over the lazy dog, while Maria says “olá” and dials 1 416 555 0100."
)


@dataclass(slots=True)
class Window:
    """A browser window, with what it complained about and what it sent."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def notes(self, call: str) -> Locator:
        """Find the notes of a call."""
        return self.page.get_by_label(f"Notes of {call}")


@pytest.fixture
async def site() -> AsyncIterator[ToySite]:
    async with toy_site() as running:
        yield running


@pytest.fixture
async def window(site: ToySite, browser: Browser) -> Window:
    window = Window(await browser.new_page())
    watch(window, site)
    return window


def watch(window: Window, site: ToySite) -> None:
    def hear(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: window.sent.append(str(frame)))

    window.page.on("websocket", hear)
    window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
    window.page.on(
        "console",
        lambda said: window.complaints.append(said.text) if said.type == "error" else None,
    )
    window.page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith(site.origin) else window.elsewhere.append(asked.url)
        ),
    )


async def opened(window: Window, site: ToySite, path: str = "/") -> Page:
    await window.page.goto(site.origin + path)
    await expect(window.page.locator("body[data-conn=up]")).to_be_attached()
    return window.page


async def test_fast_typing_arrives_exact_in_small_frames(site: ToySite, window: Window) -> None:
    page = await opened(window, site)

    await window.notes("a").press_sequentially(PANGRAM, delay=0)

    await eventually(lambda: site.text("a") == PANGRAM)
    await expect(window.notes("a")).to_have_value(PANGRAM)
    await page.get_by_label("First").press_sequentially("x")
    typed = [frame for frame in window.sent if '"input"' in frame]
    assert typed
    assert max(len(frame.encode()) - len(PANGRAM.encode()) for frame in typed) < 500


async def test_a_whole_desk_keeps_to_the_policy_and_asks_nobody_else(
    site: ToySite, window: Window
) -> None:
    page = await opened(window, site)
    await window.notes("a").press_sequentially("hello")
    await page.get_by_label("First").fill("Maria")
    await page.get_by_role("button", name="Save").click()
    await eventually(lambda: site.submitted == [{"first": "Maria", "choice": "x"}])

    await opened(window, site, "/router")
    await page.get_by_role("link", name="Call 7").click()
    await expect(page.get_by_role("heading", name="One call")).to_be_visible()

    assert window.complaints == []
    assert window.elsewhere == []


async def test_text_stays_with_its_call_when_another_comes_in_front(
    site: ToySite, window: Window
) -> None:
    page = await opened(window, site)
    site.takes_drafts = False  # what is saved would come back from the server
    await window.notes("a").press_sequentially("for a")

    await page.get_by_role("button", name="Ring").evaluate("button => button.click()")
    await expect(window.notes("new")).to_be_visible()

    await expect(window.notes("new")).to_have_value("")
    await expect(window.notes("a")).to_have_value("for a")
    await expect(window.notes("a")).to_be_focused()
    site.takes_drafts = True
    await eventually(lambda: site.text("a") == "for a")
    assert site.text("new") == ""


async def test_text_typed_just_before_leaving_is_sent_on_the_way_out(
    site: ToySite, window: Window
) -> None:
    page = await opened(window, site)
    await window.notes("b").press_sequentially("not yet sent")

    await page.goto(site.origin + "/login")

    await eventually(lambda: bool(site.left) or site.text("b") == "not yet sent")
    last = {"workspace": "b", "field": "notes", "value": "not yet sent"}
    assert [{**draft, **last} for draft in site.left] == site.left
    # The same editor as the page's own saves have, lest it be in conflict with itself.
    assert {draft["editor"] for draft in site.left} <= site.editors
    assert all(len(editor) == 32 for editor in site.editors)


async def test_nothing_is_sent_on_leaving_when_all_is_saved(site: ToySite, window: Window) -> None:
    page = await opened(window, site)
    await window.notes("b").press_sequentially("saved")
    await expect(window.notes("b")).to_have_attribute("data-version", "2")

    await page.goto(site.origin + "/login")

    assert site.left == []


async def test_text_typed_while_the_server_restarts_is_kept_and_saved(
    site: ToySite, window: Window
) -> None:
    page = await opened(window, site)
    await window.notes("a").press_sequentially("before ")
    await eventually(lambda: site.text("a") == "before ")

    await site.stop()
    await expect(page.get_by_role("status", name="Connection lost")).to_be_visible()
    await window.notes("a").press_sequentially("during ")
    await site.start()
    await expect(page.locator("body[data-conn=up]")).to_be_attached()
    await window.notes("a").press_sequentially("after")

    await eventually(lambda: site.text("a") == "before during after")
    await expect(window.notes("a")).to_have_value("before during after")
    await expect(page.locator("#connection")).to_have_text("")
    assert len(site.editors) == 1


async def test_text_is_sent_again_until_the_server_takes_it(site: ToySite, window: Window) -> None:
    await opened(window, site)
    site.takes_drafts = False
    await window.notes("a").press_sequentially("patience")
    await eventually(lambda: any("patience" in frame for frame in window.sent))

    site.takes_drafts = True

    await eventually(lambda: site.text("a") == "patience", within=20)


async def test_the_end_of_the_session_leads_to_the_sign_in_page(
    site: ToySite, window: Window
) -> None:
    page = await opened(window, site)

    site.signed_out.set()

    await expect(page).to_have_url(re.compile(r"/login\?next=%2F$"))


async def test_unsaved_text_outlives_the_session_until_somebody_signs_in(
    site: ToySite, window: Window
) -> None:
    page = await opened(window, site)
    site.takes_drafts = False
    await window.notes("a").press_sequentially("keep me")
    site.is_signed_in = False

    site.signed_out.set()
    await expect(page.get_by_role("status", name="Session ended")).to_be_visible()
    await expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    site.signed_out.clear()
    site.is_signed_in = site.takes_drafts = True

    await eventually(lambda: site.text("a") == "keep me", within=20)
    await expect(page.locator("#connection")).to_have_text("")


async def test_a_page_whose_first_connection_fails_starts_by_itself(
    site: ToySite, window: Window
) -> None:

    await window.page.add_init_script(
        "if (!sessionStorage.tried) { sessionStorage.tried = 1;"
        " const Plain = WebSocket; window.WebSocket = class extends Plain {"
        " constructor() { super('/reactpy/nowhere/'); } }; }"
    )

    await window.page.goto(site.origin)

    await expect(window.page.locator("body[data-conn=up]")).to_be_attached(timeout=20_000)
