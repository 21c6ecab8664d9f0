"""Follow something that changes: what it is now, then what it is after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from models.events import Bus

T = TypeVar("T")


async def follow(
    bus: Bus, *topics: str, read: Callable[[], Awaitable[T]]
) -> AsyncGenerator[T, None]:
    """Yield what ``read`` returns now, then again whenever it has changed after an announcement of a topic.

    It listens before it reads, so no change falls between the two. Changes that come faster than they are taken are
    seen as one.
    """
    async with bus.listen(*topics) as announcements:
        current = await read()
        yield current
        async for _ in announcements:
            newer = await read()
            if newer != current:
                current = newer
                yield current
