"""Customize > Call Management: the page's frame, and what stands above its tabs."""

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.components.empty import empty_state
from ui.components.notices import Toasts, use_notices
from ui.components.tabs import Tab, tabs
from ui.customize.call_fields.panel import CallFields
from ui.customize.exchange.file import FILE
from ui.customize.exchange.panel import Import
from ui.customize.outcomes.panel import Outcomes
from ui.customize.reasons.panel import Reasons
from ui.customize.scripts.panel import Scripts
from ui.customize.trying import TestCall
from ui.frame import Frame, Person
from ui.icons import telephone
from ui.navigation import CALL_MANAGER

CALL_MANAGEMENT = "/customize/call-management"


@component
def CallManagement() -> Component:
    """Show call management to whoever may change it."""
    return Frame(_content, here=CALL_MANAGEMENT, kind="customize")


def _content(me: Person) -> VdomDict:
    if CALL_MANAGER not in me.privileges:
        return empty_state(
            texts.NOT_A_CALL_MANAGER_TITLE,
            texts.NOT_A_CALL_MANAGER,
            icon=telephone(),
            is_whole_page=True,
        )
    return html.fragment(
        html.h1({"class": "visually-hidden"}, texts.CUSTOMIZE),
        tabs(
            texts.CUSTOMIZE,
            Tab(key="call-management", label=texts.CALL_MANAGEMENT, content=Panels(me.login_name)),
        ),
    )


@component
def Panels(login_name: str) -> VdomDict:
    """Show the tabs, and what concerns all of them."""
    notices = use_notices()
    return html.div(
        {"class": "call-management"},
        html.div(
            {"key": "actions", "class": "page-actions"},
            TestCall(login_name, notices),
            Import(notices),
            html.a({"class": "button plain", "href": FILE, "download": ""}, texts.EXPORT),
        ),
        tabs(
            texts.CALL_MANAGEMENT,
            _tab("reasons", texts.REASONS, Reasons(notices)),
            _tab("scripts", texts.SCRIPTS, Scripts()),
            _tab("call-fields", texts.CALL_FIELDS, CallFields(notices)),
            _tab("outcomes", texts.OUTCOMES, Outcomes(notices)),
            parameter="tab",
        ),
        Toasts(notices),
    )


def _tab(key: str, label: str, content: Component) -> Tab:
    """Put the tab's name above its content for those who go from heading to heading."""
    heading = html.h2({"class": "visually-hidden"}, label)
    return Tab(key=key, label=label, content=html.fragment(heading, content))
