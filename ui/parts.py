"""Let each part of a page show its part of something that changes often, without the others being sent again.

ReactPy sends a component with all that is in it. So whoever follows a subscription does nothing else, and puts what it
hears into a feed; the parts watch that, and a part for which nothing has changed is not rendered.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from reactpy import use_effect, use_ref, use_state
from reactpy.types import State
from reactpy.utils import Ref

T = TypeVar("T")
P = TypeVar("P")


class Feed(Generic[T]):
    """Hold the newest of something, and who watches it."""

    def __init__(self) -> None:
        self.value: T | None = None
        self._watchers: list[Callable[[T], None]] = []

    @property
    def is_watched(self) -> bool:
        """Whether anybody is told."""
        return bool(self._watchers)

    def put(self, value: T) -> None:
        """Take the newest in and tell everybody."""
        self.value = value
        for tell in tuple(self._watchers):
            tell(value)

    def watch(self, tell: Callable[[T], None]) -> Callable[[], None]:
        """Have somebody told; return what ends it."""
        self._watchers.append(tell)
        return lambda: self._watchers.remove(tell)


def use_feed() -> Feed[Any]:
    """Return a feed that stays the same while the component lives."""
    return use_ref(Feed[Any]()).current


def use_part(feed: Feed[T], select: Callable[[T], P | None]) -> P | None:
    """Return what ``select`` makes of the newest, rendering again only when that has changed.

    It stays as it was while there is none: what is about to go needs not change before.
    """
    value = feed.value
    shown: State[P | None] = use_state(None if value is None else select(value))
    set_shown = shown.set_value

    def tell(newest: T) -> None:
        part = select(newest)
        if part is not None:
            set_shown(part)

    # At once, for an effect would run after what comes first.
    watching: Ref[Callable[[], None] | None] = use_ref(None)
    if watching.current is None:
        watching.current = feed.watch(tell)
    use_effect(lambda: watching.current, [])
    return shown.value
