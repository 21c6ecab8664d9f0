"""Doing something once, though it is asked for again before the page shows that it is done.

A second click, or Enter once more, leaves the browser while the answer to the first is on its way. The handler then
runs again, right after the first time, and knows only what it knew then.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from reactpy import use_ref

T = TypeVar("T")


class Once:
    """Remember whether something is done, or being done."""

    def __init__(self) -> None:
        self._is_begun = False

    async def do(self, work: Callable[[], Awaitable[T | None]]) -> T | None:
        """Do it unless it is begun; what has come to None, a refusal, may be tried again."""
        if self._is_begun:
            return None
        self._is_begun, result = True, None
        try:
            result = await work()
        finally:
            self._is_begun = result is not None
        return result


def use_once() -> Once:
    """Do something once while the component lives, such as making what its form describes."""
    once: Once = use_ref(Once()).current
    return once
