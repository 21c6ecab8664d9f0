"""The log of messages, and what it says about a pop that did not come."""

from datetime import datetime

import strawberry
from strawberry import relay

from api.schema.context import Info
from api.schema.identifiers import in_utc, read_id
from api.schema.paging import check_first, page_info
from models.calls import message_log, missing_pops
from models.calls.calls import LARGEST_PAGE
from models.calls.message_log import MessageFilter, TracedMessage
from models.calls.missing_pops import Finding, PopCause
from models.ordering import TimeOrder

strawberry.enum(
    PopCause,
    name="PopCause",
    description=(
        "Why an agent got no pop, or what shows that there was one. NOT_ANNOUNCED: the bus was down. NOT_DELIVERED: no "
        "page was open. NOT_SHOWN: a page had it and did not show it. NUMBER_NOT_READ costs no pop."
    ),
)


@strawberry.type
class MessageTrace:
    """What came from a telephony source, and what became of it."""

    id: strawberry.ID = strawberry.field(description="Of the entry in the log.")
    received_at: datetime = strawberry.field(description="When it arrived.")
    source: str | None = strawberry.field(description="Null for an unknown sender.")
    login_name: str | None = strawberry.field(description="As received.")
    agent: str | None = strawberry.field(
        description="The full name of the user whose call it was; null without a call."
    )
    phone_number: str | None = strawberry.field(description="As received.")
    status: str | None = strawberry.field(description="As received.")
    effect: str | None = strawberry.field(description="What it did, when it was accepted.")
    code: str | None = strawberry.field(description="Why it was refused, when it was.")
    inbound_call: strawberry.ID | None = strawberry.field(description="The call it was about.")


@strawberry.type
class MessageTraceEdge:
    """One message of a page."""

    cursor: str = strawberry.field(description="Give it as `after` for the messages behind it.")
    node: MessageTrace = strawberry.field(description="The message.")


@strawberry.type
class MessageTraceConnection:
    """A page of messages."""

    edges: list[MessageTraceEdge] = strawberry.field(description="With their cursors.")
    page_info: relay.PageInfo = strawberry.field(description="Whether there is more, and where.")


@strawberry.type
class PopFinding:
    """One thing that was found out about a pop that somebody missed."""

    cause: PopCause = strawberry.field(description="A stable word for it.")
    message: MessageTrace | None = strawberry.field(description="Null where it is about none.")
    detail: str | None = strawberry.field(
        description="A login name, a number or the code of a refusal, as the cause asks for."
    )
    times: int = strawberry.field(description="How many messages it concerns.")


@strawberry.type
class MessageLogQuery:
    """Questions about messages; they need gAdmin."""

    @strawberry.field
    async def message_log(
        self,
        info: Info,
        *,
        first: int = 20,
        after: str | None = None,
        order: TimeOrder = TimeOrder.NEWEST_FIRST,
        login_name: str | None = None,
        phone_number: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        outcome: str | None = None,
        is_refused: bool | None = None,
        source: strawberry.ID | None = None,
    ) -> MessageTraceConnection:
        """The log of messages, at most 100 a page.

        By an agent under any of the agent's names, a number in any form, and an effect or the code of a refusal.
        """
        check_first(first, most=LARGEST_PAGE)
        wanted = MessageFilter(
            login_name=login_name,
            phone_number=phone_number,
            since=in_utc(since),
            until=in_utc(until),
            outcome=outcome,
            is_refused=is_refused,
            source_id=read_id(source, name="source") if source is not None else None,
        )
        behind = read_id(after) if after is not None else None
        site, viewer = info.context.site, await info.context.viewer()
        found = await message_log.message_log(
            site, viewer, wanted, first=first, behind=behind, order=order
        )
        return _page(found, first=first, after=after)

    @strawberry.field
    async def why_no_pop(
        self,
        info: Info,
        *,
        around: datetime,
        login_name: str | None = None,
        phone_number: str | None = None,
    ) -> list[PopFinding]:
        """What is known of a pop that somebody missed within ten minutes of a time, by agent or number or both."""
        findings = await missing_pops.why_no_pop(
            info.context.site,
            await info.context.viewer(),
            around=in_utc(around) or around,
            login_name=login_name,
            phone_number=phone_number,
        )
        return [_finding(each) for each in findings]


def _page(found: list[TracedMessage], *, first: int, after: str | None) -> MessageTraceConnection:
    edges = [MessageTraceEdge(cursor=str(m.id), node=_message(m)) for m in found[:first]]
    return MessageTraceConnection(
        edges=edges,
        page_info=page_info(edges, found=found, after=after),
    )


def _finding(finding: Finding) -> PopFinding:
    return PopFinding(
        cause=finding.cause,
        message=_message(finding.message) if finding.message else None,
        detail=finding.detail,
        times=finding.times,
    )


def _message(message: TracedMessage) -> MessageTrace:
    return MessageTrace(
        id=strawberry.ID(str(message.id)),
        received_at=message.received_at,
        source=message.source_name,
        login_name=message.login_name,
        agent=message.full_name,
        phone_number=message.phone_number,
        status=message.status,
        effect=message.effect,
        code=message.code,
        inbound_call=strawberry.ID(str(message.call_id)) if message.call_id else None,
    )
