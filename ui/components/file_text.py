"""A text from a file or the clipboard, which may be longer than one message to the server."""

from collections.abc import Callable
from typing import Any

from reactpy import Vdom, component, html, use_ref
from reactpy.types import VdomDict

from ui import texts
from ui.components.button import button
from ui.components.field import long_text_field
from ui.events import BrowserEvent, detail_of, listen

file_text = Vdom("file-text")

SENDS: dict[str, Any] = {"data-send": ""}
# The schema refuses less; this only bounds what a browser can make the server keep.
MOST_PIECES = 200


@component
def FileText(prefix: str, show: Callable[[str], Any], *, accept: str, agree: str) -> VdomDict:
    """Take the text; static/file-text.js reads a file into the field, and sends the field in pieces.

    The prefix names the fields and stands once on a page.
    """
    pieces: list[str] = use_ref(list[str]()).current

    async def take(event: BrowserEvent) -> None:
        piece = detail_of(event)
        if piece.get("isFirst"):
            pieces.clear()
        if len(pieces) < MOST_PIECES:
            pieces.append(str(piece.get("text", "")))
        if piece.get("isLast"):
            await show("".join(pieces))

    return file_text(
        {"onpiece": listen(take, target=f"{prefix}-piece")},
        html.div(
            {"class": "field"},
            html.label({"htmlFor": f"{prefix}-file"}, texts.IMPORT_FILE),
            html.input({"type": "file", "id": f"{prefix}-file", "accept": accept}),
        ),
        long_text_field(
            f"{prefix}-text", texts.IMPORT_TEXT, rows=6, spellcheck="false", **{"class": "code"}
        ),
        html.div({"class": "actions"}, button(agree, **SENDS)),
    )
