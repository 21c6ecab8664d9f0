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
# What is below is no call's identifier, but a position: it names no call of somebody else's.
LOWEST_IDENTIFIER = 2**63
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
    """Return the position of a call and a cursor for it; without one, where the newest is.

    Raises ``InvalidValue`` for a call that has no position.
    """
    if call_id is None:
        newest = await CallArrival.select().order_by(CallArrival.position, ascending=False).first()
        position: int = newest["position"] if newest else 0
        return position, UUID(int=position)
    if call_id.int < LOWEST_IDENTIFIER:
        return call_id.int, call_id
    found = await CallArrival.select().where(CallArrival.inbound_call == call_id).first()
    if found is None:
        raise InvalidValue("after", "is not one of ours.")
    return found["position"], call_id
