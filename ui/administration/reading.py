"""How the pages read what administrators see: again when somebody has changed it, and every few seconds.

What nobody changes is announced by nobody: when a source has sent something, when a user has signed in.
"""

import asyncio
from typing import TypeVar

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
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

T = TypeVar("T")

ASKED_EVERY = 10.0  # seconds


class ChangedAnswer(Answer, frozen=True):
    """How many changes there have been since the page began to listen."""

    administration_changed: int


CHANGED = Document("subscription AdministrationChanged { administrationChanged }", ChangedAnswer)


def use_followed_query(document: Document[T], variables: Variables | None = None) -> Query[T]:
    """Ask, and ask again at once when an administrator has changed something; for administrators alone."""
    query, changes = use_fresh_query(document, variables), use_subscription(CHANGED)
    # A question under way is not asked anew: the page would be shown without its answer.
    has_both = not isinstance(query.answer, Loading) and not isinstance(changes.answer, Loading)

    async def ask_again() -> None:
        if has_both:
            query.refetch()

    use_task(ask_again, [has_both, changes.answer, changes.is_live])
    return query


def use_fresh_query(document: Document[T], variables: Variables | None = None) -> Query[T]:
    """Ask, and ask again every few seconds; what is the same is not shown anew."""
    query = use_query(document, variables)

    async def ask_again() -> None:
        while True:
            await asyncio.sleep(ASKED_EVERY)
            query.refetch()

    use_task(ask_again, [])
    return query


def not_there(answer: Loading | Failed) -> VdomDict:
    """Stand in for an answer that is on its way or will not come."""
    if isinstance(answer, Loading):
        return html.div({"aria-busy": "true"})
    return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
