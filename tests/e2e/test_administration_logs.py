"""The logs say why there was no pop, what came, and who changed what."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from playwright.async_api import expect

from models.calls.tables import CallTraceStep
from models.people.granting import disable_user
from models.people.users import find_user
from models.site import Site
from tests.builders import a_source
from tests.e2e.administrators import NUMBER, at, button, field, sent
from tests.e2e.people import Agent, TelephoneSystem
from tests.running import RunningServer
from tests.waiting import eventually

Seed = Callable[[Site, RunningServer, httpx.BasicAuth], Awaitable[object]]


async def _from_a_wrong_network(site: Site, server: RunningServer, _: httpx.BasicAuth) -> None:
    auth = await a_source(site, "elsewhere", networks=["10.1.0.0/16"])
    await sent(server, "user101", "CONNECTED", NUMBER, auth=auth)


async def forget_the_traces() -> None:
    await CallTraceStep.delete(force=True)


async def _while_the_bus_is_down(site: Site, server: RunningServer, auth: httpx.BasicAuth) -> None:
    await sent(server, "user101", "CONNECTED", NUMBER, auth=auth)
    # Traces are written after the answer.
    await eventually(lambda: CallTraceStep.exists().run())
    await site.writer.run(forget_the_traces)


async def _to_a_disabled_user(site: Site, server: RunningServer, auth: httpx.BasicAuth) -> None:
    await disable_user(site, None, await find_user("user102"))
    await sent(server, "user102", "CONNECTED", NUMBER, auth=auth)


CAUSES: dict[str, tuple[str, Seed, str]] = {
    "unknown login": (
        "user103",
        lambda _, server, auth: sent(server, "user103", "CONNECTED", NUMBER, auth=auth),
        "No user is known as “user103”.",
    ),
    "no privilege": (
        "admin",
        lambda _, server, auth: sent(server, "admin", "CONNECTED", NUMBER, auth=auth),
        "The agent does not have the privilege gCallUser, so no beacon is shown.",
    ),
    "wrong token": (
        "user101",
        lambda _, server, __: sent(
            server, "user101", "CONNECTED", NUMBER, auth=httpx.BasicAuth("pbx", "wrong")
        ),
        "A sender was refused: its name or its token is wrong, or the source is revoked.",
    ),
    "wrong network": (
        "user101",
        _from_a_wrong_network,
        "A sender was refused: it sent from a network that the source may not use.",
    ),
    "page closed": (
        "user101",
        lambda _, server, auth: sent(server, "user101", "CONNECTED", NUMBER, auth=auth),
        "The call was announced, but no page of the agent was open and connected.",
    ),
    "bus down": (
        "user101",
        _while_the_bus_is_down,
        "The call was stored, but could not be announced to the pages: the message bus was down.",
    ),
    "odd number": (
        "user101",
        lambda _, server, auth: sent(server, "user101", "CONNECTED", "anonymous", auth=auth),
        "The caller's number “anonymous” could not be read: the beacon says “Unknown caller”.",
    ),
    "user disabled": (
        "user102",
        _to_a_disabled_user,
        "user102 is disabled, so calls for this user are refused.",
    ),
}


@pytest.mark.parametrize("cause", CAUSES)
async def test_the_log_says_why_there_was_no_pop(
    admin: Agent,
    server: RunningServer,
    server_site: Site,
    source_auth: httpx.BasicAuth,
    cause: str,
) -> None:
    login_name, seed, sentence = CAUSES[cause]
    await seed(server_site, server, source_auth)
    page = await at(admin, "log")
    why = page.get_by_role("form", name="Why did I not get a pop?")

    await field(why, "Agent").fill(login_name)
    await button(why, "Find out").click()

    findings = page.get_by_role("list", name="What was found")
    await expect(findings.get_by_text(sentence, exact=True)).to_be_visible()
    assert admin.complaints == []


async def test_the_log_is_searched_by_number_and_downloaded(
    admin: Agent, telephone_system: TelephoneSystem
) -> None:
    await telephone_system.connect("user101", NUMBER)
    await telephone_system.connect("user102", "6475550133")
    page = await at(admin, "log")
    search = page.get_by_role("form", name="Search messages")

    await field(search, "Number").fill("+1 416 555 0100")
    await button(search, "Search").click()

    await expect(page.get_by_role("row").filter(has_text="user101")).to_have_count(1)
    await expect(page.get_by_role("row").filter(has_text="user102")).to_have_count(0)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download as CSV").click()
    text = (await (await download.value).path()).read_text()
    assert NUMBER in text
    assert "6475550133" not in text


async def test_the_log_has_pages(admin: Agent, telephone_system: TelephoneSystem) -> None:
    for count in range(26):
        await telephone_system.connect("user101", f"41655502{count:02}")
    page = await at(admin, "log")

    await page.get_by_role("link", name="Next").click()
    await expect(page.get_by_text("Page 2", exact=True)).to_be_visible()
    await expect(page.get_by_role("row")).to_have_count(2)
    await page.get_by_role("link", name="Previous").click()

    await expect(page.get_by_role("row")).to_have_count(26)


async def test_the_audit_trail_says_who_changed_what_from_what_to_what(admin: Agent) -> None:
    page = await at(admin, "settings")
    await (
        page.get_by_role("listitem")
        .filter(has_text="Repeat window")
        .get_by_role("button", name="Edit")
        .click()
    )
    await field(page, "Repeat window").fill("soon")
    await button(page, "Save").click()
    await expect(page.get_by_role("alert")).to_contain_text("is a whole number from 0")
    await field(page, "Repeat window").fill("90")
    await button(page, "Save").click()
    await expect(page.get_by_text("Repeat window is saved.")).to_be_visible()
    await expect(page.get_by_text("90 s")).to_be_visible()

    page = await at(admin, "audit", "&action=setting")

    row = page.get_by_role("row").nth(1)
    for text in ("Boss (boss)", "Site setting changed", "60", "90"):
        await expect(row).to_contain_text(text)
