"""The toolbar of every page: the product, the pages, the beacon, the user."""

from collections.abc import Collection

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.beacon import Beacon
from ui.icons import bell, silent_bell, telephone
from ui.navigation import CALL_USER, navigation, places_for
from ui.user_menu import user_menu


def toolbar(login_name: str, full_name: str, privileges: Collection[str], *, here: str) -> VdomDict:
    """Show the beacon to those who take calls, and the way out to everybody."""
    takes_calls = CALL_USER in privileges
    return html.header(
        {"class": "toolbar"},
        html.a(
            {"class": "brand", "href": "/"},
            html.span({"class": "brand-mark"}, telephone()),
            html.span(texts.PRODUCT),
        ),
        navigation(places_for(privileges), here=here),
        html.div({"class": "space"}),
        Beacon(login_name) if takes_calls else "",
        _alert_switch() if takes_calls else "",
        user_menu(login_name, full_name, has_beacon=takes_calls),
    )


def _alert_switch() -> VdomDict:
    """Show both buttons: static/call-beacon.js knows which one applies, and the style sheet hides the other."""
    on, off = texts.TURN_ON_ALERTS, texts.TURN_OFF_ALERTS
    attributes = {"type": "button", "class": "quiet round"}
    return html.div(
        {"class": "alert-switch"},
        html.button(
            {**attributes, "aria-label": on, "title": on, "data-turn-alerts": "on"}, silent_bell()
        ),
        html.button(
            {**attributes, "aria-label": off, "title": off, "data-turn-alerts": "off"}, bell()
        ),
    )
