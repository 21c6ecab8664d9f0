"""API tokens: everyone's for administrators, or the user's own."""

from collections.abc import Callable
from datetime import UTC, datetime

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import formats, texts
from ui.administration.reading import not_there, use_followed_query, use_fresh_query
from ui.administration.tokens.documents import REVOKE, TOKENS, ApiToken, ApiTokenWithSecret
from ui.administration.tokens.form import NewToken
from ui.client import Failed, Loading
from ui.components.addressing import use_address
from ui.components.asking import Asking, Question
from ui.components.badge import badge
from ui.components.editing import element_id, opener_button
from ui.components.empty import empty_state
from ui.components.notices import Notices
from ui.components.table import Column, Row, table
from ui.components.told_once import told_once
from ui.events import EventFunction

NEW = "new"


@component
def Tokens(login_name: str, notices: Notices, *, of_everyone: bool) -> VdomDict:
    """Show the tokens, the newest first, those that have ended last."""
    use_tokens = use_followed_query if of_everyone else use_fresh_query
    query = use_tokens(TOKENS, {"ofEveryone": of_everyone})
    opened, (made, set_made) = use_address("token"), use_state(_nothing)
    answer = query.answer
    if isinstance(answer, Loading | Failed):
        return not_there(answer)

    def created(result: ApiTokenWithSecret) -> None:
        opened.close(NEW)
        set_made(result)
        query.refetch()

    def row(token: ApiToken) -> Row:
        return _row(token, query.refetch, notices)

    new = NewToken(login_name if of_everyone else None, created, close=lambda: opened.close(NEW))
    return html.div(
        {"class": "entry-panel"},
        opened.element,
        html.div(
            {"key": "bar", "class": "panel-bar"},
            html.p({"class": "soft"}, texts.TOKENS_HINT),
            opener_button(
                texts.NEW_API_TOKEN, "new-token", lambda _: opened.open(NEW), **{"class": "primary"}
            ),
        ),
        _secret(made, lambda _: set_made(None)),
        html.section(
            {"key": "new", "class": "entry", "aria-label": texts.NEW_API_TOKEN},
            html.h3(texts.NEW_API_TOKEN),
            new,
        )
        if NEW in opened.values
        else "",
        table(texts.API_TOKENS, _columns(), [*map(row, sorted(answer.api_tokens, key=_has_ended))])
        if answer.api_tokens
        else empty_state(texts.NO_TOKENS_TITLE, texts.NO_TOKENS),
    )


def _secret(made: ApiTokenWithSecret | None, close: EventFunction) -> VdomDict | str:
    if made is None:
        return ""
    return told_once(
        "secret", texts.token_of(made.token.name), made.secret, texts.API_TOKEN_ONCE, close
    )


def _columns() -> tuple[Column, ...]:
    titles = (texts.NAME, texts.USER, texts.MAY, texts.CREATED, texts.ENDS, texts.STATE)
    return tuple(Column(title=title) for title in titles)


def _row(token: ApiToken, refetch: Callable[[], None], notices: Notices) -> Row:
    ends = token.expires_at
    name = element_id("token", token.id)
    scopes = [badge(scope) for scope in token.scopes] or [html.span(texts.ALL_THE_USER_MAY)]
    return Row(
        key=token.id,
        cells=(
            html.span({"id": name}, token.name),
            f"{token.user.full_name} ({token.user.login_name})",
            html.div({"class": "chips"}, *scopes),
            formats.date(token.created_at),
            formats.date_and_time(ends) if ends else texts.NEVER,
            _state(token, name, refetch, notices),
        ),
    )


def _state(token: ApiToken, name: str, refetch: Callable[[], None], notices: Notices) -> VdomDict:
    if token.revoked_at:
        return badge(texts.REVOKED, "danger")
    if _has_ended(token):
        return badge(texts.ENDED, "ended")

    def revoked(_: object) -> None:
        refetch()
        notices.say(texts.token_revoked(token.name))

    question = Question(
        name=f"revoke-{name}",
        label=texts.REVOKE_ASKING,
        question=texts.revoke_question(token.name),
        explanation=texts.REVOKE_TOKEN_HINT,
        agree=texts.REVOKE,
        described_by=name,
    )
    return html.div({"key": name}, Asking(question, REVOKE, {"id": token.id}, done=revoked))


def _has_ended(token: ApiToken) -> bool:
    now = datetime.now(UTC)
    return token.revoked_at is not None or (token.expires_at or now) < now


def _nothing() -> ApiTokenWithSecret | None:
    return None
