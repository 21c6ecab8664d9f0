"""Administration: the list of its parts, and the one that the address names."""

from collections.abc import Callable

from msgspec import Struct
from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.administration.addresses import ADMINISTRATION, address, use_asked
from ui.administration.audit.panel import AuditTrail
from ui.administration.messages.panel import MessageLog
from ui.administration.set_up.documents import SET_UP, is_complete
from ui.administration.set_up.panel import SetUp
from ui.administration.settings.panel import Settings
from ui.administration.sources.panel import Sources
from ui.administration.tokens.panel import Tokens
from ui.administration.users.panel import Users
from ui.client import Failed, Loading, use_query
from ui.components.empty import empty_state
from ui.components.notices import Notices, Toasts, use_notices
from ui.frame import Frame, Person
from ui.navigation import ADMIN


class Part(Struct, frozen=True, kw_only=True):
    """One part: its name in the address and on screen, and what it shows."""

    key: str
    name: Callable[[], str]
    show: Callable[[str, Notices], Component]


SET_UP_PART = Part(key="set-up", name=lambda: texts.SET_UP, show=lambda _, __: SetUp())
PARTS = (
    Part(key="users", name=lambda: texts.USERS, show=lambda _, notices: Users(notices)),
    Part(key="sources", name=lambda: texts.SOURCES, show=lambda _, notices: Sources(notices)),
    Part(
        key="tokens",
        name=lambda: texts.API_TOKENS,
        show=lambda login_name, notices: Tokens(login_name, notices, of_everyone=True),
    ),
    Part(key="log", name=lambda: texts.MESSAGE_LOG, show=lambda _, __: MessageLog()),
    Part(key="audit", name=lambda: texts.AUDIT_TRAIL, show=lambda _, __: AuditTrail()),
    Part(key="settings", name=lambda: texts.SITE_SETTINGS, show=lambda _, n: Settings(n)),
)


@component
def Administration() -> Component:
    """Show administration to whoever may do it."""
    return Frame(_content, here=ADMINISTRATION, kind="administration")


def _content(me: Person) -> VdomDict | Component:
    if ADMIN not in me.privileges:
        return empty_state(
            texts.NOT_AN_ADMINISTRATOR_TITLE, texts.NOT_AN_ADMINISTRATOR, is_whole_page=True
        )
    return Parts(me.login_name)


@component
def Parts(login_name: str) -> VdomDict:
    """Show the part in front; what is left to set up comes first, until nothing is."""
    asked, notices, answer = use_asked(), use_notices(), use_query(SET_UP).answer
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    is_done = isinstance(answer, Failed) or is_complete(answer.set_up)
    parts = (*PARTS, SET_UP_PART) if is_done else (SET_UP_PART, *PARTS)
    front = next((part for part in parts if part.key == asked("tab")), parts[0])
    return html.div(
        {"class": "parts-of-page"},
        html.h1({"class": "visually-hidden"}, texts.ADMINISTRATION),
        html.nav(
            {"key": "parts", "aria-label": texts.ADMINISTRATION},
            html.ul(*(_link(part, is_front=part is front) for part in parts)),
        ),
        html.div(
            {"key": front.key, "class": "part-in-front"},
            html.h2(front.name()),
            front.show(login_name, notices),
        ),
        html.div({"key": "notices"}, Toasts(notices)),
    )


def _link(part: Part, *, is_front: bool) -> VdomDict:
    current = "page" if is_front else None
    link = html.a({"href": address(part.key), "aria-current": current}, part.name())
    return html.li({"key": part.key}, link)
