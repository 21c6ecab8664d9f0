"""The figures of the last hour: a large number, a small plot, and the same as a table."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct
from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.components.table import Column, Row, table
from ui.parts import Feed, use_part
from ui.wallboard.documents import Hour, Part
from ui.wallboard.plots import bars

NOTHING = "–"


class Figure(Struct, frozen=True, kw_only=True):
    """One figure: its number in words, and what its plot and its table show of each five minutes.

    ``of_which`` says what the parts of the bars are.
    """

    key: str
    title: str
    number: str
    columns: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]
    rest: str = ""
    of_which: str = ""
    is_time: bool = True


@component
def LastHour(feed: Feed[Hour]) -> VdomDict | Component:
    """Show the figures of the last hour."""
    hour = use_part(feed, lambda newest: newest)
    if hour is None:
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    return html.section(
        {"aria-label": texts.LAST_HOUR},
        html.h2({"key": "title"}, texts.LAST_HOUR),
        *(_card(figure, hour.parts) for figure in _figures(hour)),
    )


def _figures(hour: Hour) -> tuple[Figure, ...]:
    parts, total = [part.figures for part in hour.parts], hour.total
    return (
        Figure(
            key="calls",
            title=texts.CALLS_AN_HOUR,
            number=formats.number(total.calls),
            of_which=texts.of_which_unopened(formats.number(total.unopened)),
            columns=(texts.CALLS, texts.NOT_OPENED),
            values=(tuple(each.calls for each in parts), tuple(each.unopened for each in parts)),
            is_time=False,
        ),
        Figure(
            key="click",
            title=texts.TIME_TO_CLICK,
            number=_time(total.seconds_to_click),
            rest=_average(total.seconds_to_click),
            columns=(texts.TIME_TO_CLICK,),
            values=(tuple(each.seconds_to_click for each in parts),),
        ),
        Figure(
            key="handling",
            title=texts.HANDLING_TIME,
            number=_time(total.handling_seconds),
            rest=_average(total.handling_seconds),
            of_which=texts.of_which_wrap_up(_time(total.wrap_up_seconds)),
            columns=(texts.HANDLING_TIME, texts.WRAP_UP_TIME),
            values=(
                tuple(each.handling_seconds for each in parts),
                tuple(each.wrap_up_seconds for each in parts),
            ),
        ),
    )


def _average(seconds: int | None) -> str:
    return texts.NONE_IN_HOUR if seconds is None else texts.ON_AVERAGE


def _card(figure: Figure, parts: Sequence[Part]) -> VdomDict:
    begins, ends = (formats.time(part.begins) for part in (parts[0], parts[-1]))
    label = texts.plot_label(figure.title, begins, ends)
    return html.article(
        {"key": figure.key, "class": "figure"},
        html.h3(figure.title),
        html.p(
            {"class": "figure-number"},
            html.strong(figure.number),
            " ",
            html.span({"class": "soft"}, figure.rest),
            html.span({"class": "of-which soft"}, figure.of_which) if figure.of_which else "",
        ),
        bars(label, *figure.values),
        html.p({"class": "scale", "aria-hidden": "true"}, html.span(begins), html.span(ends)),
        html.details(
            html.summary({"aria-label": texts.as_table(figure.title)}, texts.AS_TABLE),
            _table(label, figure, parts),
        ),
    )


def _table(caption: str, figure: Figure, parts: Sequence[Part]) -> VdomDict:
    columns = [Column(title=texts.FROM_TIME)]
    columns += [Column(title=title, is_number=True) for title in figure.columns]
    rows = [
        Row(
            key=part.begins.isoformat(),
            cells=[
                formats.time(part.begins),
                *(_written(row[place], is_time=figure.is_time) for row in figure.values),
            ],
        )
        for place, part in enumerate(parts)
    ]
    return table(caption, columns, rows)


def _written(value: int | None, *, is_time: bool) -> str:
    return _time(value) if is_time else formats.number(value or 0)


def _time(seconds: int | None) -> str:
    return NOTHING if seconds is None else formats.duration(timedelta(seconds=seconds))
