"""Merging two contacts: what is kept is shown before it happens."""

from collections.abc import Callable

from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Failed, Loading, use_query
from ui.components.button import button
from ui.components.dialog import form_dialog
from ui.components.table import Column, Row, table
from ui.contacts.documents import MERGE, ONE_CONTACT, FullContact, use_change
from ui.events import BrowserEvent
from ui.newest import use_newest
from ui.workspace.contact_search import ContactSearch


@component
def MergeDialog(
    contact: FullContact, merged: Callable[[str], None], close: Callable[[], None]
) -> VdomDict:
    """Find the other contact, show what becomes of the two, and do it."""
    other_id, set_other = use_state("")
    problem, set_problem = use_state("")

    async def pick(contact_id: str) -> None:
        set_problem(texts.MERGE_WITH_ITSELF if contact_id == contact.id else "")
        set_other("" if contact_id == contact.id else contact_id)

    return form_dialog(
        "merge",
        texts.MERGE_TITLE,
        html.div(
            {"key": "body", "class": "merge"},
            html.div({"key": "search"}, ContactSearch("merge", pick, hint=texts.MERGE_HINT)),
            html.div({"key": "problem", "role": "alert"}, _failure(problem)),
            html.div({"key": f"with-{other_id}"}, Preview(contact, other_id, merged))
            if other_id
            else "",
        ),
        close=texts.CLOSE,
        on_close=lambda _: close(),
    )


@component
def Preview(
    contact: FullContact, other_id: str, merged: Callable[[str], None]
) -> VdomDict | Component:
    """Show field by field what is kept of both; either may be the one that is kept."""
    is_swapped, swap, newest = use_newest(first=False)
    change = use_change(MERGE)
    answer = use_query(ONE_CONTACT, {"id": other_id}).answer
    if isinstance(answer, Loading):
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    if answer.contact is None:
        return html.p({"class": "failure", "role": "alert"}, texts.CONTACT_GONE)
    swapped, plain = (answer.contact, contact), (contact, answer.contact)
    shown = swapped if is_swapped else plain

    async def merge(_: BrowserEvent) -> None:
        # A swap may not be on screen yet, and there is no way back.
        kept, gone = swapped if newest() else plain
        result = await change.run({"kept": kept.id, "merged": gone.id})
        if result is not None:
            merged(kept.id)

    return html.div(
        {"class": "merge-preview"},
        html.h3(texts.merge_heading(*(each.full_name for each in shown))),
        table(
            texts.MERGE_PREVIEW,
            (
                Column(title=texts.MERGE_FIELD),
                Column(title=texts.MERGE_RESULT),
                Column(title=texts.MERGE_DROPPED),
            ),
            _rows(*shown),
        ),
        html.p({"class": "soft"}, texts.MERGE_FOREVER),
        _failure(change.problem),
        html.div(
            {"class": "actions"},
            button(texts.MERGE_SWAP, lambda _: swap(lambda before: not before)),
            button(texts.MERGE_NOW, merge, kind="danger"),
        ),
    )


def _rows(kept: FullContact, gone: FullContact) -> list[Row]:
    """Say for each field what it becomes, and what of the other contact is lost by that."""
    rows = []
    for name, text in kept.fields.items():
        other = gone.fields[name]
        if not (text or other):
            continue
        # The external id is not lost: it leads to the contact that is kept.
        is_lost = text and other and other != text and name != "externalId"
        lost = other if is_lost else ""
        cells = (texts.CONTACT_FIELDS[name], text or other, lost)
        rows.append(Row(key=name, cells=cells))
    held: dict[str, str] = {}
    for number in (*kept.numbers, *gone.numbers):
        held.setdefault(number.searchable_address or number.phone_number, number.written)
    numbers = html.span(*(html.bdi({"key": each}, each, html.br()) for each in held.values()))
    return [*rows, Row(key="numbers", cells=(texts.NUMBERS, numbers, ""))]


def _failure(problem: str) -> VdomDict | str:
    return html.p({"class": "failure"}, problem) if problem else ""
