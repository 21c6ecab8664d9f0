"""Pages of a connection, as Relay's GraphQL Cursor Connections Specification has them, forwards only."""

from collections.abc import Sequence
from typing import Protocol

import strawberry
from strawberry import relay

from models.errors import InvalidValue
from models.ordering import TimeOrder

strawberry.enum(
    TimeOrder, name="TimeOrder", description="Which end of the time the first page begins at."
)


class Edge(Protocol):
    """Have a cursor, as the edges of every connection do."""

    cursor: str


def check_first(first: int, *, most: int) -> None:
    """Raise ``InvalidValue`` for a number of entries that no page has."""
    if not 0 <= first <= most:
        raise InvalidValue("first", f"is 0 to {most}.")


def page_info(
    edges: Sequence[Edge], *, found: Sequence[object], after: str | None
) -> relay.PageInfo:
    """Say whether there is more: ``found`` is what is shown, and one entry too many where there is a next page."""
    return relay.PageInfo(
        has_next_page=len(found) > len(edges),
        has_previous_page=after is not None,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
