"""What an address shows at which there is no page."""

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.components.empty import empty_state
from ui.frame import Frame, Person
from ui.icons import tray

NOWHERE = ""


@component
def NotFound() -> Component:
    """Show that there is nothing here, and a way back."""
    return Frame(_content, here=NOWHERE, kind="plain")


def _content(_: Person) -> VdomDict:
    way_back = html.a({"class": "button primary", "href": "/"}, texts.BACK_TO_DESKTOP)
    return empty_state(
        texts.NOT_FOUND, texts.NOT_FOUND_HINT, icon=tray(), action=way_back, is_whole_page=True
    )
