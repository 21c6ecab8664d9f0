"""Notices of what has just been done, shown without rendering the panels around anew."""

from collections.abc import Callable
from itertools import count

from reactpy import component, use_memo, use_state
from reactpy.types import VdomDict

from ui.components.toast import toasts

_numbers = count(1)


class Notices:
    """Take notices to wherever they are shown."""

    def __init__(self) -> None:
        self._show: Callable[[str], None] = lambda _: None

    def say(self, text: str) -> None:
        """Show a notice."""
        self._show(text)

    def show_with(self, show: Callable[[str], None]) -> None:
        """Name what shows them."""
        self._show = show


def use_notices() -> Notices:
    """Make a way to say something that lives as long as the component."""
    return use_memo(Notices, [])


@component
def Toasts(notices: Notices) -> VdomDict:
    """Show what was said last, until it is closed."""
    shown, set_shown = use_state(dict[str, str]())
    notices.show_with(lambda text: set_shown({str(next(_numbers)): text}))
    return toasts(shown, lambda key: set_shown(lambda now: {} if key in now else now))
