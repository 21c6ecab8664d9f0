"""Inbound calls, as GraphQL shows them."""

from datetime import datetime

import strawberry

from api.schema.contacts import ContactMatch, contact_match
from api.schema.context import Info
from api.schema.people import User
from models.calls.callers import contact_matches as find_contacts
from models.calls.calls import LedgerCall
from models.calls.states import ReasonName
from models.calls.user_calls import EndCause
from models.scripts.fields import Detail, shown_details

strawberry.enum(EndCause, name="EndCause", description="How a call ended.")


@strawberry.type
class CallReason:
    """Why somebody calls; chooses the call script."""

    id: strawberry.ID = strawberry.field(description="As the telephony system sends it.")
    name: str


@strawberry.type
class CallDetail:
    """An additional detail of a call, as an IVR may have gathered it."""

    name: str
    label: str = strawberry.field(
        description="The declared label; the name where none is declared."
    )
    value: str = strawberry.field(description="As text; dots where it is masked.")
    is_masked: bool


@strawberry.type
class InboundCall:
    """One call in the ledger. No message clears it."""

    id: strawberry.ID
    user: User = strawberry.field(description="The agent whose call it is.")
    phone_number: str | None = strawberry.field(description="As received.")
    searchable_address: str = strawberry.field(description="E.164 where that can be told.")
    call_reason: CallReason = strawberry.field(description="The reason in force.")
    reason_id_received: str | None = strawberry.field(description="Null when none was sent.")
    source: str | None = strawberry.field(description="The telephony source that reported it.")
    connected_at: datetime
    clicked_at: datetime | None
    opened_at: datetime | None
    ended_at: datetime | None = strawberry.field(description="Null while the call runs.")
    saved_at: datetime | None
    end_cause: EndCause | None
    transferred_from: strawberry.ID | None = strawberry.field(
        description="The call of the agent who had this caller before."
    )
    ledger_call: strawberry.Private[LedgerCall]

    @strawberry.field
    async def details(self) -> list[CallDetail]:
        """The additional details: the declared ones in their order, then the others by name."""
        return call_details(await shown_details(self.ledger_call.details))

    @strawberry.field
    async def contact_matches(self, info: Info) -> list[ContactMatch]:
        """The contacts that its details and its number find, best first; at most one is selected."""
        matches = await find_contacts(info.context.site, self.ledger_call)
        return [contact_match(match) for match in matches]


def call_reason(reason: ReasonName) -> CallReason:
    """Show a reason."""
    return CallReason(id=strawberry.ID(reason.id), name=reason.name)


def call_details(details: list[Detail]) -> list[CallDetail]:
    """Show details."""
    return [
        CallDetail(name=d.name, label=d.label, value=d.value, is_masked=d.is_masked)
        for d in details
    ]


def inbound_call(call: LedgerCall) -> InboundCall:
    """Show a call of the ledger."""
    transferred = call.transferred_from
    return InboundCall(
        id=strawberry.ID(str(call.id)),
        user=User(
            id=strawberry.ID(str(call.user_id)),
            login_name=call.login_name,
            full_name=call.full_name,
        ),
        phone_number=call.phone_number,
        searchable_address=call.searchable_address,
        call_reason=call_reason(call.reason),
        reason_id_received=call.reason_id_received,
        source=call.source_name,
        connected_at=call.connected_at,
        clicked_at=call.clicked_at,
        opened_at=call.opened_at,
        ended_at=call.ended_at,
        saved_at=call.saved_at,
        end_cause=EndCause(call.end_cause) if call.end_cause else None,
        transferred_from=strawberry.ID(str(transferred)) if transferred else None,
        ledger_call=call,
    )
