"""The beacon: a telephone icon that flashes while a call waits, and opens it with one click.

Whether it flashes is decided here. static/call-beacon.js adds what only a browser can do: sound,
title, notification and the keyboard shortcut.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from msgspec import Struct
from reactpy import Vdom, component, html, use_ref, use_state
from reactpy.types import Component, VdomDict
from reactpy.utils import Ref

from ui import texts
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
from ui.waiting import WaitingCaller, waiting_list
from ui.workspace.continuing import ContinueThere

CALLER_ID = "beacon-caller"
SHORTCUT, SHORTCUT_KEYS = "Ctrl+Shift+Enter", "Control+Shift+Enter"
"""What static/call-beacon.js listens to: no browser and no screen reader has a use for it."""


class Reference(Answer, frozen=True):
    """The id of something."""

    id: str


class State(Answer, frozen=True):
    """The user's call state, as far as the beacon shows it."""

    is_beacon_flashing: bool
    opens_automatically: bool
    phone_number: str | None
    inbound_call: Reference | None
    waiting_calls: tuple[Reference, ...]


class BeaconAnswer(Answer, frozen=True):
    """The answer to BEACON."""

    beacon: State


class Workspace(Variant, frozen=True):
    """The workspace that the click opened."""

    id: str


class Refusal(Variant, frozen=True):
    """Why the click opened nothing."""

    message: str


class Broken(Answer, frozen=True):
    """A call, and the workspace in which its caller was cut off."""

    workspace_to_continue: str | None


class ToContinueAnswer(Answer, frozen=True):
    """The answer to TO_CONTINUE."""

    inbound_call: Broken | None


class OpenAnswer(Answer, frozen=True):
    """The answer to OPEN_CALL."""

    open_inbound_call: Workspace | Refusal


BEACON = Document(
    """
    subscription Beacon($loginName: String!) {
      beacon(loginName: $loginName) {
        isBeaconFlashing opensAutomatically phoneNumber inboundCall { id } waitingCalls { id }
      }
    }
    """,
    BeaconAnswer,
)
TO_CONTINUE = Document(
    "query ToContinue($id: ID!) { inboundCall(id: $id) { workspaceToContinue } }", ToContinueAnswer
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
open_by_itself = Vdom("open-by-itself")


class Opened(Struct, frozen=True, kw_only=True):
    """Say which workspace comes to the front; a quiet one only where nobody is typing."""

    workspace_id: str
    is_quiet: bool = False


@component
def Beacon(login_name: str) -> VdomDict:
    """Follow the user's call state; while a call waits, flash, and open it on a click."""
    answer = use_subscription(BEACON, {"loginName": login_name}).answer
    run = use_mutation(OPEN_CALL)
    opened, set_opened = use_state(tuple[Opened, ...]())
    problem, set_problem = use_state("")
    at_first: Ref[State | None] = use_ref(None)

    state = None if isinstance(answer, Loading | Failed) else answer.beacon
    at_first.current = at_first.current or state
    waiting = state.inbound_call if state and state.is_beacon_flashing else None

    def bring(workspace_id: str, *, is_quiet: bool = False) -> None:
        newest = Opened(workspace_id=workspace_id, is_quiet=is_quiet)
        set_opened(lambda before: (*before, newest))

    async def open_call(call_id: str, *, is_quiet: bool = False) -> None:
        answered = await run({"id": call_id})
        result = answered if isinstance(answered, Failed) else answered.open_inbound_call
        if isinstance(result, Workspace):
            bring(result.id, is_quiet=is_quiet)
        set_problem("" if isinstance(result, Workspace) else texts.opening_failed(result.message))

    async def click(_: BrowserEvent) -> None:
        if waiting is not None:
            await open_call(waiting.id)

    # One element for both states: focus stays on it, and a live region has to be there beforehand.
    return html.div(
        {"class": "beacon", "data-flashing": "" if waiting else None},
        html.button({"key": "button", **_button(click, waiting)}, telephone()),
        html.p(
            {
                "key": "caller",
                "id": CALLER_ID,
                "class": "beacon-caller",
                "aria-live": "polite",
                "aria-atomic": "true",
            },
            _caller(state, waiting, at_first.current) if state and waiting else "",
        ),
        ContinueWaiting(waiting.id, bring, key=waiting.id) if waiting else "",
        waiting_list(others, open_call) if (others := _listed(state, waiting)) else "",
        *_by_themselves(state, open_call),
        html.p({"key": "problem", "class": "beacon-problem", "role": "alert"}, problem),
        # A new element for each click, because the browser acts when it appears.
        _in_front(len(opened), opened[-1]) if opened else "",
    )


def _in_front(count: int, opened: Opened) -> VdomDict:
    quiet = "" if opened.is_quiet else None
    return bring_to_front({"key": str(count), "workspace": opened.workspace_id, "quiet": quiet})


def _by_themselves(
    state: State | None, open_call: Callable[..., Awaitable[None]]
) -> list[VdomDict]:
    """Let static/open-by-itself.js open what waits, at a moment that disturbs nobody."""
    calls = state.waiting_calls if state and state.opens_automatically else ()

    def element(call_id: str) -> VdomDict:
        async def open_it(_: BrowserEvent) -> None:
            await open_call(call_id, is_quiet=True)

        handler = listen(open_it, target=f"open-by-itself:{call_id}")
        return open_by_itself({"key": f"itself-{call_id}", "oncalldue": handler})

    return [element(call.id) for call in calls]


@component
def ContinueWaiting(call_id: str, bring: Callable[[str], None]) -> VdomDict | Component:
    """Offer the open workspace of the same caller, who was cut off, if there is one."""
    answer = use_query(TO_CONTINUE, {"id": call_id}).answer
    call = None if isinstance(answer, Loading | Failed) else answer.inbound_call
    if call is None or call.workspace_to_continue is None:
        return html.fragment()
    return ContinueThere(call_id, call.workspace_to_continue, bring, is_in_toolbar=True)


def _button(click: EventFunction, waiting: Reference | None) -> dict[str, Any]:
    name = texts.INBOUND_CALL_WAITING if waiting else texts.NO_INBOUND_CALL
    attributes: dict[str, Any] = {"type": "button", "aria-label": name, "title": name}
    if waiting is None:
        return {**attributes, "aria-disabled": "true"}
    return {
        **attributes,
        "title": texts.with_shortcut(name, SHORTCUT),
        "aria-keyshortcuts": SHORTCUT_KEYS,
        "aria-describedby": CALLER_ID,
        "onClick": listen(click, target=f"open:{waiting.id}"),
    }


def _caller(state: State, waiting: Reference, at_first: State | None) -> Component:
    is_news = at_first is None or waiting not in at_first.waiting_calls
    return WaitingCaller(waiting.id, state.phone_number, is_news=is_news, key=waiting.id)


def _listed(state: State | None, waiting: Reference | None) -> tuple[str, ...]:
    """Return the waiting calls, unless there is but the one that flashes already."""
    calls = state.waiting_calls if state else ()
    return () if calls == (waiting,) else tuple(call.id for call in calls)
