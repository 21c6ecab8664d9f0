"""The button that opens the workspace of a call, and what leads to the desktop then."""

from typing import Any

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.beacon import OPEN_CALL, Workspace
from ui.calls.documents import Held
from ui.client import Failed, use_mutation
from ui.components.button import Kind, button
from ui.events import BrowserEvent
from ui.workspace.notices import bring_to_front
from ui.workspace.reopening import use_reopening


@component
def OpenCall(call_id: str, name: str, kind: Kind = "plain") -> VdomDict:
    """Open the workspace of a call that has none yet, as a click on its beacon does."""
    brought, set_brought = use_state("")
    problem, set_problem = use_state("")
    run = use_mutation(OPEN_CALL)

    async def open_call(_: BrowserEvent) -> None:
        answered = await run({"id": call_id})
        result = answered if isinstance(answered, Failed) else answered.open_inbound_call
        if isinstance(result, Workspace):
            set_brought(result.id)
        else:
            set_problem(texts.opening_failed(result.message))

    named: dict[str, Any] = {"aria-label": texts.open_call_of(name)} if kind == "plain" else {}
    return html.fragment(
        button(texts.OPEN if kind == "plain" else texts.OPEN_CALL, open_call, kind=kind, **named),
        *_led(brought, problem),
    )


@component
def HeldCall(held: Held) -> VdomDict:
    """Lead to the viewer's workspace of a call, or open it again when it was discarded."""
    brought, set_brought = use_state("")
    reopen, problem = use_reopening(set_brought)

    async def act(_: BrowserEvent) -> None:
        await reopen(held.id)

    if held.status == "OPEN":
        link = {"class": "button", "href": f"/?call={held.id}"}
        return html.a(link, texts.OPEN_WORKSPACE)
    if held.status != "DISCARDED":
        return html.fragment()
    return html.fragment(
        button(texts.REOPEN, act, kind="primary"),
        *_led(brought, texts.refused(problem) if problem else ""),
    )


def _led(workspace_id: str, problem: str) -> tuple[VdomDict | str, ...]:
    return (
        bring_to_front({"key": workspace_id, "workspace": workspace_id}) if workspace_id else "",
        html.p({"key": "problem", "class": "failure", "role": "alert"}, problem) if problem else "",
    )
