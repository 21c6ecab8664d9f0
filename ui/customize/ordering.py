"""Putting entries in order by buttons, which a keyboard presses as well as a mouse."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from reactpy import Vdom, html
from reactpy.types import VdomDict

from ui import texts
from ui.events import BrowserEvent, listen
from ui.icons import arrow_down, arrow_up

keep_place = Vdom("keep-place")


class Ordered(Protocol):
    """What has a place in an order."""

    @property
    def id(self) -> str:
        """Name it."""

    @property
    def name(self) -> str:
        """Say what it is called."""

    @property
    def version(self) -> int:
        """Say which version is on screen."""


Reorder = Callable[[Sequence[Ordered]], Awaitable[None]]


def order_buttons(things: Sequence[Ordered], thing: Ordered, reorder: Reorder) -> VdomDict:
    """Show the buttons that move one thing by one place; they stay where they are at the ends."""
    at = [each.id for each in things].index(thing.id)
    return html.div(
        {"key": "order", "class": "order"},
        _move(
            things, at, at - 1, reorder=reorder, label=texts.move_up(thing.name), icon=arrow_up()
        ),
        _move(
            things,
            at,
            at + 1,
            reorder=reorder,
            label=texts.move_down(thing.name),
            icon=arrow_down(),
        ),
    )


def versions(things: Sequence[Ordered]) -> list[dict[str, object]]:
    """Name the things as a mutation takes their order."""
    return [{"id": each.id, "version": each.version} for each in things]


def _move(
    things: Sequence[Ordered],
    at: int,
    to: int,
    *,
    reorder: Reorder,
    label: str,
    icon: VdomDict,
) -> VdomDict:
    is_possible = 0 <= to < len(things)
    target = f"move:{'up' if to < at else 'down'}:{things[at].id}"

    async def move(_: BrowserEvent) -> None:
        if not is_possible:
            return
        moved = list(things)
        moved[at], moved[to] = moved[to], moved[at]
        await reorder(moved)

    return html.button(
        {
            "type": "button",
            "id": target,
            "class": "quiet round",
            "aria-label": label,
            "aria-disabled": None if is_possible else "true",
            "onClick": listen(move, target=target),
        },
        icon,
    )
