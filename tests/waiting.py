"""Wait for a condition with a deadline, never for a length of time."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable


async def eventually(
    condition: Callable[[], bool | Awaitable[bool]], *, within: float = 30.0
) -> None:
    """Return as soon as the condition holds; fail when it does not within so many seconds."""
    deadline = time.monotonic() + within
    while True:
        held = condition()
        if inspect.isawaitable(held):
            held = await held
        if held:
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"The condition did not hold within {within} s.")
        await asyncio.sleep(0.01)
