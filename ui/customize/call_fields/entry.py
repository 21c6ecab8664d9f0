"""One call field in the list."""

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.components.addressing import Addressed
from ui.components.badge import badge
from ui.components.button import button
from ui.components.changing import OwnChanges, refusal_notice, use_change
from ui.components.editing import element_id, opener_button
from ui.components.facts import fact
from ui.components.notices import Notices
from ui.customize.call_fields.documents import ACTIVATE, Field
from ui.customize.call_fields.form import FieldForm
from ui.events import BrowserEvent


@component
def FieldEntry(
    field: Field,
    notices: Notices,
    own: OwnChanges,
    opened: Addressed,
    *,
    order: VdomDict | str,
) -> VdomDict:
    """Show a field, and its form while it is open."""
    opener, name = element_id("edit-field", field.id), element_id("field", field.id)
    is_open = field.id in opened.values
    return html.fragment(
        html.div(
            {"class": "entry-head"},
            html.div(
                {"class": "entry-name"},
                html.h3({"id": name}, field.label),
                badge(texts.MASKED) if field.is_masked else "",
                badge(texts.IDENTIFIER) if field.is_identifier else "",
                "" if field.is_active else badge(texts.RETIRED, "ended"),
            ),
            html.dl(
                {"class": "entry-facts"},
                fact(texts.NAME, html.code(field.name)),
                fact(texts.TYPE, texts.FIELD_TYPES[field.type]),
            ),
            order,
            opener_button(
                texts.EDIT,
                opener,
                lambda _: opened.toggle(field.id),
                **{"aria-expanded": str(is_open).lower(), "aria-describedby": name},
            ),
        ),
        html.div(
            {"class": "entry-body"},
            FieldForm(field, notices, own, opener=opener, close=lambda: opened.close(field.id)),
            html.div({"key": "more", "class": "entry-more"}, Activation(field, notices, own)),
        )
        if is_open
        else "",
    )


@component
def Activation(field: Field, notices: Notices, own: OwnChanges) -> VdomDict:
    """Retire the field, or bring it back; neither takes anything away from a call."""
    change = use_change(ACTIVATE)

    async def activate(_: BrowserEvent) -> None:
        asked = {"id": field.id, "version": field.version, "isActive": not field.is_active}
        result = await change.run(asked)
        own.note_result(field.id, field.version, result)
        if result is not None:
            said = texts.retired if field.is_active else texts.brought_back
            notices.say(said(field.label))

    label = texts.RETIRE if field.is_active else texts.BRING_BACK
    return html.section(
        {"aria-label": texts.USE},
        html.h4({"class": "eyebrow"}, texts.USE),
        html.p({"class": "soft"}, texts.RETIRE_FIELD_HINT if field.is_active else ""),
        button(label, activate),
        refusal_notice(change.refusal),
    )
