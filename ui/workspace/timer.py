"""How long a call has been running; the browser counts on, so that no second costs a message."""

from datetime import UTC, datetime

from reactpy import Vdom
from reactpy.types import VdomDict

call_timer = Vdom("call-timer")


def timer(
    connected_at: datetime, ended_at: datetime | None, *, late_from: datetime | None = None
) -> VdomDict:
    """Show the duration; seconds, not times, are sent, because the browser's clock may be wrong.

    From ``late_from`` on it has the attribute ``data-late``, which costs no message either.
    """
    seconds = ((ended_at or datetime.now(UTC)) - connected_at).total_seconds()
    late_at = f"{(late_from - connected_at).total_seconds():.2f}" if late_from else None
    return call_timer(
        {
            "role": "timer",
            "seconds": f"{max(seconds, 0):.2f}",
            "late-at": late_at,
            "stands": "" if ended_at else None,
        }
    )
