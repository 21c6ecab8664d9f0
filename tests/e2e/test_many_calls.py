"""Several calls at once, in several browsers: each gets its own beacons, and only what changes is sent."""

import asyncio
import random
import re

from playwright.async_api import Browser, WebSocket, expect

from tests.e2e.people import (
    BILLING,
    Agent,
    TelephoneSystem,
    a_signed_in_agent,
    another_tab,
)
from tests.running import RunningServer
from tests.waiting import eventually

CALLS = 200
WORKSPACES = 8


async def open_calls(agent: Agent, telephone_system: TelephoneSystem, count: int) -> list[str]:
    """Open so many calls and return the ids of their workspaces."""
    for number in range(count):
        await telephone_system.connect("user101", f"64755501{number:02}", BILLING)
        await agent.waiting_beacon.click()
        await expect(agent.tabs).to_have_count(number + 1)
    return [str(await tab.get_attribute("data-workspace")) for tab in await agent.tabs.all()]


def received_by(agent: Agent) -> list[str]:
    frames: list[str] = []

    def hear(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: frames.append(str(frame)))

    agent.page.on("websocket", hear)
    return frames


async def test_a_change_of_one_of_eight_workspaces_renders_no_other(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    ids = await open_calls(agent, telephone_system, WORKSPACES)
    frames = received_by(agent)
    await agent.page.reload()
    await expect(agent.notes).to_be_visible()
    await expect(agent.tabs).to_have_count(WORKSPACES)
    frames.clear()

    await agent.type_and_wait("Only here.")
    await agent.outcome.select_option("Resolved")
    await agent.page.get_by_role("checkbox", name="Follow-up").check()
    await expect(agent.panel.locator("draft-status[state=saved]")).to_be_visible()

    front = str(await agent.front_tab.get_attribute("data-workspace"))
    updates = [frame for frame in frames if "layout-update" in frame]
    named = {id for id in ids for frame in updates if id in frame}
    print(f"{len(updates)} updates, {sum(map(len, updates))} bytes")
    assert named == {front}


async def test_two_calls_within_fifty_milliseconds_give_exactly_two_workspaces(
    agent: Agent, telephone_system: TelephoneSystem
) -> None:
    other = await another_tab(agent)
    await expect(other.idle_beacon).to_be_visible()
    await asyncio.gather(
        *(
            telephone_system.connect("user101", number, details={"callId": number})
            for number in ("6475550111", "6475550122")
        )
    )

    await agent.waiting_beacon.dblclick()
    await expect(agent.tabs).to_have_count(1)
    await agent.page.get_by_role("button", name="Unopened calls 1").click()
    await agent.page.get_by_role("button", name=re.compile("647-555-01.*Open$")).click()

    for tab in (agent, other):
        await expect(tab.tabs).to_have_count(2)
        await expect(tab.page.get_by_role("button", name="Unopened calls 0")).to_be_visible()
    names = {await tab.get_attribute("aria-label") for tab in await agent.tabs.all()}
    assert names == {"+1 647-555-0111", "+1 647-555-0122"}


async def test_over_two_hundred_calls_each_browser_shows_its_own_users_beacons_and_no_others(
    agent: Agent, browser: Browser, server: RunningServer, telephone_system: TelephoneSystem
) -> None:
    second = await a_signed_in_agent(browser, server, "user101")
    stranger = await a_signed_in_agent(browser, server, "user102")
    watchers = {"user101": [agent, second], "user102": [stranger]}
    for each in (agent, second, stranger):
        await expect(each.idle_beacon).to_be_visible()
        await each.page.evaluate(NOTE_BEACONS)
    chance = random.Random(5)  # the same calls every time
    sent: dict[str, list[str]] = {"user101": [], "user102": []}

    for number in range(CALLS):
        login_name = chance.choice(list(sent))
        address = f"647555{number:04}"
        sent[login_name].append(address)
        await telephone_system.connect(login_name, address)
        await eventually(lambda: _show(watchers[login_name], address))  # noqa: B023  # awaited here

    for login_name, pages in watchers.items():
        for each in pages:
            shown = set(await each.page.evaluate("[...window.beacons]"))
            own = {re.sub(r"\D", "", text)[-10:] for text in shown} - {""}
            assert own == set(sent[login_name])


# Every caller that the beacon has ever named.
NOTE_BEACONS = """() => {
  window.beacons = new Set();
  const caller = document.getElementById("beacon-caller");
  const note = () => caller.querySelector("strong") && window.beacons.add(caller.querySelector("strong").textContent);
  new MutationObserver(note).observe(caller, { childList: true, subtree: true, characterData: true });
}"""


async def _show(agents: list[Agent], address: str) -> bool:
    script = (
        "address => [...window.beacons].some(text => text.replace(/\\D/g, '').endsWith(address))"
    )
    return all([await agent.page.evaluate(script, address) for agent in agents])
