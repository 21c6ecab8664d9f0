"""A question that has to be answered first: a native dialog, open for as long as it is rendered.

static/open-dialog.js opens it: the browser keeps the focus inside, and gives it back afterwards.
"""

from typing import Any

from reactpy import Vdom, html
from reactpy.types import VdomDict

from ui.components.button import Kind, button
from ui.events import EventFunction

open_dialog = Vdom("open-dialog")


def alert_dialog(
    key: str,
    question: str,
    explanation: str,
    *,
    agree: str,
    on_agree: EventFunction,
    keep: str,
    on_keep: EventFunction,
    kind: Kind = "danger",
) -> VdomDict:
    """Ask; the harmless answer has the focus at first, and Escape gives it."""
    harmless: dict[str, Any] = {"autofocus": True, "data-escape": ""}
    return open_dialog(
        {"key": key},
        html.dialog(
            {
                "role": "alertdialog",
                "aria-labelledby": f"{key}-question",
                "aria-describedby": f"{key}-explanation",
            },
            html.h2({"id": f"{key}-question"}, question),
            html.p({"id": f"{key}-explanation"}, explanation),
            html.div(
                {"class": "actions"},
                button(keep, on_keep, **harmless),
                button(agree, on_agree, kind=kind),
            ),
        ),
    )
