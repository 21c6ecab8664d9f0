"""The buses of these tests: broadcaster's memory backend as it is, and one that can fail."""

from collections.abc import AsyncIterator

import pytest
from broadcaster import Broadcast

from models.events import Bus
from tests.models.events.wire import Server


@pytest.fixture
async def bus() -> AsyncIterator[Bus]:
    async with Bus("memory://") as bus:
        yield bus


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def slow_bus(server: Server) -> AsyncIterator[Bus]:
    bus = Bus("memory://")
    bus._broadcast = Broadcast(backend=server)
    async with bus:
        yield bus
