"""Parts that are opened by a button. static/disclose-set.js opens them, one at a time, at once and while offline."""

from msgspec import Struct
from reactpy import Vdom, html
from reactpy.types import Component, VdomDict

disclose_set = Vdom("disclose-set")


class Disclosed(Struct, frozen=True, kw_only=True):
    """One such part, and the words on its button; the key stands once on a page."""

    key: str
    label: str
    content: VdomDict | Component
    is_open_at_first: bool = False


def disclosures(*each: Disclosed, beside: VdomDict | str = "") -> VdomDict:
    """Show the buttons in a row, and below it what is open; what is closed stays on the page with its text."""
    return disclose_set(
        html.div({"key": "buttons", "class": "actions"}, *(_button(part) for part in each), beside),
        *(_panel(part) for part in each),
    )


def _button(part: Disclosed) -> VdomDict:
    return html.button(
        {
            "key": part.key,
            "type": "button",
            "aria-expanded": "false",
            "aria-controls": part.key,
        },
        part.label,
    )


def _panel(part: Disclosed) -> VdomDict:
    return html.div(
        {
            "key": part.key,
            "id": part.key,
            "class": "disclosed",
            "role": "group",
            "aria-label": part.label,
            "data-open": "" if part.is_open_at_first else None,
            "hidden": True,
        },
        part.content,
    )
