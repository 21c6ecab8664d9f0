"""How a test finds its way through Administration, by what a screen reader would find."""

import httpx
from playwright.async_api import Locator, Page, expect

from tests.builders import an_rpc
from tests.e2e.people import Agent
from tests.running import RunningServer

PATH = "/administration"
NUMBER = "4165550100"


async def at(admin: Agent, part: str, search: str = "") -> Page:
    """Open a part of Administration."""
    await admin.page.goto(f"{PATH}?tab={part}{search}")
    await expect(admin.page.locator(".part-in-front")).to_be_visible()
    return admin.page


async def at_user(admin: Agent, login_name: str) -> Page:
    """Open one user's page by the list."""
    page = await at(admin, "users", f"&search={login_name}")
    await page.get_by_role("rowheader").get_by_role("link", name=login_name.title()).click()
    await expect(region(page, "Privileges")).to_be_visible()
    return page


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def button(inside: Page | Locator, name: str) -> Locator:
    return inside.get_by_role("button", name=name, exact=True)


def field(inside: Page | Locator, name: str) -> Locator:
    return inside.get_by_label(name, exact=True)


async def sent(server: RunningServer, *params: object, auth: httpx.BasicAuth) -> str | None:
    """Send a message as it stands; return the code with which it was refused."""
    async with httpx.AsyncClient(auth=auth) as client:
        answer = (await client.post(server.rpc_url, json=an_rpc(*params))).json()
    return answer["error"]["data"]["code"] if "error" in answer else None
