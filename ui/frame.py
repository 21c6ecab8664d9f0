"""The frame of every page: the toolbar, and below it the page's own content."""

from collections.abc import Callable

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Answer, Document, Failed, Loading, use_subscription
from ui.toolbar import toolbar

CONTENT_ID = "content"


class Person(Answer, frozen=True):
    """The user in front of the page."""

    login_name: str
    full_name: str
    privileges: tuple[str, ...]


class MeAnswer(Answer, frozen=True):
    """The answer to ME."""

    me: Person


ME = Document("subscription Me { me { loginName fullName privileges } }", MeAnswer)


@component
def Frame(
    content: Callable[[Person], VdomDict | Component], *, here: str, kind: str
) -> VdomDict | Component:
    """Show the page at the path ``here`` to whoever is signed in; ``kind`` is its style."""
    answer = use_subscription(ME).answer
    if isinstance(answer, Loading):
        return html.div({"class": "page", "aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    me = answer.me
    return html.div(
        {"class": "page"},
        html.a({"class": "skip", "href": f"#{CONTENT_ID}"}, texts.SKIP_TO_CONTENT),
        toolbar(me.login_name, me.full_name, me.privileges, here=here),
        html.main({"id": CONTENT_ID, "class": kind, "tabIndex": -1}, content(me)),
    )
