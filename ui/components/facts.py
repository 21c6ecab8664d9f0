"""Short facts in one line of an entry, each with its name."""

from reactpy import html
from reactpy.types import VdomDict


def fact(label: str, *content: str | VdomDict) -> VdomDict:
    """Keep a name and what it says together when the line breaks."""
    return html.div({"key": label}, html.dt(label), html.dd(*content))
