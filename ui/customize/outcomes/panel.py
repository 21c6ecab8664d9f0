"""The tab "Outcomes"."""

from collections.abc import Sequence

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Failed, Loading
from ui.components.addressing import use_address
from ui.components.changing import refusal_notice, use_change, use_own_changes
from ui.components.editing import opener_button
from ui.components.empty import empty_state
from ui.components.notices import Notices
from ui.customize.ordering import Ordered, keep_place, order_buttons, versions
from ui.customize.outcomes.documents import OUTCOMES, REORDER, Outcome
from ui.customize.outcomes.entry import OutcomeEntry
from ui.customize.outcomes.form import NewOutcome
from ui.customize.reading import use_call_management

NEW = "new"


@component
def Outcomes(notices: Notices) -> VdomDict | Component:
    """Show every outcome."""
    answer = use_call_management(OUTCOMES).answer
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    return OutcomeList(answer.outcomes, notices)


@component
def OutcomeList(outcomes: Sequence[Outcome], notices: Notices) -> VdomDict:
    """Show the outcomes in their order, the retired ones last."""
    opened, own, reordering = use_address("outcome"), use_own_changes(), use_change(REORDER)
    active = [outcome for outcome in outcomes if outcome.is_active]

    async def reorder(order: Sequence[Ordered]) -> None:
        own.note_all(outcomes, await reordering.run({"order": versions(order)}))

    def entry(outcome: Outcome) -> VdomDict:
        order = order_buttons(active, outcome, reorder) if outcome.is_active else ""
        return html.li(
            {"key": outcome.id, "class": "entry"},
            OutcomeEntry(outcome, notices, own, opened, order=order),
        )

    return html.div(
        {"class": "entry-panel"},
        opened.element,
        html.div(
            {"key": "bar", "class": "panel-bar"},
            html.p({"class": "soft"}, texts.OUTCOMES_HINT),
            opener_button(
                texts.NEW_OUTCOME,
                "new-outcome",
                lambda _: opened.open(NEW),
                **{"class": "primary"},
            ),
        ),
        html.section(
            {"key": "new", "class": "entry", "aria-label": texts.NEW_OUTCOME},
            html.h3(texts.NEW_OUTCOME),
            NewOutcome(notices, opener="new-outcome", close=lambda: opened.close(NEW)),
        )
        if NEW in opened.values
        else "",
        refusal_notice(reordering.refusal),
        keep_place(
            {"key": "list"}, html.ul({"class": "entries"}, *(entry(each) for each in outcomes))
        )
        if outcomes
        else empty_state(texts.NO_OUTCOMES_TITLE, texts.NO_OUTCOMES),
    )
