"""The toolbar of every page: the product, the beacon, the user."""

from reactpy import component, html
from reactpy.types import VdomDict

from ui import texts
from ui.beacon import Beacon
from ui.icons import telephone


@component
def Toolbar(login_name: str, full_name: str, *, has_beacon: bool) -> VdomDict:
    """Show the beacon to those who take calls, and the way out to everybody."""
    return html.header(
        {"class": "toolbar"},
        html.a(
            {"class": "brand", "href": "/"},
            html.span({"class": "brand-mark"}, telephone()),
            html.span(texts.PRODUCT),
        ),
        Beacon(login_name) if has_beacon else "",
        html.form(
            {"class": "user", "method": "post", "action": "/logout"},
            html.span({"class": "user-name", "title": login_name}, full_name),
            html.button({"type": "submit", "class": "quiet"}, texts.SIGN_OUT),
        ),
    )
