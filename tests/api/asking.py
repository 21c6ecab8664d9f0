"""Ask as a client would: GraphQL over HTTP, with the token of a tool or the cookie of a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from api.auth import SESSION_COOKIE
from models.calls.messages import JSON, CallStatus
from models.calls.states import read_state
from models.calls.writer import update_call_state
from models.people.privileges import Viewer
from models.people.sessions import sign_in
from models.people.tokens import add_token
from models.site import Site
from tests.builders import PASSWORD, a_message, a_source_id

ORIGIN = "http://callbeacon.test"

ME = "{ me { id loginName fullName privileges } }"
STATE_FIELDS = """
    user { loginName } status isBeaconFlashing hasClickedBeacon phoneNumber callReason { id name }
    details { name label value isMasked } inboundCall { id } waitingCalls { id } version
"""
STATE = f"query ($login: String!) {{ userCallState(loginName: $login) {{ {STATE_FIELDS} }} }}"
BEACON = f"subscription ($login: String!) {{ beacon(loginName: $login) {{ {STATE_FIELDS} }} }}"
OPEN = """
    mutation ($id: ID!) {
      openInboundCall(id: $id) { ... on Workspace { id } ... on Refusal { code message } }
    }
"""


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Somebody who sends GraphQL."""

    client: httpx.AsyncClient
    headers: Mapping[str, str] = field(default_factory=dict)

    async def post(self, document: str, **variables: object) -> httpx.Response:
        """Send a document and return the whole answer."""
        body = json.dumps({"query": document, "variables": variables})
        headers = {"content-type": "application/json", **self.headers}
        return await self.client.post("/graphql", content=body, headers=headers)

    async def ask(self, document: str, **variables: object) -> dict[str, Any]:
        """Return the data of an answer without errors."""
        answer = (await self.post(document, **variables)).json()
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    async def refusal(self, document: str, **variables: object) -> str:
        """Return the code of the one error of an answer."""
        (error,) = (await self.post(document, **variables)).json()["errors"]
        code: str = error["extensions"]["code"]
        return code


async def a_token(site: Site, viewer: Viewer) -> str:
    """Make an API token that acts for the user."""
    return await add_token(site, viewer.login_name, name="tool", scopes=[])


async def a_session(site: Site, viewer: Viewer) -> str:
    """Sign the user in and return the cookie's secret."""
    return await sign_in(
        site, login_name=viewer.login_name, password=PASSWORD, address="", user_agent=""
    )


async def a_tool(client: httpx.AsyncClient, site: Site, viewer: Viewer) -> Asker:
    """Ask for the user with an API token."""
    return Asker(client=client, headers=bearer(await a_token(site, viewer)))


async def a_page(client: httpx.AsyncClient, site: Site, viewer: Viewer) -> Asker:
    """Ask for the user as a page does."""
    return Asker(client=client, headers=cookie(await a_session(site, viewer)) | {"origin": ORIGIN})


def bearer(token: str) -> dict[str, str]:
    """Give the header with a token."""
    return {"authorization": f"Bearer {token}"}


def cookie(secret: str) -> dict[str, str]:
    """Give the header with a session cookie."""
    return {"cookie": f"{SESSION_COOKIE}={secret}"}


async def connect(
    site: Site,
    agent: Viewer,
    phone_number: str | None = "4165550100",
    *,
    reason_id: str | None = None,
    details: Mapping[str, JSON] | None = None,
) -> str:
    """Connect a call to the agent and return its id."""
    message = a_message(
        agent.login_name,
        source_id=await a_source_id(site),
        phone_number=phone_number,
        reason_id=reason_id,
        details=details,
    )
    await update_call_state(site, message)
    return str((await read_state(agent.user_id)).call_id)


async def disconnect(site: Site, agent: Viewer) -> None:
    """End the agent's call."""
    source_id = await a_source_id(site)
    message = a_message(agent.login_name, CallStatus.DISCONNECTED, source_id=source_id)
    await update_call_state(site, message)
