"""How the pages read what administrators see: again every few seconds, for nothing announces others' changes."""

import asyncio
from typing import TypeVar

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.client import Document, Failed, Loading, Query, Variables, use_query
from ui.dependable import use_task

T = TypeVar("T")

ASKED_EVERY = 10.0  # seconds


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
