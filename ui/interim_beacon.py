"""The beacon of a page that waits for its turn to be rendered: static/interim-beacon.js shows it meanwhile."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from msgspec import Struct

from ui import texts
from ui.callers import CALLER, Caller
from ui.client import Answer, Document, Failed, ask_once, follow_outside


class Reference(Answer, frozen=True):
    """The id of the call that waits for a click."""

    id: str


class State(Answer, frozen=True):
    """The user's call state, as far as an icon shows it."""

    is_beacon_flashing: bool
    inbound_call: Reference | None


class BeaconAnswer(Answer, frozen=True):
    """The answer to OWN_BEACON."""

    beacon: State


class CallerAnswer(Answer, frozen=True):
    """The answer to WHO_CALLS."""

    inbound_call: Caller | None


OWN_BEACON = Document(
    "subscription OwnBeacon { beacon { isBeaconFlashing inboundCall { id } } }", BeaconAnswer
)
WHO_CALLS = Document(
    f"query WhoCalls($id: ID!) {{ inboundCall(id: $id) {{ {CALLER} }} }}", CallerAnswer
)


class InterimBeacon(Struct, frozen=True, kw_only=True, tag_field="type", tag="interim-beacon"):
    """What the page is told: the call to open, who is calling and what a failed click says; or that none waits."""

    call: str | None = None
    caller: str = ""
    name: str = ""
    failed: str = ""


async def interim_beacons(scope: Any) -> AsyncGenerator[InterimBeacon]:
    """Follow the beacon of whoever is signed in on this connection; nothing for somebody who takes no calls."""
    async with aclosing(follow_outside(scope, OWN_BEACON)) as items:
        async for item in items:
            if not isinstance(item, Failed):
                yield await _told(scope, item.beacon)


async def _told(scope: Any, state: State) -> InterimBeacon:
    call = state.inbound_call
    if not state.is_beacon_flashing or call is None:
        return InterimBeacon(name=texts.NO_INBOUND_CALL)
    answer = await ask_once(scope, WHO_CALLS, {"id": call.id})
    caller = None if isinstance(answer, Failed) else answer.inbound_call
    return InterimBeacon(
        call=call.id,
        caller=caller.name if caller else texts.UNKNOWN_CALLER,
        name=texts.INBOUND_CALL_WAITING,
        failed=texts.opening_failed(texts.TRY_AGAIN_SOON),
    )
