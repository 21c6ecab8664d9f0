"""Questions about calls, and the subscription that makes a beacon flash."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime

import strawberry
from strawberry import relay

from api.schema.calls import (
    CallDetail,
    CallReason,
    CallReference,
    InboundCall,
    call_details,
    call_reason,
)
from api.schema.calls import inbound_call as show_call
from api.schema.calls import inbound_calls as show_calls
from api.schema.context import Info
from api.schema.identifiers import in_utc, read_id
from api.schema.paging import check_first, page_info
from api.schema.people import User
from models.calls import calls
from models.calls.feed import follow_state
from models.calls.filtering import CallFilter
from models.calls.messages import CallStatus
from models.calls.states import CallState, read_state, user_whose_calls_may_be_seen
from models.errors import InvalidValue, NoSuchCall
from models.ordering import TimeOrder
from models.scripts.fields import shown_details
from models.site import Site
from models.workspaces.arriving import follow_arrivals
from models.workspaces.changes import follow_call_changes

strawberry.enum(CallStatus, name="CallStatus", description="Whether a user is on a call.")


@strawberry.type
class UserCallState:
    """The call state of one user at one version."""

    user: User = strawberry.field(description="The user whose state it is.")
    status: CallStatus = strawberry.field(
        description="CONNECTED from the start of a call to its end."
    )
    is_beacon_flashing: bool = strawberry.field(
        description="Whether the telephone icon flashes: connected, not clicked, and a gCallUser."
    )
    has_clicked_beacon: bool = strawberry.field(description="False when disconnected.")
    phone_number: str | None = strawberry.field(
        description="As received; null when disconnected or not sent."
    )
    call_reason: CallReason | None = strawberry.field(description="Null when disconnected.")
    details: list[CallDetail] = strawberry.field(description="Empty when disconnected.")
    inbound_call: CallReference | None = strawberry.field(
        description="The newest running call; null when disconnected."
    )
    waiting_calls: list[CallReference] = strawberry.field(
        description="Running calls whose beacon was never clicked, oldest first."
    )
    opens_automatically: bool = strawberry.field(
        description=(
            "Whether the user's own page should open the waiting calls at once, by openInboundCall: "
            "the setting of the user, else of the site. It counts as the click; without a page they wait."
        )
    )
    version: int = strawberry.field(description="Grows by one with every change.")


@strawberry.type
class InboundCallEdge:
    """One call of a page."""

    cursor: str = strawberry.field(description="Give it as `after` for the calls behind this one.")
    node: InboundCall = strawberry.field(description="The call.")


@strawberry.type
class InboundCallArrival:
    """One call that arrived, or where a subscription begins."""

    cursor: str = strawberry.field(description="Give it as `after` to go on behind this one.")
    node: InboundCall | None = strawberry.field(description="The call; null in the first item.")


@strawberry.type
class InboundCallConnection:
    """A page of calls."""

    edges: list[InboundCallEdge] = strawberry.field(description="The calls with their cursors.")
    page_info: relay.PageInfo = strawberry.field(description="Whether there is more, and where.")


@strawberry.type
class CallQuery:
    """Questions about calls."""

    @strawberry.field
    async def user_call_state(self, info: Info, login_name: str) -> UserCallState:
        """The call state of a user: the own one, or for a supervisor one of the own teams'."""
        viewer = await info.context.viewer()
        user_id = await user_whose_calls_may_be_seen(viewer, login_name)
        return await show_state(info.context.site, await read_state(user_id))

    @strawberry.field
    async def inbound_call(self, info: Info, id: strawberry.ID) -> InboundCall | None:
        """One call; null when there is none that the viewer may see."""
        try:
            viewer = await info.context.viewer()
            call = await calls.shared_call(info.context.site, viewer, read_id(id))
        except (NoSuchCall, InvalidValue):
            return None
        return show_call(call)

    @strawberry.field
    async def inbound_calls(
        self,
        info: Info,
        *,
        first: int = 20,
        after: str | None = None,
        order: TimeOrder = TimeOrder.NEWEST_FIRST,
        agent: strawberry.ID | None = None,
        reason: strawberry.ID | None = None,
        outcome: strawberry.ID | None = None,
        phone_number: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        is_opened: bool | None = None,
    ) -> InboundCallConnection:
        """The viewer's calls, or a supervisor's teams'; at most 100 a page.

        By agent (`User.id`), reason in force, outcome of the record, a number in any form or its last digits (four or
        more), and by the time at which they came: from `since` on, before `until`. `isOpened`: whether a workspace of
        it was ever opened.
        """
        check_first(first, most=calls.LARGEST_PAGE)
        wanted = CallFilter(
            agent_id=read_id(agent, name="agent") if agent is not None else None,
            reason_id=reason,
            outcome_id=read_id(outcome, name="outcome") if outcome is not None else None,
            phone_number=phone_number,
            since=in_utc(since),
            until=in_utc(until),
            is_opened=is_opened,
        )
        behind = read_id(after, name="after") if after is not None else None
        site, viewer = info.context.site, await info.context.viewer()
        found = await calls.inbound_calls(
            site, viewer, wanted, first=first, behind=behind, order=order
        )
        return _page(found, first=first, after=after)

    @strawberry.field
    async def unopened_calls(self, info: Info) -> list[InboundCall]:
        """The viewer's calls without a workspace, waiting or ended before the click, newest first, at most 100."""
        return show_calls(await calls.unopened_calls(await info.context.viewer()))


