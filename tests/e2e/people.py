"""Who takes part in an end-to-end test: an agent at a browser, and the telephone system."""

from dataclasses import dataclass, field

import httpx
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.builders import PASSWORD, an_rpc
from tests.running import RunningServer

BILLING = "1084CC0BCF18B24ABF86830DD046021FC0"
COMPLAINT = "complaint"
"""A reason that asks for an outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TelephoneSystem:
    """Report calls as a telephony server does."""

    address: str
    auth: httpx.BasicAuth

    async def send(self, body: str) -> None:
        """Post a message as it stands and expect it to be accepted."""
        async with httpx.AsyncClient(auth=self.auth) as client:
            answer = await client.post(self.address, content=body)
        assert answer.json() == {"jsonrpc": "2.0", "result": None, "id": 1}

    async def connect(
        self,
        login_name: str,
        phone_number: str | None,
        reason_id: str | None = None,
        details: dict[str, str] | None = None,
    ) -> None:
        """Say that the user has answered a call."""
        await self._report(login_name, "CONNECTED", phone_number, reason_id, details)

    async def disconnect(self, login_name: str) -> None:
        """Say that the user has hung up."""
        await self._report(login_name, "DISCONNECTED", None, None)

    async def _report(self, *params: object) -> None:
        async with httpx.AsyncClient(auth=self.auth) as client:
            answer = await client.post(self.address, json=an_rpc(*params))
        assert answer.json()["result"] is None


@dataclass(slots=True)
class Agent:
    """One tab of an agent's browser, found by what a screen reader would find, with what it complains about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    @property
    def waiting_beacon(self) -> Locator:
        """Find the beacon while it flashes."""
        return self.page.get_by_role("button", name="Inbound call waiting", exact=True)

    @property
    def idle_beacon(self) -> Locator:
        """Find the beacon while it does not."""
        return self.page.get_by_role("button", name="No inbound call", exact=True)

    @property
    def user_menu(self) -> Locator:
        """Find the button with the user's name."""
        return self.page.get_by_role("button", name="settings and sign-out")

    @property
    def tabs(self) -> Locator:
        """Find the tabs of the open calls."""
        return self.page.get_by_role("tablist", name="Inbound calls").get_by_role("tab")

    @property
    def front_tab(self) -> Locator:
        """Find the tab in front."""
        return self.page.get_by_role("tab", selected=True)

    @property
    def panel(self) -> Locator:
        """Find the panel in front."""
        return self.page.get_by_role("tabpanel")

    @property
    def notes(self) -> Locator:
        """Find the notes in front."""
        return self.page.get_by_role("textbox", name="Notes", exact=True)

    @property
    def outcome(self) -> Locator:
        """Find the outcome in front."""
        return self.panel.get_by_role("combobox", name="Outcome", exact=True)

    @property
    def heading_of_nothing(self) -> Locator:
        """Find the heading of the desktop without a call."""
        return self.page.get_by_role("heading", name="No open calls")

    def button(self, name: str) -> Locator:
        """Find a button anywhere on the page."""
        return self.page.get_by_role("button", name=name, exact=True)

    def region(self, name: str) -> Locator:
        """Find a region of the panel in front."""
        return self.panel.get_by_role("region", name=name, exact=True)

    async def fill_sign_in(self, login_name: str, password: str) -> None:
        """Fill in the sign-in form and send it."""
        await self.page.get_by_label("Login name", exact=True).fill(login_name)
        await self.page.get_by_label("Password", exact=True).fill(password)
        await self.page.get_by_role("button", name="Sign in", exact=True).click()

    async def sign_out(self) -> None:
        """Sign out from the menu under the user's name."""
        await self.user_menu.click()
        await self.page.get_by_role("button", name="Sign out", exact=True).click()

    async def tab_to(self, goal: Locator, *, key: str = "Tab", within: int = 12) -> None:
        """Press Tab until the goal has the focus; what scrolls takes it on the way."""
        for _ in range(within):
            await self.page.keyboard.press(key)
            if await goal.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError("The Tab key does not get there.")

    async def type_and_wait(self, text: str) -> None:
        """Put a text into the notes and wait until it is saved."""
        await self.notes.fill(text)
        await expect(self.panel.get_by_text("Saved", exact=True)).to_be_visible()

    async def open_waiting_call(self, *, tab: str) -> None:
        """Click the beacon and wait for the tab."""
        await self.waiting_beacon.click()
        await expect(self.front_tab).to_have_accessible_name(tab)


async def a_window(browser: Browser, server: RunningServer, *, locale: str = "en-CA") -> Agent:
    """Open a window of its own, with no cookie."""
    context = await browser.new_context(base_url=server.url, locale=locale)
    return watched(await context.new_page())


async def another_tab(agent: Agent) -> Agent:
    """Open another tab of the same browser at the desktop, in which nobody has clicked yet."""
    other = watched(await agent.page.context.new_page())
    await other.page.goto("/")
    return other


async def a_signed_in_agent(browser: Browser, server: RunningServer, login_name: str) -> Agent:
    """Open a window of its own, signed in without the form: that is for those to fill in whose test is about it."""
    agent = await a_window(browser, server)
    answer = await agent.page.context.request.post(
        "/login",
        form={"login_name": login_name, "password": PASSWORD},
        headers={
            "Origin": server.url,
            "User-Agent": await agent.page.evaluate("navigator.userAgent"),
        },
        max_redirects=0,
    )
    assert answer.status == 303
    await agent.page.goto("/")
    await expect(agent.user_menu).to_be_visible()
    return agent


def watched(page: Page) -> Agent:
    """Note every error and every breach of the policy; a server that is away is not one."""
    agent = Agent(page)

    def hear(message: ConsoleMessage) -> None:
        is_absence = "ERR_CONNECTION_REFUSED" in message.text or "WebSocket" in message.text
        if message.type in {"error", "warning"} and not is_absence:
            agent.complaints.append(message.text)

    page.on("pageerror", lambda error: agent.complaints.append(str(error)))
    page.on("console", hear)
    return agent
