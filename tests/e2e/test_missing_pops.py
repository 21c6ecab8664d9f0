"""Eight causes for a pop that did not come, each brought about for good, and each found in seconds by four actions."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, expect

from models.people.granting import disable_user
from models.people.users import find_user
from models.site import Site
from tests.builders import a_source
from tests.e2e.administrators import NUMBER, button, sent
from tests.e2e.administrators import field as named
from tests.e2e.people import Agent, a_signed_in_agent
from tests.running import RunningServer, running_server
from tests.servers import Valkey
from tests.waiting import eventually

FOUND_WITHIN = 30  # seconds
MOST_ACTIONS = 4
NO_SUCH_TOKEN = httpx.BasicAuth("pbx", "wrong")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a cause is brought about with; ``agent`` is user101, signed in with the desktop open."""

    agent: Agent
    browser: Browser
    server: RunningServer
    site: Site
    auth: httpx.BasicAuth
    bus: Valkey

    async def call(
        self, login_name: str = "user101", *, auth: httpx.BasicAuth | None = None, by: str = NUMBER
    ) -> str | None:
        """Report a call and return the code with which it was refused."""
        return await sent(self.server, login_name, "CONNECTED", by, auth=auth or self.auth)

    async def bus_is_down(self) -> bool:
        """Tell whether the server knows that its bus is away."""
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"{self.server.url}/health/ready")
        return bool(answer.json()["bus"] == "down")

    async def has_one_page(self) -> bool:
        """Tell whether the server knows that the administrator's page is the only one."""
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"{self.server.url}/metrics")
        return "\ncallbeacon_sockets 1.0\n" in answer.text


async def unknown_login(world: World) -> None:
    assert await world.call("user103") == "NO_SUCH_USER"


async def no_privilege(world: World) -> None:
    clerk = await a_signed_in_agent(world.browser, world.server, "admin")

    assert await world.call("admin") is None
    await expect(clerk.waiting_beacon).to_have_count(0)


async def wrong_token(world: World) -> None:
    assert await world.call(auth=NO_SUCH_TOKEN) == "NOT_AUTHORISED_SOURCE"


async def wrong_network(world: World) -> None:
    elsewhere = await a_source(world.site, "elsewhere", networks=["10.1.0.0/16"])
    assert await world.call(auth=elsewhere) == "NETWORK_NOT_ALLOWED"


async def page_closed(world: World) -> None:
    await world.agent.page.close()
    await eventually(world.has_one_page)
    assert await world.call() is None


async def bus_down(world: World) -> None:
    world.bus.kill()
    await eventually(world.bus_is_down)
    assert await world.call() is None


async def odd_number(world: World) -> None:
    assert await world.call(by="anonymous") is None
    await expect(world.agent.waiting_beacon).to_be_visible()


async def user_disabled(world: World) -> None:
    await disable_user(world.site, None, await find_user("user102"))
    assert await world.call("user102") == "NO_SUCH_USER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause: how it comes about, what the administrator is told by the agent, and what the page says to it."""

    happens: Callable[[World], Awaitable[None]]
    asked: dict[str, str] = field(default_factory=lambda: {"Agent": "user101"})
    sentence: str
    next_step: str


CAUSES = {
    "unknown login": Cause(
        happens=unknown_login,
        asked={"Number": NUMBER},
        sentence="No user is known as “user103”.",
        next_step="put “user103” under the telephony logins of the one who is meant.",
    ),
    "no privilege": Cause(
        happens=no_privilege,
        asked={"Agent": "admin"},
        sentence="The agent does not have the privilege gCallUser, so no beacon is shown.",
        next_step="Grant gCallUser under Users",
    ),
    "wrong token": Cause(
        happens=wrong_token,
        sentence="A sender was refused: its name or its token is wrong, or the source is revoked.",
        next_step="Enter the token in the telephone system again",
    ),
    "wrong network": Cause(
        happens=wrong_network,
        sentence="A sender was refused: it sent from a network that the source may not use.",
        next_step="Add its address to the networks of the source",
    ),
    "page closed": Cause(
        happens=page_closed,
        sentence="The call was announced, but no page of the agent was open and connected.",
        next_step="Keep a page of Callbeacon open",
    ),
    "bus down": Cause(
        happens=bus_down,
        sentence="The call was stored, but could not be announced to the pages: the message bus was down.",
        next_step="See that the broadcast service runs",
    ),
    "odd number": Cause(
        happens=odd_number,
        sentence="The caller's number “anonymous” could not be read: the beacon says “Unknown caller”.",
        next_step="Have the telephone system send the full number.",
    ),
    "user disabled": Cause(
        happens=user_disabled,
        asked={"Agent": "user102"},
        sentence="user102 is disabled, so calls for this user are refused.",
        next_step="Enable the user under Users.",
    ),
}


@pytest.fixture
async def server(
    tmp_path: Path, source_auth: httpx.BasicAuth, own_valkey: Valkey
) -> AsyncIterator[RunningServer]:
    """Run Callbeacon with a bus of its own that a test may kill."""
    settings = {"BROADCAST_URL": own_valkey.url, "SECRET_KEY": "k" * 32}
    with running_server(tmp_path / "var", **settings) as running:
        yield running


@pytest.fixture
async def world(
    browser: Browser,
    server: RunningServer,
    server_site: Site,
    source_auth: httpx.BasicAuth,
    own_valkey: Valkey,
) -> World:
    """Give everything that a cause is brought about with."""
    agent = await a_signed_in_agent(browser, server, "user101")
    await expect(agent.idle_beacon).to_be_visible()
    return World(
        agent=agent,
        browser=browser,
        server=server,
        site=server_site,
        auth=source_auth,
        bus=own_valkey,
    )


@pytest.mark.parametrize("name", CAUSES)
async def test_an_administrator_finds_the_cause_in_half_a_minute(
    admin: Agent, world: World, name: str
) -> None:
    cause = CAUSES[name]
    await cause.happens(world)
    page, actions, began = admin.page, 0, time.monotonic()

    for link in ("Administration", "Message log"):
        await page.get_by_role("link", name=link, exact=True).click()
        actions += 1
    why = page.get_by_role("form", name="Why did I not get a pop?")
    for label, text in cause.asked.items():
        await named(why, label).fill(text)
        actions += 1
    await button(why, "Find out").click()
    actions += 1
    finding = page.get_by_role("list", name="What was found").get_by_role("listitem")
    finding = finding.filter(has_text=cause.sentence)
    await expect(finding).to_be_visible(timeout=1000 * FOUND_WITHIN)

    assert time.monotonic() - began < FOUND_WITHIN
    assert actions <= MOST_ACTIONS
    await expect(finding).to_contain_text(cause.next_step)
    assert admin.complaints == []
