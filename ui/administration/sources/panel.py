"""Telephony sources: each with its networks, how it reads numbers, and whether messages come."""

from reactpy import component, html, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.administration.reading import not_there, use_followed_query
from ui.administration.sources.documents import (
    SOURCES,
    TelephonySource,
    TelephonySourceWithToken,
)
from ui.administration.sources.entry import SourceEntry
from ui.administration.sources.form import NewSource
from ui.client import Failed, Loading
from ui.components.addressing import use_address
from ui.components.changing import use_own_changes
from ui.components.editing import opener_button
from ui.components.empty import empty_state
from ui.components.notices import Notices
from ui.components.told_once import told_once
from ui.events import EventFunction

NEW = "new"


@component
def Sources(notices: Notices) -> VdomDict:
    """Show every source, and the token of one that has just got it."""
    query, opened, own = use_followed_query(SOURCES), use_address("source"), use_own_changes()
    made, set_made = use_state(_nothing)
    answer = query.answer
    if isinstance(answer, Loading | Failed):
        return not_there(answer)

    def got_token(result: TelephonySourceWithToken) -> None:
        opened.close(NEW)
        set_made(result)
        query.refetch()

    def entry(source: TelephonySource) -> VdomDict:
        return html.li(
            {"key": source.id, "class": "entry"},
            SourceEntry(
                source,
                opened,
                own,
                refetch=query.refetch,
                notices=notices,
                got_token=got_token,
            ),
        )

    return html.div(
        {"class": "entry-panel"},
        opened.element,
        _bar(lambda _: opened.open(NEW)),
        _token(made, lambda _: set_made(None)),
        html.section(
            {"key": "new", "class": "entry", "aria-label": texts.NEW_SOURCE},
            html.h3(texts.NEW_SOURCE),
            NewSource(got_token, close=lambda: opened.close(NEW)),
        )
        if NEW in opened.values
        else "",
        html.ul(
            {"key": "list", "class": "entries"},
            *(entry(source) for source in sorted(answer.telephony_sources, key=_order)),
        )
        if answer.telephony_sources
        else empty_state(texts.NO_SOURCES_TITLE, texts.NO_SOURCES),
    )


def _bar(begin: EventFunction) -> VdomDict:
    return html.div(
        {"key": "bar", "class": "panel-bar"},
        html.p({"class": "soft"}, texts.SOURCES_HINT),
        opener_button(texts.NEW_SOURCE, "new-source", begin, **{"class": "primary"}),
    )


def _order(source: TelephonySource) -> tuple[bool, str]:
    """Put those that may send first."""
    return source.revoked_at is not None, source.name


def _token(made: TelephonySourceWithToken | None, close: EventFunction) -> VdomDict | str:
    if made is None:
        return ""
    title, hint = texts.token_of(made.source.name), texts.source_token_once(made.source.name)
    return told_once("token", title, made.token, hint, close)


def _nothing() -> TelephonySourceWithToken | None:
    return None
