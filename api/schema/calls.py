"""Inbound calls, as GraphQL shows them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.schema.call_batches import CallBatch
from api.schema.contacts import Contact, ContactMatch, contact_match
from api.schema.contacts import contact as show_contact
from api.schema.context import Info
from api.schema.people import User
from api.schema.traces import CallTraceStep, trace_step
from models.calls import figures
from models.calls.callers import is_number_withheld
from models.calls.calls import LedgerCall
from models.calls.states import ReasonName
from models.calls.user_calls import EndCause
from models.scripts.fields import Detail
from models.workspaces.access import WorkspaceStatus

if TYPE_CHECKING:
    from api.schema.records import CallRecord

strawberry.enum(
    WorkspaceStatus,
    name="WorkspaceStatus",
    description="What has become of a workspace: SAVED and DISCARDED ones are closed.",
)
strawberry.enum(
    EndCause,
    name="EndCause",
    description="How a call ended. DISCONNECTED says no more than the message: either side may have hung up.",
)


@strawberry.type
class CallReason:
    """Why somebody calls; chooses the call script."""

    id: strawberry.ID = strawberry.field(description="As the telephony system sends it.")
    name: str = strawberry.field(description="As people name the reason.")


@strawberry.type
class CallDetail:
    """An additional detail of a call, as an IVR may have gathered it."""

    name: str = strawberry.field(description="As the telephony system sends it.")
    label: str = strawberry.field(
        description="The declared label; the name where none is declared."
    )
    value: str = strawberry.field(description="As text; dots where it is masked.")
    is_masked: bool = strawberry.field(description="Whether the value is hidden.")
    is_declared: bool = strawberry.field(
        description="False for what nobody declared, or not any more: it belongs under Other."
    )
    is_flagged: bool = strawberry.field(
        description="Whether the value does not fit the declared type; it is kept as text."
    )


@strawberry.type
class CallReference:
    """Name an inbound call; ``inboundCall(id)`` tells the rest."""

    id: strawberry.ID = strawberry.field(description="As in `InboundCall.id`.")


@strawberry.type
class HeldWorkspace:
    """The viewer's own workspace of a call, open or closed."""

    id: strawberry.ID = strawberry.field(description="As in `Workspace.id`.")
    status: WorkspaceStatus = strawberry.field(
        description="OPEN can be brought to the front, DISCARDED be reopened."
    )


