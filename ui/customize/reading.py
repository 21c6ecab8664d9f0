"""How the panels read call management, and hear that somebody has changed it."""

from typing import TypeVar

from ui.client import Answer, Document, Loading, Query, use_query, use_subscription
from ui.dependable import use_task

T = TypeVar("T")


class ChangedAnswer(Answer, frozen=True):
    """How many changes there have been since the page began to listen."""

    call_management_changed: int


CHANGED = Document(
    "subscription CallManagementChanged { callManagementChanged }",
    ChangedAnswer,
)


def use_call_management(document: Document[T]) -> Query[T]:
    """Ask, and ask again when anybody has changed something; the answer stays until the next."""
    query, changes = use_query(document), use_subscription(CHANGED)
    # A question under way is not asked anew: the page would be shown without its answer.
    has_both = not isinstance(query.answer, Loading) and not isinstance(changes.answer, Loading)

    async def ask_again() -> None:
        if has_both:
            query.refetch()

    use_task(ask_again, [has_both, changes.answer, changes.is_live])
    return query
