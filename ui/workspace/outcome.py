"""The combo box "Outcome": how the call ended for the business."""

from typing import Any

from reactpy import Vdom, html
from reactpy.types import VdomDict

from ui import texts
from ui.client import Answer, Document
from ui.workspace.drafts import Drafts, draft_box

FIELD = "outcome"

draft_choice = Vdom("draft-choice")


class Outcome(Answer, frozen=True):
    """A wrap-up code."""

    id: str
    name: str


class OutcomesAnswer(Answer, frozen=True):
    """The answer to OUTCOMES."""

    outcomes: tuple[Outcome, ...]


OUTCOMES = Document("query Outcomes { outcomes { id name } }", OutcomesAnswer)


def outcome_field(
    drafts: Drafts, outcomes: tuple[Outcome, ...], *, is_required: bool, problem: str
) -> VdomDict:
    """Show a native select over a draft; static/draft-choice.js keeps the two equal."""
    name = outcome_id(drafts.workspace_id)
    names = {"": texts.NO_OUTCOME, **{each.id: each.name for each in outcomes}}
    return html.div(
        {"key": "outcome", "class": "field"},
        html.label({"htmlFor": name}, texts.OUTCOME),
        draft_choice(
            html.select(
                {"key": "select", **_attributes(name, problem), "required": is_required or None},
                *outcome_options(outcomes, ""),
            ),
            draft_box(
                drafts,
                FIELD,
                attributes={"hidden": True, "aria-hidden": "true", "tabIndex": -1},
                written=lambda id: names.get(id, id),
            ),
        ),
        html.p({"key": "error", "id": f"{name}-error", "class": "error"}, problem)
        if problem
        else "",
    )


def outcome_options(outcomes: tuple[Outcome, ...], chosen: str) -> list[VdomDict]:
    """List the choices, and none first."""
    listed = [("", texts.NO_OUTCOME), *((each.id, each.name) for each in outcomes)]
    return [
        html.option({"key": id, "value": id, "selected": (id == chosen) or None}, name)
        for id, name in listed
    ]


def outcome_id(workspace_id: str) -> str:
    """Name the select of a workspace."""
    return f"outcome-{workspace_id}"


def _attributes(name: str, problem: str) -> dict[str, Any]:
    return {
        "id": name,
        "aria-invalid": "true" if problem else None,
        "aria-describedby": f"{name}-error" if problem else None,
    }
