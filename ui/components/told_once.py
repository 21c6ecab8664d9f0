"""A secret that is shown this once: a token, a temporary password."""

from typing import Any

from reactpy import Vdom, html
from reactpy.types import VdomDict

from ui import texts
from ui.components.button import button
from ui.events import EventFunction

copy_text = Vdom("copy-text")
focus_on = Vdom("focus-on")


def told_once(
    name: str, title: str, secret: str, hint: str, close: EventFunction, *, is_focused: bool = True
) -> VdomDict:
    """Show the secret with a button that copies it; the focus goes there. The name stands once on a page."""
    described: dict[str, Any] = {"aria-describedby": f"{name}-title"}
    return html.section(
        {"key": name, "class": "told-once", "aria-labelledby": f"{name}-title"},
        html.h3({"id": f"{name}-title", "tabIndex": -1}, title),
        copy_text(
            {"data-copied": texts.COPIED, "data-selected": texts.SELECTED},
            html.code(secret),
            button(texts.COPY, **described),
            html.span({"role": "status", "class": "soft"}),
        ),
        html.p({"class": "soft"}, hint),
        html.div({"class": "actions"}, button(texts.I_HAVE_IT, close)),
        focus_on({"for": f"{name}-title"}) if is_focused else "",
    )
