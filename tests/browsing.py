"""One real browser for all tests of a process: it starts once, and each test gets windows of its own in it.

A context of the browser has its own cookies, storage, permissions and connections, and none of it outlives the test.
A test that needs other arguments, or harms the browser as a whole, starts one of its own with ``start``.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Error, Playwright, async_playwright, expect

PLAIN_HOST = "callbeacon.test"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A name that is not this machine's own, whose pages on plain http are no secure context.
    f"--host-resolver-rules=MAP {PLAIN_HOST} 127.0.0.1",
)
SECONDS_TO_ANSWER = 20
# How long a page may take on a busy machine; how long it does take, the benchmarks say.
expect.set_options(timeout=20_000)


class SharedBrowser:
    """The browser of this process: started by the first test that asks, and again after it died."""

    def __init__(self, playwright: Playwright, *, path: str) -> None:
        self._playwright = playwright
        self._path = path
        self._browser: Browser | None = None

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[Browser]:
        """Give a browser without a window; close whatever windows it then has."""
        if self._browser is None or not await _answers(self._browser):
            self._browser = await start(self._playwright, path=self._path)
        try:
            yield self._browser
        finally:
            await self._close_windows(self._browser)

    async def close(self) -> None:
        """End the browser."""
        if self._browser is not None:
            await self._browser.close()

    async def _close_windows(self, browser: Browser) -> None:
        # One that hangs, or is dead, is no matter of the tests to come: they get another.
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                for context in browser.contexts:
                    await context.close()
        except (Error, TimeoutError):
            self._browser = None
            await browser.close()


@asynccontextmanager
async def shared(*, path: str) -> AsyncIterator[SharedBrowser]:
    """Give a browser to share; end it with the last who does."""
    async with async_playwright() as playwright:
        browser = SharedBrowser(playwright, path=path)
        yield browser
        await browser.close()


async def start(playwright: Playwright, *, path: str) -> Browser:
    """Start a browser of one's own."""
    return await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


async def _answers(browser: Browser) -> bool:
    # That it ended while no loop ran, Playwright learns only now.
    try:
        session = await browser.new_browser_cdp_session()
        await session.send("Browser.getVersion")
        await session.detach()
    except Error:
        return False
    return True
