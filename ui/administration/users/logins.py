"""The extensions and agent ids of one user, of one telephony source or of all."""

from collections.abc import Callable, Sequence

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.administration.users.documents import (
    ADD_LOGIN,
    REMOVE_LOGIN,
    Named,
    TelephonyLogin,
    UserAccount,
)
from ui.components.badge import badge
from ui.components.button import button
from ui.components.changing import refusal_notice, use_change
from ui.components.field import choice_field, text_field
from ui.events import BrowserEvent, EventFunction, fields_of, listen, submit
from ui.icons import cross


@component
def Logins(user: UserAccount, sources: Sequence[Named], refetch: Callable[[], None]) -> VdomDict:
    """Show the logins, each with a way to take it away, and a form for another one."""
    add, remove = use_change(ADD_LOGIN), use_change(REMOVE_LOGIN)
    round_number, set_round = use_state(0)

    async def save(event: BrowserEvent) -> None:
        given = fields_of(event)
        asked = {"login": given.get("login", "").strip(), "source": given.get("source") or None}
        if await add.run({"user": user.id, **asked}) is not None:
            set_round(lambda before: before + 1)
            refetch()

    def removal(login: TelephonyLogin) -> EventFunction:
        async def take_away(_: BrowserEvent) -> None:
            if await remove.run({"user": user.id, "id": login.id}) is not None:
                refetch()

        return take_away

    return html.section(
        {"class": "card", "aria-labelledby": "telephony-logins"},
        html.h4({"id": "telephony-logins", "tabIndex": -1}, texts.TELEPHONY_LOGINS),
        html.p({"class": "soft"}, texts.TELEPHONY_LOGINS_HINT),
        html.ul(
            {"key": "logins", "class": "aliases"},
            *(_login(login, removal(login)) for login in user.telephony_logins),
        ),
        refusal_notice(remove.refusal),
        _form(sources, save, round_number),
        html.div({"key": "refused"}, refusal_notice(add.refusal)),
    )


def _form(sources: Sequence[Named], save: EventFunction, round_number: int) -> VdomDict:
    choices = {"": texts.ALL_SOURCES, **{source.id: source.name for source in sources}}
    return html.form(
        # A new key empties the field once its text is stored.
        {
            "key": f"add:{round_number}",
            "class": "one-line",
            "onSubmit": submit(save, target="add-login"),
        },
        text_field("login", texts.LOGIN_OR_EXTENSION, required=True, spellcheck="false"),
        choice_field("source", texts.SOURCE, choices),
        button(texts.ADD, type="submit"),
    )


def _login(login: TelephonyLogin, remove: EventFunction) -> VdomDict:
    return html.li(
        {"key": login.id, "class": "alias"},
        html.code(login.login),
        html.span({"class": "soft"}, login.source.name if login.source else texts.ALL_SOURCES),
        badge(texts.DESK) if login.is_desk else "",
        html.button(
            {
                "type": "button",
                "class": "quiet round",
                "aria-label": texts.remove_login(login.login),
                "onClick": listen(remove, target=f"remove-login:{login.id}"),
            },
            cross(),
        ),
    )
