"""Traces, as GraphQL shows them: the way of a call, and the log of messages."""

from datetime import UTC, datetime

import strawberry
from strawberry import relay

from api.schema.context import Info
from api.schema.identifiers import read_id
from models.calls.calls import LARGEST_PAGE
from models.calls.traces import MessageFilter, TracedMessage, message_traces
from models.calls.tracing import Step, TraceStep
from models.errors import InvalidValue

strawberry.enum(
    Step,
    name="CallStep",
    description="A step on the way of a call to its agent. NO_BEACON says why none showed.",
)


@strawberry.type
class CallTraceStep:
    """One step on the way of a call to its agent."""

    step: Step = strawberry.field(description="What happened.")
    at: datetime = strawberry.field(description="When it happened first.")
    count: int = strawberry.field(description="How many pages it concerned.")
    detail: str | None = strawberry.field(
        description="What the message did or why it was refused, such as STARTED."
    )


@strawberry.type
class MessageTrace:
    """What came from a telephony source, and what became of it."""

    received_at: datetime = strawberry.field(description="When it arrived.")
    source: str | None = strawberry.field(description="Null for an unknown sender.")
    login_name: str | None = strawberry.field(description="As received.")
    status: str | None = strawberry.field(description="As received.")
    effect: str | None = strawberry.field(description="What it did, when it was accepted.")
    code: str | None = strawberry.field(description="Why it was refused, when it was.")
    inbound_call: strawberry.ID | None = strawberry.field(description="The call it was about.")


@strawberry.type
class MessageTraceEdge:
    """One message of a page."""

    cursor: str = strawberry.field(description="Give it as `after` for the messages before it.")
    node: MessageTrace = strawberry.field(description="The message.")


@strawberry.type
class MessageTraceConnection:
    """A page of messages, newest first."""

    edges: list[MessageTraceEdge] = strawberry.field(description="With their cursors.")
    page_info: relay.PageInfo = strawberry.field(description="Whether there is more, and where.")


@strawberry.type
class TraceQuery:
    """Questions about traces."""

    @strawberry.field
    async def message_trace(
        self,
        info: Info,
        *,
        first: int = 20,
        after: str | None = None,
        login_name: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> MessageTraceConnection:
        """The log of messages, newest first, at most 100 a page; for administrators."""
        if not 0 <= first <= LARGEST_PAGE:
            raise InvalidValue("first", f"is 0 to {LARGEST_PAGE}.")
        wanted = MessageFilter(login_name=login_name, since=_utc(since), until=_utc(until))
        before = read_id(after) if after is not None else None
        viewer = await info.context.viewer()
        found = await message_traces(viewer, wanted, first=first, before=before)
        edges = [MessageTraceEdge(cursor=str(m.id), node=_message(m)) for m in found[:first]]
        return MessageTraceConnection(
            edges=edges,
            page_info=relay.PageInfo(
                has_next_page=len(found) > first,
                has_previous_page=after is not None,
                start_cursor=edges[0].cursor if edges else None,
                end_cursor=edges[-1].cursor if edges else None,
            ),
        )


def trace_step(step: TraceStep) -> CallTraceStep:
    """Show a step."""
    return CallTraceStep(step=step.step, at=step.at, count=step.times, detail=step.detail)


def _message(message: TracedMessage) -> MessageTrace:
    return MessageTrace(
        received_at=message.received_at,
        source=message.source_name,
        login_name=message.login_name,
        status=message.status,
        effect=message.effect,
        code=message.code,
        inbound_call=strawberry.ID(str(message.call_id)) if message.call_id else None,
    )


def _utc(at: datetime | None) -> datetime | None:
    """Take a time without an offset for UTC."""
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
