"""Tabs within a page (ARIA tabs pattern). static/tab-set.js puts one in front, by click or arrow keys."""

from msgspec import Struct
from reactpy import Vdom, html
from reactpy.types import Component, VdomDict

tab_set = Vdom("tab-set")


class Tab(Struct, frozen=True, kw_only=True):
    """One tab and what it shows; the key stands once on a page."""

    key: str
    label: str
    content: VdomDict | Component


def tabs(label: str, *each: Tab, parameter: str | None = None) -> VdomDict:
    """Show tabs, the first in front; all panels stay on the page, so that nothing typed is lost.

    With the name of a ``parameter`` the address keeps which one is in front, over a reload and the back button.
    """
    return tab_set(
        {"parameter": parameter},
        html.div(
            {"key": "tabs", "role": "tablist", "aria-label": label, "class": "plain-tabs"},
            *(_tab(tab) for tab in each),
        ),
        *(_panel(tab) for tab in each),
    )


def _tab(tab: Tab) -> VdomDict:
    return html.button(
        {
            "key": tab.key,
            "id": f"tab-{tab.key}",
            "type": "button",
            "role": "tab",
            "aria-controls": f"panel-{tab.key}",
        },
        tab.label,
    )


def _panel(tab: Tab) -> VdomDict:
    return html.div(
        {
            "key": f"panel-{tab.key}",
            "id": f"panel-{tab.key}",
            "role": "tabpanel",
            "aria-labelledby": f"tab-{tab.key}",
            "tabIndex": 0,
            "hidden": True,
        },
        tab.content,
    )
