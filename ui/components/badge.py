"""A word or a number that marks something: "ended", "exact number", 3."""

from typing import Literal

from reactpy import html
from reactpy.types import VdomDict

Kind = Literal["", "good", "danger", "ended"]


def badge(text: str, kind: Kind = "") -> VdomDict:
    """Show a badge; its colour only repeats what the text says."""
    return html.span({"class": f"chip {kind}".strip()}, text)
