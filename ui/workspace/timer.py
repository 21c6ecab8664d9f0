"""How long a call has been running; the browser counts on, so that no second costs a message."""

from datetime import UTC, datetime

from reactpy import Vdom
from reactpy.types import VdomDict

call_timer = Vdom("call-timer")


def timer(connected_at: datetime, ended_at: datetime | None) -> VdomDict:
    """Show the duration; seconds, not times, are sent, because the browser's clock may be wrong."""
    seconds = ((ended_at or datetime.now(UTC)) - connected_at).total_seconds()
    return call_timer(
        {"role": "timer", "seconds": f"{max(seconds, 0):.2f}", "stands": "" if ended_at else None}
    )
