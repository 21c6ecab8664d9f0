"""The message log: the question about a missing pop, and below it every message."""

from urllib.parse import urlencode

from reactpy import component, html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.administration.addresses import AFTER, Asked, pager, search_form, use_asked
from ui.administration.messages.documents import LOG, Message, Messages
from ui.administration.messages.why import Why
from ui.administration.reading import not_there
from ui.client import Failed, Loading, use_query
from ui.components.badge import Kind, badge
from ui.components.empty import empty_state
from ui.components.field import choice_field, text_field
from ui.components.table import Column, Row, table

PART = "log"
PAGE = 25
FILE = "/admin/message-log.csv"
REFUSED, ACCEPTED = "refused", "accepted"


@component
def MessageLog() -> VdomDict:
    """Show both; each is asked for by the address."""
    asked = use_asked()
    return html.div(
        {"class": "entry-panel"},
        Why(asked),
        html.section(
            {"aria-labelledby": "messages"},
            html.h3({"id": "messages"}, texts.ALL_MESSAGES),
            Log(asked),
        ),
    )


@component
def Log(asked: Asked) -> VdomDict:
    """Show the messages that the address asks for, the newest first."""
    variables, ends = _variables(asked), asked.all(AFTER)
    answer = use_query(
        LOG, {**variables, "first": PAGE, "after": ends[-1] if ends else None}
    ).answer
    found = asked.some("agent", "number", "since", "until", "outcome")
    file = f"{FILE}?{urlencode({key: str(value) for key, value in variables.items() if value is not None})}"
    return html.div(
        search_form(
            PART,
            text_field("agent", texts.AGENT, defaultValue=asked("agent"), spellcheck="false"),
            text_field("number", texts.NUMBER, defaultValue=asked("number"), inputMode="tel"),
            _time("since", texts.SINCE, asked),
            _time("until", texts.UNTIL, asked),
            choice_field("outcome", texts.RESULT, _outcomes(), chosen=asked("outcome")),
            label=texts.SEARCH_MESSAGES,
            found=found,
        ),
        html.p(
            {"key": "file", "class": "file"}, html.a({"href": file, "download": ""}, texts.AS_CSV)
        ),
        not_there(answer)
        if isinstance(answer, Loading | Failed)
        else _page(answer.message_log, found, ends),
    )


def _page(messages: Messages, found: dict[str, str], ends: tuple[str, ...]) -> VdomDict:
    if not messages.edges:
        text = texts.NO_MESSAGES_FOUND if found else texts.NO_MESSAGES
        return empty_state(texts.NO_MESSAGES_TITLE, text)
    info = messages.page_info
    titles = (
        texts.RECEIVED_AT,
        texts.AGENT,
        texts.NUMBER,
        texts.STATUS,
        texts.RESULT,
        texts.SOURCE,
    )
    return html.div(
        table(
            texts.MESSAGES,
            [Column(title=title) for title in titles],
            [_row(edge.node) for edge in messages.edges],
        ),
        pager(PART, found, after=ends, following=info.end_cursor if info.has_next_page else None),
    )


def _row(message: Message) -> Row:
    name = message.login_name or ""
    return Row(
        key=message.id,
        cells=(
            formats.date_and_exact_time(message.received_at),
            f"{message.agent} ({name})" if message.agent else name,
            message.phone_number or "",
            texts.STATUSES.get((message.status or "").upper(), message.status or ""),
            result(message),
            message.source or texts.UNKNOWN_SENDER,
        ),
    )


def result(message: Message) -> VdomDict:
    """Say what became of a message, in words and by the code that the telephony interface explains."""
    code = message.code or message.effect or ""
    kind: Kind = "danger" if message.code else "good" if code == "STARTED" else ""
    words = texts.RESULTS.get(code)
    return html.div(
        {"class": "chips"},
        badge(words, kind) if words else "",
        html.code({"class": "soft"}, code),
    )


def _time(name: str, label: str, asked: Asked) -> VdomDict:
    return text_field(name, label, type="datetime-local", defaultValue=asked(name))


def _outcomes() -> dict[str, str]:
    both = {"": texts.ANY_RESULT, ACCEPTED: texts.ALL_ACCEPTED, REFUSED: texts.ALL_REFUSED}
    return both | texts.RESULTS


def _variables(asked: Asked) -> dict[str, object]:
    since, until = formats.typed_time(asked("since")), formats.typed_time(asked("until"))
    outcome = asked("outcome")
    is_refused = {ACCEPTED: False, REFUSED: True}.get(outcome)
    return {
        "loginName": asked("agent") or None,
        "phoneNumber": asked("number") or None,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "outcome": outcome if outcome and is_refused is None else None,
        "isRefused": is_refused,
    }
