"""The text of a script as elements of the page."""

from functools import lru_cache
from typing import Any

from reactpy.types import VdomDict
from reactpy.utils import string_to_reactpy

# The page's own headings end at the third level.
LOWERED = {"h1": "h4", "h2": "h5", "h3": "h6", "h4": "h6", "h5": "h6"}


@lru_cache(maxsize=256)
def prose(text: str) -> VdomDict | str:
    """Turn HTML into elements; nothing reaches the browser as HTML, where it could come alive."""
    if "<" not in text:
        return text
    return string_to_reactpy(text, _tamed, strict=False, intercept_links=False)


def _tamed(element: VdomDict) -> VdomDict:
    """Lower the headings, and open links beside the call instead of in its place."""
    tamed: dict[str, Any] = dict(element)
    tamed["tagName"] = LOWERED.get(element["tagName"], element["tagName"])
    if tamed["tagName"] == "a":
        href = element.get("attributes", {}).get("href", "")
        tamed["attributes"] = {"href": href, "target": "_blank", "rel": "noopener noreferrer"}
    return VdomDict(**tamed)
