"""Small plots of the last hour, as SVG that takes its colours from the stylesheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reactpy import Vdom

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import svg
    from reactpy.types import VdomDict

HEIGHT, STEP, WIDTH = 40, 20, 15  # of the drawing, of a place in it, of a bar

NOTHING: Mapping[str, str] = {}


def bars(label: str, values: Sequence[int | None], of_which: Sequence[int | None] = ()) -> VdomDict:
    """Draw a bar for each value, none for None; ``of_which`` are parts of them, which stand at the bottom.

    A line marks the ground, so that a plot of nothing is one too.
    """
    import svg  # noqa: PLC0415  # 6 MB that a server has no use for until somebody opens the wallboard

    highest = max((each for each in values if each), default=1)
    width = max(len(values), 1) * STEP
    shapes: list[svg.Element] = [
        *_row("bar", values, highest),
        *_row("bar part", of_which, highest),
        svg.Line(x1=0, x2=width, y1=HEIGHT, y2=HEIGHT, class_=["ground"]),
    ]
    drawing = svg.SVG(
        class_=["plot"],
        viewBox=svg.ViewBoxSpec(0, 0, width, HEIGHT + 1),
        elements=shapes,
    )
    named = {"role": "img", "aria-label": label, "preserveAspectRatio": "none"}
    return _element(drawing, named)


def _row(kind: str, values: Sequence[int | None], highest: int) -> list[svg.Element]:
    import svg  # noqa: PLC0415  # as above

    def bar(place: int, value: int) -> svg.Rect:
        height = max(round(HEIGHT * value / highest, 1), 1.0)  # at least to be seen
        x = place * STEP + (STEP - WIDTH) / 2
        return svg.Rect(x=x, y=HEIGHT - height, width=WIDTH, height=height, class_=kind.split())

    return [bar(place, value) for place, value in enumerate(values) if value]


def _element(shape: svg.Element, more: Mapping[str, str] = NOTHING) -> VdomDict:
    """Turn a shape into an element of the page; nothing reaches the browser as markup."""
    children = (_element(each) for each in getattr(shape, "elements", None) or ())
    return Vdom(shape.element_name)({**shape.as_dict(), **more}, *children)
