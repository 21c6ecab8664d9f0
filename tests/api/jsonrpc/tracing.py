"""Read the trace that messages leave."""

from typing import Any

from models.calls.tables import MessageTrace


async def traces() -> list[tuple[Any, ...]]:
    """Read who said what about whom, and why it was refused."""
    rows = await MessageTrace.select().order_by(MessageTrace.received_at)
    return [(bool(row["source"]), row["login_name"], row["status"], row["code"]) for row in rows]
