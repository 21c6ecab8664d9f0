"""Your account: the way to another password, and the keys of your own programs."""

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.administration.tokens.panel import Tokens
from ui.components.notices import Toasts, use_notices
from ui.frame import Frame, Person
from ui.graphiql import PATH as GRAPHIQL

ACCOUNT = "/account"


@component
def Account() -> Component:
    """Show the account of whoever is signed in."""
    return Frame(_content, here=ACCOUNT, kind="administration")


def _content(me: Person) -> Component:
    return Own(me.login_name, me.full_name)


@component
def Own(login_name: str, full_name: str) -> VdomDict:
    """Show the parts, and what is said about them."""
    notices = use_notices()
    return html.div(
        {"class": "own-account"},
        html.h1(texts.MY_ACCOUNT),
        html.p({"class": "soft"}, f"{full_name} ({login_name})"),
        html.p(
            {"key": "password"}, html.a({"href": "/password?next=/account"}, texts.CHANGE_PASSWORD)
        ),
        html.section(
            {"key": "tokens", "aria-labelledby": "own-tokens"},
            html.h2({"id": "own-tokens"}, texts.API_TOKENS),
            html.p(html.a({"href": GRAPHIQL}, texts.TRY_GRAPHQL)),
            Tokens(login_name, notices, of_everyone=False),
        ),
        html.div({"key": "notices"}, Toasts(notices)),
    )
