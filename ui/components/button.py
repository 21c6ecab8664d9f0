"""Buttons: one primary action on a page, plain ones beside it, quiet ones in bars."""

from typing import Any, Literal

from reactpy import html
from reactpy.types import VdomDict

from ui.events import EventFunction, listen

Kind = Literal["plain", "primary", "danger", "quiet"]


def button(
    label: str,
    on_click: EventFunction | None = None,
    *,
    kind: Kind = "plain",
    icon: VdomDict | None = None,
    is_unavailable: bool = False,
    is_busy: bool = False,
    is_small: bool = False,
    **attributes: Any,
) -> VdomDict:
    """Show a button; while it is unavailable or busy it keeps the focus, and a click does nothing."""
    is_idle = is_unavailable or is_busy
    return html.button(
        {
            "type": "button",
            "class": _style(kind, is_small=is_small),
            "aria-disabled": "true" if is_idle else None,
            "aria-busy": "true" if is_busy else None,
            **({"onClick": listen(on_click)} if on_click and not is_idle else {}),
            **attributes,
        },
        icon or "",
        html.span(label) if icon else label,
    )


def _style(kind: Kind, *, is_small: bool) -> str | None:
    words = [*([] if kind == "plain" else [kind]), *(["small"] if is_small else [])]
    return " ".join(words) or None
