"""The beacon: a telephone icon that flashes while a call waits, and opens it with one click."""

from typing import Any

from reactpy import Vdom, component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.callers import CALLER, Caller
from ui.client import (
    Answer,
    Document,
    Failed,
    Loading,
    Variant,
    use_mutation,
    use_query,
    use_subscription,
)
from ui.events import BrowserEvent, EventFunction, listen
from ui.icons import telephone

CALLER_ID = "beacon-caller"


class Reference(Answer, frozen=True):
    """The id of something."""

    id: str


class Reason(Answer, frozen=True):
    """The name of a call reason."""

    name: str


class State(Answer, frozen=True):
    """The user's call state, as far as the beacon shows it."""

    is_beacon_flashing: bool
    phone_number: str | None
    call_reason: Reason | None
    inbound_call: Reference | None
    waiting_calls: tuple[Reference, ...]


class BeaconAnswer(Answer, frozen=True):
    """The answer to BEACON."""

    beacon: State


class CallerAnswer(Answer, frozen=True):
    """The answer to WAITING_CALLER."""

    inbound_call: Caller | None


class Workspace(Variant, frozen=True):
    """The workspace that the click opened."""

    id: str


class Refusal(Variant, frozen=True):
    """Why the click opened nothing."""

    message: str


class OpenAnswer(Answer, frozen=True):
    """The answer to OPEN_CALL."""

    open_inbound_call: Workspace | Refusal


BEACON = Document(
    """
    subscription Beacon($loginName: String!) {
      beacon(loginName: $loginName) {
        isBeaconFlashing phoneNumber callReason { name } inboundCall { id } waitingCalls { id }
      }
    }
    """,
    BeaconAnswer,
)
WAITING_CALLER = Document(
    f"query WaitingCaller($id: ID!) {{ inboundCall(id: $id) {{ {CALLER} }} }}", CallerAnswer
)
OPEN_CALL = Document(
    """
    mutation OpenCall($id: ID!) {
      openInboundCall(id: $id) { __typename ... on Workspace { id } ... on Refusal { message } }
    }
    """,
    OpenAnswer,
)

bring_to_front = Vdom("bring-to-front")


@component
def Beacon(login_name: str) -> VdomDict:
    """Follow the user's call state; while a call waits, flash, and open it on a click."""
    answer = use_subscription(BEACON, {"loginName": login_name}).answer
    open_call = use_mutation(OPEN_CALL)
    opened, set_opened = use_state(tuple[str, ...]())
    problem, set_problem = use_state("")

    state = None if isinstance(answer, Loading | Failed) else answer.beacon
    waiting = state.inbound_call if state and state.is_beacon_flashing else None

    async def click(_: BrowserEvent) -> None:
        if waiting is None:
            return
        answered = await open_call({"id": waiting.id})
        result = answered if isinstance(answered, Failed) else answered.open_inbound_call
        if isinstance(result, Workspace):
            set_opened(lambda before: (*before, result.id))
        set_problem("" if isinstance(result, Workspace) else texts.opening_failed(result.message))

    # One element for both states: focus stays on it, and a live region has to be there beforehand.
    return html.div(
        {"class": "beacon", "data-flashing": "" if waiting else None},
        html.button(_button(click, waiting), telephone()),
        html.p(
            {
                "id": CALLER_ID,
                "class": "beacon-caller",
                "aria-live": "polite",
                "aria-atomic": "true",
            },
            WaitingCaller(state, waiting.id, key=waiting.id) if state and waiting else "",
        ),
        html.p({"class": "beacon-problem", "role": "alert"}, problem),
        # A new element for each click, because the browser acts when it appears.
        bring_to_front({"key": str(len(opened)), "workspace": opened[-1]}) if opened else "",
    )


def _button(click: EventFunction, waiting: Reference | None) -> dict[str, Any]:
    name = texts.INBOUND_CALL_WAITING if waiting else texts.NO_INBOUND_CALL
    attributes: dict[str, Any] = {"type": "button", "aria-label": name, "title": name}
    if waiting is None:
        return {**attributes, "aria-disabled": "true"}
    return {
        **attributes,
        "aria-describedby": CALLER_ID,
        "onClick": listen(click, target=f"open:{waiting.id}"),
    }


@component
def WaitingCaller(state: State, call_id: str) -> VdomDict:
    """Say who is calling and why, in one piece, so that it is announced once."""
    answer = use_query(WAITING_CALLER, {"id": call_id}).answer
    if isinstance(answer, Loading):
        return html.fragment()
    caller = None if isinstance(answer, Failed) else answer.inbound_call
    name = caller.name if caller else state.phone_number or texts.UNKNOWN_CALLER
    return html.fragment(
        html.span({"class": "visually-hidden"}, texts.INBOUND_CALL_FROM, " "),
        html.strong(name),
        html.span({"class": "beacon-rest"}, rest) if (rest := _rest(state, caller)) else "",
    )


def _rest(state: State, caller: Caller | None) -> str:
    """Write what stands after the name: the number, unless it is the name; the reason; other calls."""
    others = len(state.waiting_calls) - 1
    parts = (
        caller.number if caller and caller.contact_name else "",
        state.call_reason.name if state.call_reason else "",
        texts.more_waiting(others) if others > 0 else "",
    )
    return texts.joined(*parts)
