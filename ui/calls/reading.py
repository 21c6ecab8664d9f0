"""How the lists of calls are read, and read again when a call or a record has changed."""

from typing import TypeVar

from reactpy import component, html
from reactpy.types import VdomDict

from ui.client import (
    Answer,
    Document,
    Failed,
    Loading,
    Query,
    Variables,
    use_query,
    use_subscription,
)
from ui.dependable import use_task
from ui.parts import Feed, use_part

T = TypeVar("T")

Changed = tuple[int, bool]
"""How many changes there have been, and whether the page hears of more."""


class ChangedAnswer(Answer, frozen=True):
    """How many changes there have been since the page began to listen."""

    inbound_calls_changed: int


CHANGED = Document("subscription CallsChanged { inboundCallsChanged }", ChangedAnswer)


@component
def Changes(feed: Feed[Changed]) -> VdomDict:
    """Follow the changes once for all lists of the page, and show nothing."""
    changes = use_subscription(CHANGED)
    answer, is_live = changes.answer, changes.is_live

    async def tell() -> None:
        if not isinstance(answer, Loading | Failed):
            feed.put((answer.inbound_calls_changed, is_live))

    use_task(tell, [answer, is_live])
    return html.fragment()


def use_fresh(
    feed: Feed[Changed], document: Document[T], variables: Variables | None = None
) -> Query[T]:
    """Ask, and ask again after each change; the answer stays until the next."""
    query = use_query(document, variables)
    changed = use_part(feed, lambda newest: newest)
    # A question under way is not asked anew: the page would be shown without its answer.
    is_ready = changed is not None and not isinstance(query.answer, Loading)

    async def ask_again() -> None:
        if is_ready:
            query.refetch()

    use_task(ask_again, [is_ready, changed])
    return query
