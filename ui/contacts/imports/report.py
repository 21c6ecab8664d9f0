"""What came of an import: how many rows went which way, and which were skipped and why."""

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.client import Failed, Loading, use_query
from ui.components.table import Column, Row, table
from ui.contacts.imports.documents import SKIPPED, ImportState

SHOWN = 50


def counts(state: ImportState) -> VdomDict:
    """Show how many rows went which way."""
    return html.dl(
        {"key": "counts", "class": "import-counts"},
        *(
            html.div(
                {"key": name},
                html.dt(label),
                html.dd(formats.number(getattr(state, name))),
            )
            for name, label in texts.IMPORT_COUNTS.items()
        ),
    )


def report(state: ImportState) -> VdomDict:
    """Show the counts, and the rows that were skipped."""
    is_cancelled = state.status == "CANCELLED"
    return html.div(
        html.p({"key": "hint", "class": "soft"}, texts.IMPORT_CANCELLED_HINT)
        if is_cancelled
        else "",
        counts(state),
        html.div({"key": "skipped"}, Skipped(state.id, state.skipped)) if state.skipped else "",
    )


@component
def Skipped(import_id: str, total: int) -> VdomDict | Component:
    """List the first rows that were skipped, and offer all of them as a file."""
    answer = use_query(SKIPPED, {"id": import_id, "first": SHOWN}).answer
    if isinstance(answer, Loading):
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    rows = answer.skipped_contact_rows
    return html.div(
        {"class": "skipped-rows"},
        html.h3({"class": "eyebrow"}, texts.SKIPPED_ROWS),
        html.p(
            html.a(
                {"href": f"/contacts/imports/{import_id}/skipped.csv", "download": ""},
                texts.DOWNLOAD_SKIPPED,
            )
        ),
        table(
            texts.SKIPPED_ROWS,
            (
                Column(title=texts.SKIPPED_ROW),
                Column(title=texts.SKIPPED_CAUSE),
                Column(title=texts.SKIPPED_CONTENT),
            ),
            [
                Row(
                    key=str(row.row),
                    cells=(
                        formats.number(row.row),
                        row.cause,
                        html.bdi({"class": "skipped-content"}, row.content[:200]),
                    ),
                )
                for row in rows
            ],
        ),
        html.p(
            {"class": "soft"},
            texts.first_skipped(formats.number(len(rows)), formats.number(total)),
        )
        if total > len(rows)
        else "",
    )
