"""Taking over a workspace of an agent who is not there: the question first, then where it is now."""

from collections.abc import Callable

from msgspec import Struct
from reactpy import html
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.components.asking import Asking, Question
from ui.components.told_once import focus_on
from ui.wallboard.documents import TAKE_OVER, OpenWorkspace


class Taken(Struct, frozen=True, kw_only=True):
    """Name a workspace that is the viewer's now, and its caller."""

    id: str
    caller: str


def take_over(workspace: OpenWorkspace, note: Callable[[Taken], None]) -> Component:
    """Show the button that takes a workspace over, once it was asked whose it is and what becomes of the text."""
    caller, agent = workspace.inbound_call.name, workspace.user.full_name
    typed_at = workspace.last_typed_at
    question = Question(
        name=f"take-{workspace.id}",
        label=texts.TAKE_OVER,
        question=texts.take_over_question(caller, agent),
        explanation=texts.taking_over_explained(
            agent, formats.time(workspace.opened_at), formats.time(typed_at) if typed_at else ""
        ),
        agree=texts.TAKE_OVER,
        is_small=True,
        kind="primary",
        described_by=caller_id(workspace),
    )

    def done(_: object) -> None:
        note(Taken(id=workspace.id, caller=caller))

    return Asking(question, TAKE_OVER, {"id": workspace.id}, done=done)


def caller_id(workspace: OpenWorkspace) -> str:
    """Name the element that says whose call it is, for the button beside it."""
    return f"caller-{workspace.id}"


def taken_notice(taken: Taken) -> VdomDict:
    """Say that it was taken over, and lead there."""
    link = f"taken-{taken.id}"
    return html.p(
        {"key": taken.id, "class": "taken"},
        html.span(texts.taken_over(taken.caller)),
        " ",
        html.a({"id": link, "href": f"/?call={taken.id}"}, texts.OPEN_WORKSPACE),
        focus_on({"for": link}),  # what was pressed is not there any more
    )
