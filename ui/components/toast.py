"""Short notices of what has just been done. They stay until closed: nobody has to read in a hurry."""

from collections.abc import Callable, Mapping

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.events import BrowserEvent, listen
from ui.icons import cross


def toasts(notices: Mapping[str, str], close: Callable[[str], None]) -> VdomDict:
    """Show notices by their keys; render it empty beforehand, so that a new one is announced."""
    return html.div(
        {"class": "toasts", "role": "status"},
        *(_toast(key, text, close) for key, text in notices.items()),
    )


def _toast(key: str, text: str, close: Callable[[str], None]) -> VdomDict:
    def click(_: BrowserEvent) -> None:
        close(key)

    attributes = {"type": "button", "class": "quiet round", "aria-label": texts.CLOSE}
    return html.div(
        {"key": key, "class": "toast"},
        html.p(text),
        html.button({**attributes, "onClick": listen(click)}, cross()),
    )
