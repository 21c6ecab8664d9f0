"""One outcome in the list."""

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Failed, Loading, use_query
from ui.components.addressing import Addressed
from ui.components.badge import badge
from ui.components.button import button
from ui.components.changing import OwnChanges, refusal_notice, use_change
from ui.components.dialog import alert_dialog
from ui.components.editing import element_id, opener_button
from ui.components.notices import Notices
from ui.customize.changing import RemovedOutcome
from ui.customize.outcomes.documents import DELETE, IS_USED, Outcome
from ui.customize.outcomes.form import OutcomeForm
from ui.events import BrowserEvent, EventFunction


@component
def OutcomeEntry(
    outcome: Outcome,
    notices: Notices,
    own: OwnChanges,
    opened: Addressed,
    *,
    order: VdomDict | str,
) -> VdomDict:
    """Show an outcome, and its form while it is open."""
    opener, name = element_id("edit-outcome", outcome.id), element_id("outcome", outcome.id)
    is_open = outcome.id in opened.values
    return html.fragment(
        html.div(
            {"class": "entry-head"},
            html.div(
                {"class": "entry-name"},
                html.h3({"id": name}, outcome.name),
                "" if outcome.is_active else badge(texts.RETIRED, "ended"),
            ),
            order,
            opener_button(
                texts.EDIT,
                opener,
                lambda _: opened.toggle(outcome.id),
                **{"aria-expanded": str(is_open).lower(), "aria-describedby": name},
            ),
        ),
        html.div(
            {"class": "entry-body"},
            OutcomeForm(
                outcome, notices, own, opener=opener, close=lambda: opened.close(outcome.id)
            ),
            html.div(
                {"key": "more", "class": "entry-more"},
                Removal(outcome, notices, opened),
            ),
        )
        if is_open
        else "",
    )


@component
def Removal(outcome: Outcome, notices: Notices, opened: Addressed) -> VdomDict:
    """Take an outcome away: for good, or out of use when calls were saved with it."""
    is_asking, set_asking = use_state(False)
    change = use_change(DELETE)

    async def remove(_: BrowserEvent) -> None:
        set_asking(False)
        result = await change.run({"id": outcome.id, "version": outcome.version})
        if isinstance(result, RemovedOutcome):
            opened.close(outcome.id)
            said = texts.retired if result.is_retired else texts.deleted
            notices.say(said(outcome.name))

    return html.section(
        {"aria-label": texts.REMOVE_OUTCOME},
        html.h4({"class": "eyebrow"}, texts.REMOVE_OUTCOME),
        button(texts.DELETE_ASKING, lambda _: set_asking(True)),
        refusal_notice(change.refusal),
        Question(outcome, agree=remove, keep=lambda _: set_asking(False)) if is_asking else "",
    )


@component
def Question(outcome: Outcome, *, agree: EventFunction, keep: EventFunction) -> VdomDict:
    """Say whether the outcome will be deleted or retired."""
    answer = use_query(IS_USED, {"id": outcome.id}).answer
    if isinstance(answer, Loading):
        return html.span({"aria-busy": "true"})
    is_used = isinstance(answer, Failed) or answer.is_outcome_used
    return alert_dialog(
        "remove-outcome",
        texts.retire_question(outcome.name) if is_used else texts.delete_question(outcome.name),
        texts.RETIRE_OUTCOME_HINT if is_used else texts.DELETE_OUTCOME_HINT,
        agree=texts.RETIRE if is_used else texts.DELETE,
        on_agree=agree,
        keep=texts.KEEP,
        on_keep=keep,
    )
