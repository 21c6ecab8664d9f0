"""Plots of the wallboard, as elements of the page."""

import subprocess
import sys
from typing import Any

from ui.wallboard.plots import HEIGHT, bars


def shapes(drawing: Any, kind: str) -> list[dict[str, str]]:
    """Return the attributes of the shapes of this kind."""
    each = (shape["attributes"] for shape in drawing["children"])
    return [attributes for attributes in each if attributes["class"] == kind]


def test_the_highest_value_fills_the_plot_and_what_is_not_there_leaves_a_gap() -> None:
    drawing = bars("Calls", [2, None, 0, 8])

    heights = [float(each["height"]) for each in shapes(drawing, "bar")]
    assert heights == [HEIGHT / 4, HEIGHT]
    assert len({each["x"] for each in shapes(drawing, "bar")}) == 2


def test_parts_stand_at_the_bottom_of_their_bars() -> None:
    drawing = bars("Handling", [100, 50], [25, None])

    (part,) = shapes(drawing, "bar part")
    whole = shapes(drawing, "bar")[0]
    assert (part["x"], float(part["height"])) == (whole["x"], HEIGHT / 4)
    assert float(part["y"]) + float(part["height"]) == HEIGHT


def test_the_least_there_is_can_be_seen() -> None:
    drawing = bars("Calls", [1, 1000])

    assert float(shapes(drawing, "bar")[0]["height"]) >= 1


def test_a_plot_has_a_name_and_one_of_nothing_is_a_plot_too() -> None:
    drawing: Any = bars("Calls", [None, None])

    assert drawing["attributes"]["role"] == "img"
    assert drawing["attributes"]["aria-label"] == "Calls"
    assert (shapes(drawing, "bar"), len(shapes(drawing, "ground"))) == ([], 1)


def test_a_server_whose_wallboard_nobody_opens_does_not_load_what_draws_it() -> None:
    program = "import sys, ui.pages; print('svg' in sys.modules)"

    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )

    assert ran.stdout.strip() == "False"
