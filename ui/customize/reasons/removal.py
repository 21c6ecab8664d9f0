"""Taking a reason away: for good, or out of use when calls have had it."""

from collections.abc import Callable

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.components.button import button
from ui.components.changing import refusal_notice, use_change
from ui.components.notices import Notices
from ui.customize.changing import RemovedCallReason
from ui.customize.reasons.documents import DELETE, Reason
from ui.customize.reasons.question import Question
from ui.events import BrowserEvent


@component
def Removal(reason: Reason, notices: Notices, close: Callable[[], None]) -> VdomDict:
    """Ask first, saying which of both it will be."""
    is_asking, set_asking = use_state(False)
    change = use_change(DELETE)

    async def remove(_: BrowserEvent) -> None:
        set_asking(False)
        result = await change.run({"id": reason.id, "version": reason.version})
        if isinstance(result, RemovedCallReason):
            close()
            said = texts.retired if result.is_retired else texts.deleted
            notices.say(said(reason.name))

    return html.section(
        {"aria-label": texts.REMOVE_REASON},
        html.h4({"class": "eyebrow"}, texts.REMOVE_REASON),
        button(texts.DELETE_ASKING, lambda _: set_asking(True)),
        refusal_notice(change.refusal),
        Question(reason, agree=remove, keep=lambda _: set_asking(False)) if is_asking else "",
    )
