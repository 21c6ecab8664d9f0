"""The region "Timeline": what was said before with a contact, newest first, by whomever."""

from datetime import datetime

from reactpy import component, html, use_ref, use_state
from reactpy.types import Component, VdomDict

from ui import formats, texts
from ui.callers import Named
from ui.client import Answer, Document, Failed, Loading, use_subscription
from ui.components.badge import badge
from ui.components.button import button
from ui.events import BrowserEvent, EventFunction
from ui.workspace.call_reason import Choice

PAGE = 5
MOST = 100  # that the schema gives at once
LONGEST_LINE = 90


class Record(Answer, frozen=True):
    """One saved call."""

    id: str
    user: Named
    outcome: Choice | None
    call_reason: Choice
    notes: str
    connected_at: datetime
    ended_at: datetime | None


class Edge(Answer, frozen=True):
    """One place in the timeline."""

    node: Record


class PageInfo(Answer, frozen=True):
    """Whether there is more."""

    has_next_page: bool


class Records(Answer, frozen=True):
    """The newest records."""

    edges: tuple[Edge, ...]
    page_info: PageInfo


class TimelineAnswer(Answer, frozen=True):
    """The answer to TIMELINE."""

    timeline: Records


TIMELINE = Document(
    """
    subscription Timeline($contact: ID!, $first: Int!) {
      timeline(contact: $contact, first: $first) {
        edges {
          node {
            id user { fullName } outcome { id name } callReason { id name } notes connectedAt endedAt
          }
        }
        pageInfo { hasNextPage }
      }
    }
    """,
    TimelineAnswer,
)


def timeline(contact_id: str | None) -> VdomDict:
    """Show the timeline of a contact, or say why there is none."""
    return html.section(
        {"aria-label": texts.TIMELINE, "class": "timeline"},
        html.h3({"key": "head", "class": "eyebrow"}, texts.TIMELINE),
        html.div({"key": contact_id}, Timeline(contact_id, key=contact_id))
        if contact_id
        else html.p({"key": "nobody", "class": "soft"}, texts.NO_TIMELINE),
    )


@component
def Timeline(contact_id: str) -> VdomDict | Component:
    """Follow the newest records, and as many older ones as were asked for."""
    first, set_first = use_state(PAGE)
    answer = use_subscription(TIMELINE, {"contact": contact_id, "first": first}).answer
    last = use_ref(answer)
    if not isinstance(answer, Loading):
        last.current = answer
    shown = last.current  # while more is on its way, what was there stays
    if isinstance(shown, Loading):
        return html.p({"class": "soft", "aria-busy": "true"}, texts.LOADING)
    if isinstance(shown, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(shown.message))

    def show_more(_: BrowserEvent) -> None:
        set_first(lambda before: min(before + 2 * PAGE, MOST))

    records = shown.timeline
    return html.fragment(
        html.ol({"key": "records"}, *(_entry(edge.node) for edge in records.edges))
        if records.edges
        else html.p({"key": "none", "class": "soft"}, texts.NO_EARLIER_CALLS),
        _more(first, show_more, is_busy=isinstance(answer, Loading))
        if records.page_info.has_next_page
        else "",
    )


def _more(first: int, show_more: EventFunction, *, is_busy: bool) -> VdomDict:
    if first >= MOST:
        return html.p({"key": "most", "class": "soft"}, texts.newest_shown(MOST))
    return html.p({"key": "more"}, button(texts.SHOW_MORE, show_more, is_busy=is_busy))


def _entry(record: Record) -> VdomDict:
    length = record.ended_at - record.connected_at if record.ended_at else None
    return html.li(
        {"key": record.id},
        html.p(
            {"class": "when"},
            html.time(
                {
                    "dateTime": record.connected_at.isoformat(),
                    "title": formats.date_and_time(record.connected_at),
                },
                formats.date(record.connected_at),
            ),
            badge(record.outcome.name) if record.outcome else "",
        ),
        _notes(record.notes.strip()),
        html.p(
            {"class": "soft"},
            texts.joined(
                record.user.full_name,
                record.call_reason.name,
                formats.duration(length) if length is not None else "",
            ),
        ),
    )


def _notes(notes: str) -> VdomDict:
    """Show the first line; the whole text where there is more."""
    line, _, rest = notes.partition("\n")
    if not line:
        return html.p({"class": "soft"}, texts.NO_NOTES)
    if not rest and len(line) <= LONGEST_LINE:
        return html.p({"dir": "auto"}, line)
    return html.details(
        html.summary({"dir": "auto"}, html.span({"class": "first-line"}, line)),
        html.p({"class": "whole", "dir": "auto"}, notes),
    )