@strawberry.type
class CallSubscription:
    """What there is to follow about calls."""

    @strawberry.subscription
    async def inbound_calls_changed(self, info: Info) -> AsyncGenerator[int, None]:
        """Follow that `inboundCalls` or a record of them has changed: 0 as soon as it is followed, then one more each.

        Changes that come fast are one. What is typed into a workspace is none.
        """
        context = info.context
        follow = follow_call_changes(context.site, await context.viewer())
        async with aclosing(follow) as changes:
            async for change in changes:
                await context.viewer()
                yield change

    @strawberry.subscription
    async def inbound_calls(
        self, info: Info, after: str | None = None
    ) -> AsyncGenerator[InboundCallArrival, None]:
        """Follow the calls that arrive, of those the viewer may see: each once, in order, and none left out.

        First comes a cursor alone, of where it begins, then each call with its own. `after`: the last cursor that a
        client was sent, or the `id` of a call: what came since is sent first. Null: from now on. A slow client makes
        them wait.
        """
        context = info.context
        last = read_id(after, name="after") if after is not None else None
        calls_now = follow_arrivals(context.site, await context.viewer(), after=last)
        async with aclosing(calls_now) as arriving:
            async for each in arriving:
                node = show_call(each.call) if each.call else None
                yield InboundCallArrival(cursor=str(each.cursor), node=node)

    @strawberry.subscription
    async def beacon(
        self, info: Info, login_name: str | None = None
    ) -> AsyncGenerator[UserCallState, None]:
        """Follow a user's call state: as it is now first, then every change, versions rising.

        Without a login name it is the signed-in user's own. Changes that come faster than they are taken are seen as
        one.
        """
        context = info.context
        user_id = await user_whose_calls_may_be_seen(await context.viewer(), login_name)
        async with aclosing(follow_state(context.site, user_id)) as states:
            async for state in states:
                # The session may have ended, or the supervisor changed teams, since the last item.
                await user_whose_calls_may_be_seen(await context.viewer(), login_name)
                yield await show_state(context.site, state)


async def show_state(site: Site, state: CallState) -> UserCallState:
    """Show a user's call state."""
    return UserCallState(
        user=User(
            id=strawberry.ID(str(state.user_id)),
            login_name=state.login_name,
            full_name=state.full_name,
        ),
        status=state.status,
        is_beacon_flashing=state.is_beacon_flashing,
        has_clicked_beacon=state.has_clicked_beacon,
        phone_number=state.phone_number,
        call_reason=call_reason(state.reason) if state.reason else None,
        details=call_details(await shown_details(state.details)),
        inbound_call=_reference(state.call_id) if state.call_id else None,
        waiting_calls=[_reference(call_id) for call_id in state.waiting_calls],
        opens_automatically=state.opens_by_itself(
            on_site=site.settings.current.opens_automatically
        ),
        version=state.version,
    )


def _page(found: list[calls.LedgerCall], *, first: int, after: str | None) -> InboundCallConnection:
    shown = show_calls(found[:first])
    edges = [InboundCallEdge(cursor=call.id, node=call) for call in shown]
    return InboundCallConnection(
        edges=edges,
        page_info=page_info(edges, found=found, after=after),
    )


def _reference(call_id: object) -> CallReference:
    return CallReference(id=strawberry.ID(str(call_id)))
