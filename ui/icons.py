"""Icons as inline SVG, for decoration only: the name stands on what they decorate."""

from reactpy import html
from reactpy.types import VdomDict

TELEPHONE = (
    "M6.6 10.8a15.1 15.1 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.24 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1"
    "V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1 11.4 11.4 0 0 0 .57 3.6"
    " 1 1 0 0 1-.25 1z"
)


def telephone() -> VdomDict:
    """Draw a telephone receiver in the colour of the text."""
    return html.svg(
        {"class": "icon", "viewBox": "0 0 24 24", "aria-hidden": "true"},
        html.svg.path({"d": TELEPHONE}),
    )
