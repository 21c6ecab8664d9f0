"""What can be done with calls, beside opening them."""

from typing import Annotated

import strawberry

from api.schema.calls import InboundCall
from api.schema.calls import inbound_call as show_call
from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from models.calls import calls, ending, revealing, traces


@strawberry.type
class RevealedDetail:
    """A masked detail with its value, which the audit trail says was revealed."""

    name: str = strawberry.field(description="As the telephony system sends it.")
    value: str = strawberry.field(description="As text.")


@strawberry.type
class AcknowledgedBeacon:
    """A call whose beacon is known to have been shown."""

    call_id: strawberry.ID = strawberry.field(description="As in `InboundCall.id`.")


EndCallResult = Annotated[
    InboundCall | Refusal,
    strawberry.union("EndCallResult", description="The ended call, or why it was not ended."),
]
RevealDetailResult = Annotated[
    RevealedDetail | Refusal,
    strawberry.union("RevealDetailResult", description="The value, or why it stays hidden."),
]
AcknowledgeBeaconResult = Annotated[
    AcknowledgedBeacon | Refusal,
    strawberry.union("AcknowledgeBeaconResult", description="The call, or why it has no beacon."),
]


@strawberry.type
class CallMutation:
    """What can be done with calls."""

    @strawberry.mutation
    async def end_call(self, info: Info, id: strawberry.ID) -> EndCallResult:
        """End a call that is stuck, the viewer's own or of a supervisor's team; a second time changes nothing."""
        return await or_refusal(_end(info, id))

    @strawberry.mutation
    async def reveal_detail(self, info: Info, call: strawberry.ID, name: str) -> RevealDetailResult:
        """Show a masked value to a viewer with gRevealMasked; the audit trail keeps who saw which."""
        return await or_refusal(_reveal(info, call, name))

    @strawberry.mutation
    async def acknowledge_beacon(
        self, info: Info, call_id: strawberry.ID
    ) -> AcknowledgeBeaconResult:
        """Say that a page shows the beacon of one of the viewer's calls, for the call's trace."""
        return await or_refusal(_acknowledge(info, call_id))


async def _end(info: Info, id: str) -> InboundCall:
    viewer, call_id = await info.context.viewer(), read_id(id)
    await ending.end_call(info.context.site, viewer, call_id)
    return show_call(await calls.inbound_call(viewer, call_id))


async def _reveal(info: Info, call: str, name: str) -> RevealedDetail:
    viewer = await info.context.viewer()
    value = await revealing.reveal_detail(info.context.site, viewer, read_id(call), name)
    return RevealedDetail(name=name, value=value)


async def _acknowledge(info: Info, call_id: strawberry.ID) -> AcknowledgedBeacon:
    viewer = await info.context.viewer()
    await traces.acknowledge_beacon(info.context.site, viewer, read_id(call_id))
    return AcknowledgedBeacon(call_id=call_id)
