"""The order in which calls arrived, for who follows them with a cursor and must miss none.

Identifiers are made before the commit, so that of two nodes' calls the later may be seen first. A position is given
at the end of the transaction, one transaction after the other: what is seen is never followed by a lower one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from models.calls.tables import CallArrival
from models.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.database import Database

ARRIVALS_TOPIC = "arrivals"
BEFORE_ALL = UUID(int=0)  # stands for a call before the first
LOCK = "SELECT pg_advisory_xact_lock(7223001)"
ARRIVE = """
    INSERT INTO call_arrival (position, inbound_call)
    VALUES ((SELECT COALESCE(MAX(a.position), 0) + 1 FROM call_arrival a), $1)
"""


async def write_arrivals(database: Database, call_ids: Sequence[UUID]) -> None:
    """Give calls their positions, as the last thing before the commit.

    On PostgreSQL whoever comes next waits for that commit; on SQLite only one writes anyway.
    """
    if not call_ids:
        return
    if not database.is_sqlite:
        await database.fetch(LOCK)
    await database.execute_many(ARRIVE, [(call_id,) for call_id in call_ids])


async def place_of(call_id: UUID | None) -> tuple[int, UUID]:
    """Return the position and identifier of a call; without one, of the newest, or of ``BEFORE_ALL``.

    Raises ``InvalidValue`` for a call that has no position.
    """
    if call_id == BEFORE_ALL:
        return 0, BEFORE_ALL
    arrivals = CallArrival.select().order_by(CallArrival.position, ascending=False)
    if call_id is not None:
        arrivals = arrivals.where(CallArrival.inbound_call == call_id)
    found = await arrivals.first()
    if found is not None:
        return found["position"], found["inbound_call"]
    if call_id is not None:
        raise InvalidValue("after", "is not one of ours.")
    return 0, BEFORE_ALL
