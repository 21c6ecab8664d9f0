"""The page Customize > Call Management."""

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.components.tabs import Tab, tabs
from ui.customize.scripts.panel import Scripts
from ui.frame import Frame, Person

CALL_MANAGEMENT = "/customize/call-management"


@component
def CallManagement() -> Component:
    """Show the page."""
    return Frame(_content, here=CALL_MANAGEMENT, kind="customize")


def _content(_: Person) -> VdomDict:
    return html.fragment(
        html.h1(texts.CALL_MANAGEMENT),
        tabs(texts.CALL_MANAGEMENT, Tab(key="scripts", label=texts.SCRIPTS, content=Scripts())),
    )
