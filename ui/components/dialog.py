"""A question that has to be answered first: a native dialog, open for as long as it is rendered.

static/open-dialog.js opens it: the browser keeps the focus inside, and gives it back afterwards.
"""

from typing import Any

from reactpy import Vdom, html
from reactpy.types import VdomDict

from ui.components.button import Kind, button
from ui.events import EventFunction, listen
from ui.icons import cross

open_dialog = Vdom("open-dialog")


def form_dialog(
    key: str, title: str, *content: Any, close: str, on_close: EventFunction
) -> VdomDict:
    """Show a form in a dialog that Escape closes too; the form brings its own way to be sent."""
    escape: dict[str, Any] = {"data-escape": "", "aria-label": close}
    return open_dialog(
        {"key": key},
        html.dialog(
            {"class": "form-dialog", "aria-labelledby": f"{key}-title"},
            html.div(
                {"class": "dialog-head"},
                html.h2({"id": f"{key}-title"}, title),
                html.button(
                    {
                        "type": "button",
                        "class": "quiet round",
                        "onClick": listen(on_close),
                        **escape,
                    },
                    cross(),
                ),
            ),
            *content,
        ),
    )


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
