"""Whether one user may sign in, and with which password."""

from collections.abc import Callable

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.administration.users.documents import (
    DISABLE,
    ENABLE,
    RESET_PASSWORD,
    UserAccount,
    UserWithPassword,
)
from ui.components.asking import Asking, Question
from ui.components.button import button
from ui.components.changing import refusal_notice, use_change
from ui.components.notices import Notices
from ui.components.told_once import told_once
from ui.events import BrowserEvent


@component
def Access(user: UserAccount, refetch: Callable[[], None], notices: Notices) -> VdomDict:
    """Disable or enable the user, and give another password; both say first what ends by it."""
    made, set_made = use_state(_nothing)

    def disabled(_: object) -> None:
        refetch()
        notices.say(texts.user_disabled(user.full_name))

    def reset(result: UserWithPassword) -> None:
        set_made(result.password)

    return html.section(
        {"class": "card", "aria-labelledby": "access"},
        html.h4({"id": "access"}, texts.ACCESS),
        told_once(
            "password",
            texts.password_of(user.login_name),
            made,
            texts.PASSWORD_ONCE,
            lambda _: set_made(None),
        )
        if made
        else "",
        html.div(
            {"key": "reset"},
            Asking(_resetting(user), RESET_PASSWORD, {"user": user.id}, done=reset),
        ),
        html.div(
            {"key": "state"},
            Asking(_disabling(user), DISABLE, {"id": user.id}, done=disabled)
            if user.is_enabled
            else Enabling(user, refetch, notices),
        ),
    )


@component
def Enabling(user: UserAccount, refetch: Callable[[], None], notices: Notices) -> VdomDict:
    """Let the user in again, which loses nothing and so asks nothing."""
    change = use_change(ENABLE)

    async def enable(_: BrowserEvent) -> None:
        if await change.run({"id": user.id}) is not None:
            refetch()
            notices.say(texts.user_enabled(user.full_name))

    return html.div(button(texts.ENABLE, enable), refusal_notice(change.refusal))


def _disabling(user: UserAccount) -> Question:
    return Question(
        name="disable",
        label=texts.DISABLE_ASKING,
        question=texts.disable_question(user.full_name),
        explanation=texts.DISABLE_HINT,
        agree=texts.DISABLE,
    )


def _resetting(user: UserAccount) -> Question:
    return Question(
        name="reset",
        label=texts.RESET_PASSWORD_ASKING,
        question=texts.reset_question(user.full_name),
        explanation=texts.RESET_HINT,
        agree=texts.RESET_PASSWORD,
    )


def _nothing() -> str | None:
    return None
