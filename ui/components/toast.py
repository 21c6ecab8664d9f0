"""Short notices of what has just been done. They stay until closed: nobody has to read in a hurry."""

from collections.abc import Callable, Mapping

from reactpy import html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.events import BrowserEvent, listen
from ui.icons import cross


def toasts(notices: Mapping[str, str | Component], close: Callable[[str], None]) -> VdomDict:
    """Show notices by their keys; render it empty beforehand, so that a new one is announced."""
    return html.div(
        {"class": "toasts", "role": "status"},
        *(_toast(key, content, close) for key, content in notices.items()),
    )


def _toast(key: str, content: str | Component, close: Callable[[str], None]) -> VdomDict:
    def click(_: BrowserEvent) -> None:
        close(key)

    attributes = {"type": "button", "class": "quiet round", "aria-label": texts.CLOSE}
    return html.div(
        {"key": key, "class": "toast"},
        html.p(content) if isinstance(content, str) else content,
        html.button({**attributes, "onClick": listen(click)}, cross()),
    )