@strawberry.type
class InboundCall:
    """One call in the ledger. No message clears it."""

    id: strawberry.ID = strawberry.field(description="Ours, in the order of arrival.")
    user: User = strawberry.field(description="The agent whose call it is.")
    phone_number: str | None = strawberry.field(description="As received.")
    searchable_address: str = strawberry.field(description="E.164 where that can be told.")
    call_reason: CallReason = strawberry.field(description="The reason in force.")
    reason_id_received: str | None = strawberry.field(description="Null when none was sent.")
    source: str | None = strawberry.field(description="The telephony source that reported it.")
    connected_at: datetime = strawberry.field(description="When its CONNECTED arrived.")
    clicked_at: datetime | None = strawberry.field(description="When its beacon was clicked.")
    opened_at: datetime | None = strawberry.field(description="When its workspace was opened.")
    ended_at: datetime | None = strawberry.field(description="Null while the call runs.")
    saved_at: datetime | None = strawberry.field(description="When its call record was saved.")
    end_cause: EndCause | None = strawberry.field(description="Null while the call runs.")
    transferred_from: strawberry.ID | None = strawberry.field(
        description="The call of the agent who had this caller before."
    )
    continued_in: strawberry.ID | None = strawberry.field(
        description="The call in which the caller, cut off in this one, rang back; it has the workspace and the record."
    )
    is_by_hand: bool = strawberry.field(
        description="Whether an agent entered it, for a call that never popped."
    )
    is_test: bool = strawberry.field(
        description="Whether somebody here sent it; left out of figures."
    )
    ledger: strawberry.Private[LedgerCall]
    batch: strawberry.Private[CallBatch]

    @strawberry.field
    async def details(self) -> list[CallDetail]:
        """The additional details: the declared ones in their order, then the others by name."""
        return call_details(await self.batch.details(self.ledger))

    @strawberry.field
    def is_number_withheld(self) -> bool:
        """Whether the number was not sent, or is one that nobody has, such as `anonymous`."""
        return is_number_withheld(self.ledger)

    @strawberry.field
    async def contact(self, info: Info) -> Contact | None:
        """Who the caller is taken to be: the contact chosen in its workspace, else the match that is selected."""
        card = await self.batch.caller(info.context.site, self.ledger)
        return show_contact(card) if card else None

    @strawberry.field
    async def record(
        self, info: Info
    ) -> Annotated["CallRecord", strawberry.lazy("api.schema.records")] | None:
        """What was saved about it; null when nothing was, and for who may read no records."""
        from api.schema.records import show_record  # noqa: PLC0415  # records show calls too

        saved = await self.batch.record(await info.context.viewer_above(), self.ledger)
        return show_record(*saved) if saved else None

    @strawberry.field
    async def held_workspace(self, info: Info) -> HeldWorkspace | None:
        """The viewer's workspace of it; null when the viewer never opened it, or somebody took it over."""
        held = await self.batch.held(await info.context.viewer_above(), self.ledger)
        return HeldWorkspace(id=strawberry.ID(str(held.id)), status=held.status) if held else None

    @strawberry.field
    async def contact_matches(self, info: Info) -> list[ContactMatch]:
        """The contacts that its details and its number find, best first; at most one is selected."""
        matches = await self.batch.matches(info.context.site, self.ledger)
        return [contact_match(match) for match in matches]

    @strawberry.field
    async def workspace_to_continue(self, info: Info) -> strawberry.ID | None:
        """The viewer's open workspace whose call from the same number broke off; give it to `continueWorkspace`."""
        found = await self.batch.to_continue(await info.context.viewer_above(), self.ledger)
        return strawberry.ID(str(found)) if found else None

    @strawberry.field
    async def trace(self) -> list[CallTraceStep]:
        """The way of the call to its agent, in the order of time."""
        return [trace_step(step) for step in await self.batch.trace(self.ledger)]

    @strawberry.field
    def is_running_too_long(self, info: Info) -> bool:
        """Whether it runs for longer than the site setting; it is never ended by itself."""
        return figures.is_running_too_long(info.context.site, self.ledger)

    @strawberry.field
    def talk_seconds(self) -> int | None:
        """Seconds from beginning to end; null where that says nothing, as of a superseded call."""
        return seconds(figures.talk_time(self.ledger))

    @strawberry.field
    def wrap_up_seconds(self) -> int | None:
        """Seconds from the end to the saving of the record; null until then."""
        return seconds(figures.wrap_up_time(self.ledger))

    @strawberry.field
    def handling_seconds(self) -> int | None:
        """Talk and wrap-up together."""
        return seconds(figures.handling_time(self.ledger))


def seconds(time: timedelta | None) -> int | None:
    """Show a time in whole seconds."""
    return None if time is None else round(time.total_seconds())


def call_reason(reason: ReasonName) -> CallReason:
    """Show a reason."""
    return CallReason(id=strawberry.ID(reason.id), name=reason.name)


def call_details(details: list[Detail]) -> list[CallDetail]:
    """Show details."""
    return [
        CallDetail(
            name=d.name,
            label=d.label,
            value=d.value,
            is_masked=d.is_masked,
            is_declared=d.is_declared,
            is_flagged=d.is_flagged,
        )
        for d in details
    ]


def inbound_calls(calls: Sequence[LedgerCall]) -> list[InboundCall]:
    """Show calls of the ledger, which are asked about together."""
    batch = CallBatch(calls)
    return [inbound_call(call, batch) for call in calls]


def inbound_call(call: LedgerCall, batch: CallBatch | None = None) -> InboundCall:
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
        continued_in=strawberry.ID(str(call.continued_in)) if call.continued_in else None,
        is_by_hand=call.is_by_hand,
        is_test=call.is_test,
        ledger=call,
        batch=batch or CallBatch([call]),
    )
