"""The tab "Call fields"."""

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
from ui.customize.call_fields.documents import FIELDS, REORDER, Field
from ui.customize.call_fields.entry import FieldEntry
from ui.customize.call_fields.form import NewField
from ui.customize.ordering import Ordered, keep_place, order_buttons, versions
from ui.customize.reading import use_call_management

NEW = "new"


@component
def CallFields(notices: Notices) -> VdomDict | Component:
    """Show every declared field."""
    answer = use_call_management(FIELDS).answer
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    return FieldList(answer.call_fields, notices)


@component
def FieldList(fields: Sequence[Field], notices: Notices) -> VdomDict:
    """Show the fields in their order, the retired ones last."""
    opened, own, reordering = use_address("field"), use_own_changes(), use_change(REORDER)
    active = [field for field in fields if field.is_active]

    async def reorder(order: Sequence[Ordered]) -> None:
        own.note_all(fields, await reordering.run({"order": versions(order)}))

    def entry(field: Field) -> VdomDict:
        order = order_buttons(active, field, reorder) if field.is_active else ""
        return html.li(
            {"key": field.id, "class": "entry"},
            FieldEntry(field, notices, own, opened, order=order),
        )

    return html.div(
        {"class": "entry-panel"},
        opened.element,
        html.div(
            {"key": "bar", "class": "panel-bar"},
            html.p({"class": "soft"}, texts.CALL_FIELDS_HINT),
            opener_button(
                texts.NEW_FIELD, "new-field", lambda _: opened.open(NEW), **{"class": "primary"}
            ),
        ),
        html.section(
            {"key": "new", "class": "entry", "aria-label": texts.NEW_FIELD},
            html.h3(texts.NEW_FIELD),
            NewField(notices, opener="new-field", close=lambda: opened.close(NEW)),
        )
        if NEW in opened.values
        else "",
        refusal_notice(reordering.refusal),
        keep_place(
            {"key": "list"}, html.ul({"class": "entries"}, *(entry(field) for field in fields))
        )
        if fields
        else empty_state(texts.NO_FIELDS_TITLE, texts.NO_FIELDS),
    )
