"""A state whose newest value a handler can ask for, when the page may not show it yet.

A handler knows what was so when its element was rendered. Of two clicks that come together, the second one's handler
knows nothing of the first; where that would be another deed than was meant, it asks here.
"""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from reactpy import use_ref, use_state

T = TypeVar("T")


class Newest(NamedTuple, Generic[T]):
    """What is on screen, what changes it, and the newest, of which the screen may not know yet."""

    shown: T
    change: Callable[[Callable[[T], T]], None]
    newest: Callable[[], T]


def use_newest(first: T) -> Newest[T]:
    """Hold a value; of two changes in quick succession the second one is made to the first."""
    newest = use_ref(first)
    shown, set_shown = use_state(newest.current)

    def change(to: Callable[[T], T]) -> None:
        newest.current = to(newest.current)
        set_shown(newest.current)

    return Newest(shown, change, lambda: newest.current)
