"""Following a subscription of which every item counts, such as one that tells changes and not what there is now."""

from collections.abc import Callable
from typing import TypeVar

from reactpy import use_state
from reactpy.types import State

from ui.client import (
    Document,
    Failed,
    Loading,
    follow_for_ever,
    use_door,
    use_first_answer,
)
from ui.dependable import use_task

T = TypeVar("T")


def use_items(document: Document[T], take: Callable[[T], None]) -> Loading | Failed | None:
    """Hand each item over, in order; return None while it is followed, else why not.

    The component is rendered when that changes, not for an item: ``take`` puts it where others watch it.
    """
    door = use_door()
    trouble: State[Loading | Failed | None] = use_state(Loading)
    awaited = use_first_answer(door.page)

    def hear(item: T | Failed) -> None:
        if not isinstance(item, Failed):
            take(item)
        trouble.set_value(item if isinstance(item, Failed) else None)
        door.page.receive(awaited)

    async def run() -> None:
        try:
            await follow_for_ever(lambda: door.follow(document, {}), hear)
        finally:
            door.page.receive(awaited)

    use_task(run, [door.runner, document])
    return trouble.value
