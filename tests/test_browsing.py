"""The browser that tests share: nothing of one test is left for the next, whatever became of the browser."""

import contextlib
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Error

from tests.browsing import SharedBrowser, shared
from tests.waiting import eventually


@pytest.fixture
async def lender(browser_path: str) -> AsyncIterator[SharedBrowser]:
    """Give a shared browser of this test's own."""
    async with shared(path=browser_path) as lender:
        yield lender


async def test_the_windows_of_one_test_are_gone_for_the_next(lender: SharedBrowser) -> None:
    async with lender.lent() as first:
        await first.new_page()
        await (await first.new_context()).new_page()

    async with lender.lent() as second:
        left = second.contexts

    assert second is first
    assert left == []


async def test_a_browser_that_died_in_a_test_is_replaced_for_the_next(
    lender: SharedBrowser,
) -> None:
    async with lender.lent() as first:
        await first.new_page()
        session = await first.new_browser_cdp_session()
        with contextlib.suppress(Error):
            await session.send("Browser.crash")
        await eventually(lambda: not first.is_connected())

    async with lender.lent() as second:
        page = await second.new_page()
        answer = await page.evaluate("1 + 1")

    assert second is not first
    assert answer == 2
