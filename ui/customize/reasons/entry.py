"""One reason in the list: its facts, and the form below them while it is edited."""

from collections.abc import Sequence

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.components.addressing import Addressed
from ui.components.badge import badge
from ui.components.changing import OwnChanges
from ui.components.editing import element_id, opener_button
from ui.components.facts import fact
from ui.components.notices import Notices
from ui.customize.reasons.documents import Reason, ScriptName
from ui.customize.reasons.form import ReasonForm


@component
def ReasonEntry(
    reason: Reason,
    scripts: Sequence[ScriptName],
    notices: Notices,
    own: OwnChanges,
    opened: Addressed,
    *,
    is_gone: bool = False,
) -> VdomDict:
    """Show a reason; one that is gone is shown for as long as its form is open."""
    opener, is_open = element_id("edit-reason", reason.id), reason.id in opened.values
    return html.fragment(
        _head(reason, opener, opened, is_open=is_open),
        html.p({"key": "gone", "class": "failure", "role": "alert"}, texts.GONE_MEANWHILE)
        if is_gone
        else "",
        ReasonForm(
            reason,
            scripts,
            notices,
            own,
            opener=opener,
            close=lambda: opened.close(reason.id),
        )
        if is_open
        else "",
    )


def _head(reason: Reason, opener: str, opened: Addressed, *, is_open: bool) -> VdomDict:
    name = element_id("reason", reason.id)
    return html.div(
        {"class": "entry-head"},
        html.div(
            {"class": "entry-name"},
            html.h3({"id": name}, reason.name),
            badge(texts.IS_DEFAULT, "good") if reason.is_default else "",
            "" if reason.is_active else badge(texts.RETIRED, "ended"),
            badge(texts.OUTCOME_REQUIRED) if reason.requires_outcome else "",
        ),
        html.dl(
            {"class": "entry-facts"},
            fact(texts.ID, html.code(reason.id)),
            fact(texts.ALIASES, *_codes(reason.aliases)) if reason.aliases else "",
            fact(texts.SCRIPT, reason.script.name if reason.script else texts.DEFAULT_SCRIPT),
        ),
        opener_button(
            texts.EDIT,
            opener,
            lambda _: opened.toggle(reason.id),
            **{"aria-expanded": str(is_open).lower(), "aria-describedby": name},
        ),
    )


def _codes(ids: Sequence[str]) -> list[VdomDict]:
    return [html.code({"key": each}, each) for each in ids]
