"""The columns of a file before its import: what each holds, and where it goes."""

from collections.abc import Callable

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import formats, texts
from ui.client import Failed, use_mutation
from ui.components.button import button
from ui.components.table import Column, Row, table
from ui.contacts.imports.documents import CANCEL, START, ImportColumn, ImportState, Refusal
from ui.events import BrowserEvent, fields_of, submit

SHOWN_SAMPLES = 3


@component
def Columns(state: ImportState, leave: Callable[[], None]) -> VdomDict:
    """Show the columns with their first rows; of CSV the mapping can be changed before it begins."""
    problem, set_problem = use_state("")
    start, cancel = use_mutation(START), use_mutation(CANCEL)
    is_fixed = state.format != "CSV"

    async def begin(event: BrowserEvent) -> None:
        given = fields_of(event)
        fields = [
            column.field if is_fixed else given.get(f"column-{place}") or None
            for place, column in enumerate(state.columns)
        ]
        answer = await start({"id": state.id, "fields": fields})
        result = answer if isinstance(answer, Failed) else answer.result
        if isinstance(result, Failed | Refusal):
            set_problem(result.message)

    async def discard(_: BrowserEvent) -> None:
        await cancel({"id": state.id})
        leave()

    columns = [Column(title=texts.COLUMN), Column(title=texts.COLUMN_SAMPLES)]
    if not is_fixed:
        columns.insert(1, Column(title=texts.COLUMN_GOES_TO))
    return html.form(
        {"class": "import-columns", "onSubmit": submit(begin, target="start-import")},
        table(
            texts.IMPORT_READY_TITLE,
            columns,
            [_row(place, column, is_fixed=is_fixed) for place, column in enumerate(state.columns)],
        ),
        html.p({"class": "soft"}, texts.IMPORT_RULE),
        html.div({"role": "alert"}, html.p({"class": "failure"}, problem) if problem else ""),
        html.div(
            {"class": "actions"},
            button(texts.START_IMPORT, kind="primary", type="submit"),
            button(texts.DISCARD_FILE, discard),
        ),
    )


def _row(place: int, column: ImportColumn, *, is_fixed: bool) -> Row:
    name = column.name or texts.unnamed_column(formats.number(place + 1))
    if is_fixed:
        name = texts.IMPORT_COLUMN_FIELDS.get(column.field or "", name)
    samples = [text for text in column.samples if text][:SHOWN_SAMPLES]
    shown = html.span(
        {"class": "samples"}, *(html.bdi({"key": str(i)}, text) for i, text in enumerate(samples))
    )
    choice = () if is_fixed else (_choice(place, name, column.field),)
    return Row(key=str(place), cells=(html.bdi(name), *choice, shown))


def _choice(place: int, name: str, chosen: str | None) -> VdomDict:
    fields = {"": texts.PASSED_OVER, **texts.IMPORT_COLUMN_FIELDS}
    return html.select(
        {"name": f"column-{place}", "aria-label": texts.field_of_column(name)},
        *(
            html.option({"key": key, "value": key, "selected": key == (chosen or "") or None}, text)
            for key, text in fields.items()
        ),
    )
