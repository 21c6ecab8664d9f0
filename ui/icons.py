"""Icons as inline SVG, for decoration only: the name stands on what they decorate."""

from reactpy import html
from reactpy.types import VdomDict

TELEPHONE = (
    "M6.6 10.8a15.1 15.1 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.24 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1"
    "V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1 11.4 11.4 0 0 0 .57 3.6"
    " 1 1 0 0 1-.25 1z"
)
BELL = (
    "M12 2.5a6.5 6.5 0 0 0-6.5 6.5v4.2l-1.6 2.6A.8.8 0 0 0 4.6 17h14.8a.8.8 0 0 0 .7-1.2l-1.6-2.6V9"
    "A6.5 6.5 0 0 0 12 2.5zM9.5 18.5a2.5 2.5 0 0 0 5 0z"
)
STROKE = "M3.3 2 22 20.7 20.7 22 2 3.3z"
CHEVRON = "M6.7 8.3 12 13.6l5.3-5.3 1.4 1.4L12 16.4 5.3 9.7z"
CROSS = "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z"
TRAY = "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zm0 2v8h4a3 3 0 0 0 6 0h4V5z"
CLOCK = (
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2a7 7 0 1 1 0 14 7 7 0 0 1 0-14z"
    "m-1 2.5v5.2l3.6 2.2 1-1.7-2.6-1.6V7.5z"
)
PLUS = "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z"
ARROW_UP = "M12 5.6 5.3 12.3l1.4 1.4L11 9.4V19h2V9.4l4.3 4.3 1.4-1.4z"
ARROW_DOWN = "M12 18.4 5.3 11.7l1.4-1.4L11 14.6V5h2v9.6l4.3-4.3 1.4 1.4z"


def telephone() -> VdomDict:
    """Draw a telephone receiver."""
    return _icon(TELEPHONE)


def bell() -> VdomDict:
    """Draw a bell."""
    return _icon(BELL)


def silent_bell() -> VdomDict:
    """Draw a bell that is struck out."""
    return _icon(BELL, STROKE)


def chevron() -> VdomDict:
    """Draw a mark that something opens downwards."""
    return _icon(CHEVRON)


def cross() -> VdomDict:
    """Draw a mark that closes something."""
    return _icon(CROSS)


def tray() -> VdomDict:
    """Draw an empty tray."""
    return _icon(TRAY)


def clock() -> VdomDict:
    """Draw a clock face."""
    return _icon(CLOCK)


def plus() -> VdomDict:
    """Draw a mark that adds something."""
    return _icon(PLUS)


def arrow_up() -> VdomDict:
    """Draw a mark that something moves up."""
    return _icon(ARROW_UP)


def arrow_down() -> VdomDict:
    """Draw a mark that something moves down."""
    return _icon(ARROW_DOWN)


def _icon(*paths: str) -> VdomDict:
    """Draw the paths in the colour of the text."""
    return html.svg(
        {"class": "icon", "viewBox": "0 0 24 24", "aria-hidden": "true"},
        *(html.svg.path({"key": path, "d": path}) for path in paths),
    )
