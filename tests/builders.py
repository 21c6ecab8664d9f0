"""Make what a test needs, with every value that does not matter to it filled in."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

import httpx

from models.calls.messages import JSON, CallMessage, CallStatus
from models.calls.writer import update_call_state
from models.contacts.contacts import NewContact, add_contacts
from models.contacts.tables import Contact
from models.identifiers import new_id
from models.people.privileges import Privilege, Viewer
from models.people.sources import add_source, authenticate
from models.people.users import NewUser, add_user, viewer_for
from models.site import Site

PASSWORD = "correct horse"
SOURCE = "pbx"

_numbers = count(1)


async def a_user(
    site: Site,
    login_name: str | None = None,
    *,
    privileges: Sequence[Privilege] = (Privilege.CALL_USER,),
    team: str | None = None,
) -> Viewer:
    """Add a user (by default an agent) and return it as the one who asks."""
    login_name = login_name or f"agent{next(_numbers)}"
    user_id = await add_user(
        site,
        NewUser(
            login_name=login_name,
            full_name=login_name.title(),
            password=PASSWORD,
            privileges=privileges,
            team=team,
        ),
    )
    viewer = await viewer_for(user_id)
    assert viewer is not None
    return viewer


async def a_source(site: Site, name: str = SOURCE, **given: object) -> httpx.BasicAuth:
    """Add a telephony source and return its credentials."""
    token = await add_source(site, name, **given)  # type: ignore[arg-type]  # what add_source takes
    return httpx.BasicAuth(name, token)


async def a_source_id(site: Site) -> UUID:
    """Add a telephony source and return its id."""
    token = await add_source(site, f"pbx-{new_id().hex}")
    return (await authenticate(site, name=None, token=token, address="127.0.0.1")).id


async def a_contact(site: Site, *numbers: str, first_name: str = "Maria") -> UUID:
    """Add a contact with these numbers and return its id."""
    company = new_id().hex
    new = NewContact(first_name=first_name, last_name="Silva", company=company, numbers=numbers)
    await add_contacts(site, [new])
    row = await Contact.select(Contact.id).where(Contact.company == company).first()
    assert row is not None
    contact_id: UUID = row["id"]
    return contact_id


def a_message(
    login_name: str,
    status: CallStatus = CallStatus.CONNECTED,
    *,
    source_id: UUID,
    phone_number: str | None = "4165550100",
    reason_id: str | None = None,
    details: Mapping[str, JSON] | None = None,
    received_at: datetime | None = None,
) -> CallMessage:
    """Make a message as the JSON-RPC interface does."""
    return CallMessage(
        source_id=source_id,
        login_name=login_name,
        status=status,
        phone_number=phone_number,
        reason_id=reason_id,
        details=details or {},
        received_at=received_at or datetime.now(UTC),
    )


async def a_running_call(
    site: Site, agent: Viewer, phone_number: str | None = "4165550100"
) -> UUID:
    """Connect a call to the agent and return its id."""
    from models.calls.states import read_state

    source_id = await a_source_id(site)
    await update_call_state(
        site, a_message(agent.login_name, source_id=source_id, phone_number=phone_number)
    )
    call_id = (await read_state(agent.user_id)).call_id
    assert call_id is not None
    return call_id


def an_rpc(*params: object, method: str = "updateCallState", id: object = 1) -> dict[str, object]:
    """Make the body of a JSON-RPC call."""
    return {"jsonrpc": "2.0", "method": method, "params": list(params), "id": id}
