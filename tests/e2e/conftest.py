"""A server with one telephony source, two agents, a contact and a reason; and a real browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser

from callbeacon.installation import site_for
from callbeacon.settings import Settings
from models.people.privileges import Privilege
from models.scripts.flow import ScriptPage
from models.scripts.outcomes import add_outcome
from models.scripts.reasons import NewReason, add_reason
from models.scripts.scripts import add_published_script
from models.scripts.tables import CallReason
from models.site import Site
from tests.builders import a_contact, a_source, a_user
from tests.e2e.people import (
    BILLING,
    COMPLAINT,
    Agent,
    TelephoneSystem,
    a_signed_in_agent,
)
from tests.running import RunningServer, running_server

CALL_USER = Privilege.CALL_USER
SCRIPT = "# Billing\n\n> Good morning {{ contact.first_name }}, thank you for calling.\n"


@pytest.fixture
async def source_auth(settings: Settings) -> httpx.BasicAuth:
    """Fill the database before the server starts, and give the credentials of the source."""
    async with site_for(settings) as site:
        await a_user(site, "user101")
        await a_user(site, "user102")
        await a_user(site, "manager", privileges=(CALL_USER, Privilege.CALL_MANAGEMENT))
        await a_user(site, "admin", privileges=())
        await a_contact(site, "1234567890")
        await site.writer.run(lambda: _add_billing(site))
        return await a_source(site)


async def _add_billing(site: Site) -> None:
    page = ScriptPage(id="page-1", title="Billing", text=SCRIPT)
    script_id = await add_published_script("Billing", [page], now=site.now())
    await add_reason(
        NewReason(reason_id=BILLING, name="Billing Question", description="", script_id=script_id)
    )
    complaint = await add_reason(NewReason(reason_id=COMPLAINT, name="Complaint"))
    await CallReason.update({CallReason.requires_outcome: True}).where(CallReason.id == complaint)
    for position, name in enumerate(("Resolved", "Wrong number")):
        await add_outcome(name, position=position)


@pytest.fixture
async def server(data_dir: Path, source_auth: httpx.BasicAuth) -> AsyncIterator[RunningServer]:
    """Run Callbeacon as a process of its own, on the filled database."""
    with running_server(data_dir) as running:
        yield running


@pytest.fixture
async def server_site(settings: Settings, server: RunningServer) -> AsyncIterator[Site]:
    """Open the database of the server in this process too, to put more into it."""
    async with site_for(settings) as site:
        yield site


@pytest.fixture
def telephone_system(server: RunningServer, source_auth: httpx.BasicAuth) -> TelephoneSystem:
    """Give the telephony server that knows the source's token."""
    return TelephoneSystem(address=server.rpc_url, auth=source_auth)


@pytest.fixture
async def agent(browser: Browser, server: RunningServer) -> Agent:
    """Give an agent, signed in as user101 and looking at the desktop."""
    return await a_signed_in_agent(browser, server, "user101")


@pytest.fixture
async def admin(browser: Browser, server: RunningServer, server_site: Site) -> Agent:
    """Sign in as the only administrator."""
    await a_user(server_site, "boss", privileges=(Privilege.ADMIN,))
    return await a_signed_in_agent(browser, server, "boss")
