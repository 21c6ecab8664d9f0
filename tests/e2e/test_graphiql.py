"""GraphiQL in a browser: for whoever is signed in, from our own files, with queries and subscriptions."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from tests.builders import PASSWORD
from tests.e2e.people import Agent, TelephoneSystem, a_signed_in_agent, a_window
from tests.running import RunningServer
from tests.waiting import eventually

DARK = 100
"""The most that red, green and blue of a dark ground come to, each."""
GROUND = """
    () => getComputedStyle(document.querySelector(".graphiql-container")).backgroundColor
      .match(/\\d+/g).slice(0, 3).map(Number)
"""


def hosts_asked(agent: Agent) -> set[str]:
    """Note the host of each request, of sockets too, from now on."""
    hosts: set[str] = set()
    agent.page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    agent.page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).netloc))
    return hosts


async def run(agent: Agent, operation: str) -> None:
    """Run one of the operations in the editor, by its name."""
    button = agent.button("Execute query (Ctrl-Enter)")
    # Until the editor has read them, the button does not know that there are several to choose from.
    await expect(button).to_have_attribute("aria-haspopup", "menu")
    await button.click()
    await agent.page.get_by_role("menuitem", name=operation).click()


async def test_a_query_and_a_subscription_are_answered_from_our_own_host_alone(
    browser: Browser, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", "4165550100")
    agent = await a_signed_in_agent(browser, server, "user101")
    agent.complaints.clear()
    await agent.page.goto("/account")
    hosts = hosts_asked(agent)

    await agent.page.get_by_role("link", name="Try GraphQL in GraphiQL").click()
    answer = agent.page.get_by_role("region", name="Result Window")
    await run(agent, "Calls")
    await expect(answer).to_contain_text('"loginName": "user101"')
    await expect(answer).to_contain_text('"phoneNumber": "4165550100"')
    await run(agent, "Beacon")
    await expect(answer).to_contain_text('"status": "CONNECTED"')
    await telephone_system.disconnect("user101")
    await expect(answer).to_contain_text('"status": "DISCONNECTED"')
    await agent.page.get_by_role("button", name="Open settings dialog").click()
    await expect(agent.page.get_by_role("dialog")).to_be_visible()
    await agent.page.keyboard.press("Escape")

    assert hosts == {urlsplit(server.url).netloc}
    assert agent.complaints == []


async def test_a_browser_that_asks_for_graphql_is_shown_graphiql(
    browser: Browser, server: RunningServer
) -> None:
    agent = await a_window(browser, server)

    await agent.page.goto("/graphql")
    await expect(agent.button("Sign in")).to_be_visible()
    is_shown_unsigned = await agent.page.locator("#graphiql").count()
    await agent.fill_sign_in("user101", PASSWORD)

    await expect(agent.page.get_by_role("region", name="Query Editor")).to_be_visible()
    assert is_shown_unsigned == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_as_light_or_dark_as_the_other_pages(
    browser: Browser, server: RunningServer, theme: str
) -> None:
    agent = await a_signed_in_agent(browser, server, "user101")
    await agent.page.evaluate("theme => localStorage.setItem('callbeacon-theme', theme)", theme)

    await agent.page.goto("/graphiql")
    await expect(agent.page.get_by_role("region", name="Query Editor")).to_be_visible()

    async def is_right() -> bool:
        ground = await agent.page.evaluate(GROUND)
        return all(part < DARK for part in ground) is (theme == "dark")

    # The page takes the theme only after it has shown the editor.
    await eventually(is_right)
