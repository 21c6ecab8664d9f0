"""A table with its caption, and the way to its other pages."""

from collections.abc import Sequence

from msgspec import Struct
from reactpy import html
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.components.button import button
from ui.events import EventFunction


class Column(Struct, frozen=True, kw_only=True):
    """One column; numbers stand to the right."""

    title: str
    is_number: bool = False


class Row(Struct, frozen=True, kw_only=True):
    """One row: a key that stays with it, and a cell for each column. The first cell names the row."""

    key: str
    cells: Sequence[str | VdomDict | Component]


class Paging(Struct, frozen=True, kw_only=True):
    """Which rows are shown (from 1), out of how many, and how to get to the others."""

    first: int
    last: int
    total: int
    previous: EventFunction | None
    following: EventFunction | None


def table(
    caption: str, columns: Sequence[Column], rows: Sequence[Row], *, paging: Paging | None = None
) -> VdomDict:
    """Show rows; on a narrow screen the table scrolls by itself, by keyboard too."""
    return html.div(
        {"class": "table"},
        html.div(
            {"class": "scroll", "role": "region", "aria-label": caption, "tabIndex": 0},
            html.table(
                html.caption({"class": "visually-hidden"}, caption),
                html.thead(html.tr(*(_head(column) for column in columns))),
                html.tbody(*(_row(row, columns) for row in rows)),
            ),
        ),
        _pager(paging) if paging else "",
    )


def _head(column: Column) -> VdomDict:
    kind = "number" if column.is_number else None
    return html.th({"key": column.title, "scope": "col", "class": kind}, column.title)


def _row(row: Row, columns: Sequence[Column]) -> VdomDict:
    first, *rest = row.cells
    return html.tr(
        {"key": row.key},
        html.th({"scope": "row"}, first),
        *(
            html.td({"key": column.title, "class": "number" if column.is_number else None}, cell)
            for column, cell in zip(columns[1:], rest, strict=True)
        ),
    )


def _pager(paging: Paging) -> VdomDict:
    shown = (formats.number(each) for each in (paging.first, paging.last, paging.total))
    previous, following = paging.previous, paging.following
    return html.div(
        {"class": "pager"},
        html.p({"role": "status"}, texts.rows_shown(*shown)),
        button(texts.PREVIOUS_PAGE, previous, is_unavailable=previous is None),
        button(texts.NEXT_PAGE, following, is_unavailable=following is None),
    )
