"""A masked value, for those who may see it: shown on request, which the audit trail keeps, and hidden again."""

from typing import Any

from reactpy import Vdom, component, html, use_state
from reactpy.types import State, VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Variant, use_mutation
from ui.components.button import button
from ui.events import BrowserEvent, listen
from ui.workspace.choosing import Refusal

REVEAL_MASKED = "gRevealMasked"

revealed_value = Vdom("revealed-value")


class RevealedDetail(Variant, frozen=True):
    """The value."""

    value: str


class RevealAnswer(Answer, frozen=True):
    """The answer to REVEAL."""

    reveal_detail: RevealedDetail | Refusal


REVEAL = Document(
    """
    mutation Reveal($call: ID!, $name: String!) {
      revealDetail(call: $call, name: $name) {
        __typename ... on RevealedDetail { value } ... on Refusal { code message }
      }
    }
    """,
    RevealAnswer,
)


@component
def MaskedValue(call_id: str, name: str, label: str, mask: str) -> VdomDict:
    """Show the mask, and the value from a click on "Show" until the call is left."""
    value: State[str | None] = use_state(None)
    problem, set_problem = use_state("")
    run = use_mutation(REVEAL)

    async def show(_: BrowserEvent) -> None:
        answer = await run({"call": call_id, "name": name})
        result = answer if isinstance(answer, Failed) else answer.reveal_detail
        if isinstance(result, RevealedDetail):
            value.set_value(result.value)
            return set_problem("")
        return set_problem(texts.refused(result.message))

    def hide(_: BrowserEvent) -> None:
        value.set_value(None)

    is_shown = value.value is not None
    named: dict[str, Any] = {"key": "turn", "aria-label": texts.turn_value(label, is_shown)}
    return html.fragment(
        revealed_value({"key": "value", "onleave": listen(hide)}, value.value)
        if is_shown
        else html.span({"key": "mask"}, mask),
        button(
            texts.HIDE if is_shown else texts.SHOW,
            hide if is_shown else show,
            is_small=True,
            **named,
        ),
        html.p({"key": "problem", "class": "error", "role": "alert"}, problem) if problem else "",
    )
