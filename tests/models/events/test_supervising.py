"""The supervision of links goes on, however one of them ends."""

import asyncio

from models.bus.links import LinkLost
from models.bus.supervised import SupervisedBackend
from tests.waiting import eventually


class LinkCancelledAtItsEnd:
    """A link to a server that has gone, whose closing takes too long.

    In Python 3.11.2 a time limit that runs out in a task whose ``TaskGroup`` has failed shows as a cancellation.
    """

    async def open(self) -> None:
        """Connect."""

    async def receive(self) -> str:
        """Lose the connection."""
        raise LinkLost("The server has gone.")

    async def publish(self, payload: str) -> None:
        """Send nothing."""

    async def close(self) -> None:
        """Take too long."""
        raise asyncio.CancelledError


async def test_a_link_whose_closing_is_cancelled_is_renewed_like_any_other() -> None:
    links = []

    def make_link() -> LinkCancelledAtItsEnd:
        links.append(LinkCancelledAtItsEnd())
        return links[-1]

    backend = SupervisedBackend(make_link, missed=lambda: None)
    connecting = asyncio.create_task(backend.connect())

    await eventually(lambda: len(links) >= 3)

    await backend.disconnect()
    await connecting
    assert not backend.is_up


async def test_disconnecting_lets_go_of_the_link_before_it_returns() -> None:
    closed = asyncio.Event()

    class SilentLink(LinkCancelledAtItsEnd):
        async def receive(self) -> str:
            await asyncio.Event().wait()
            return ""

        async def close(self) -> None:
            await asyncio.sleep(0)
            closed.set()

    backend = SupervisedBackend(SilentLink, missed=lambda: None)
    connecting = asyncio.create_task(backend.connect())
    await eventually(lambda: any(task.get_name() == "bus link" for task in asyncio.all_tasks()))

    await backend.disconnect()

    assert closed.is_set()
    connecting.cancel()
    await asyncio.gather(connecting, return_exceptions=True)
