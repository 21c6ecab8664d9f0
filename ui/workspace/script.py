"""The region "Call script": what to say, with the caller's data merged in."""

from functools import lru_cache
from typing import Any

from reactpy import html
from reactpy.types import VdomDict
from reactpy.utils import string_to_reactpy

from ui import texts
from ui.client import Answer

SCRIPT = "script { name pages { id title html } }"
# The page's own headings end at the third level.
LOWERED = {"h1": "h4", "h2": "h5", "h3": "h6", "h4": "h6", "h5": "h6"}


class Page(Answer, frozen=True):
    """One page of a script; the HTML has neither scripts nor styles."""

    id: str
    title: str
    html: str


class Script(Answer, frozen=True):
    """A call script."""

    name: str
    pages: tuple[Page, ...]


def script_section(script: Script | None) -> VdomDict:
    """Show the script page by page."""
    pages = script.pages if script else ()
    return html.section(
        {"aria-label": texts.CALL_SCRIPT},
        html.div(
            {"class": "section-head"},
            html.h3({"class": "eyebrow"}, texts.CALL_SCRIPT),
            html.span({"class": "soft"}, script.name if script else ""),
        ),
        "" if pages else html.p({"class": "soft"}, texts.NO_SCRIPT),
        *(_page(page, is_named=len(pages) > 1) for page in pages),
    )


def _page(page: Page, *, is_named: bool) -> VdomDict:
    return html.article(
        {"key": page.id},
        html.h3(page.title) if is_named else "",
        html.div({"class": "prose"}, prose(page.html)),
    )


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
