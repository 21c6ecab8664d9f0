"""``callbeacon`` that kills itself with SIGKILL when a message comes to one step of its path.

``CALLBEACON_TEST_FAILPOINT`` names the step. The steps are put into this process alone: a server that is not under
test holds nothing of them.
"""

import os
import signal
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from callbeacon.cli import main
from models import site
from models.calls import ledger
from models.events import Bus

Step = Callable[..., Awaitable[Any]]


def die() -> None:
    """End this process as a crash does, without another instruction."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying_before(step: Step) -> Step:
    """Make a step that is never taken."""

    @wraps(step)
    async def never(*_: Any, **__: Any) -> None:
        die()

    return never


def dying_after(step: Step) -> Step:
    """Make a step that is the last one."""

    @wraps(step)
    async def last(*args: Any, **kwargs: Any) -> None:
        await step(*args, **kwargs)
        die()

    return last


# Where each step is, and whether the process dies before it or after it.
FAILPOINTS: dict[str, tuple[Any, str, Callable[[Step], Step]]] = {
    "received": (site, "record", dying_before),
    "locked": (ledger, "lock_states", dying_after),
    "written, not committed": (Bus, "enlist", dying_after),
    "committed, not announced": (Bus, "announce_all", dying_before),
    "announced, not answered": (Bus, "announce_all", dying_after),
}


def prepare(name: str) -> None:
    """Put the failpoint of that name where it belongs."""
    place, step, dying = FAILPOINTS[name]
    setattr(place, step, dying(getattr(place, step)))


if __name__ == "__main__":
    prepare(os.environ["CALLBEACON_TEST_FAILPOINT"])
    main()
