"""A labelled choice, and a button of one sign, as the editor has many."""

from collections.abc import Awaitable, Callable, Mapping

from reactpy import html
from reactpy.types import VdomDict

from ui.events import BrowserEvent, EventFunction, listen, value_of

Choose = Callable[[str], Awaitable[None]]


def chooser(
    id: str, label: str, choices: Mapping[str, str], chosen: str, choose: Choose, *, target: str
) -> VdomDict:
    """Show a native select with its label; what is chosen but no longer offered stays in it."""

    async def change(event: BrowserEvent) -> None:
        await choose(value_of(event))

    offered = choices if chosen in choices else {chosen: chosen, **choices}
    return html.div(
        {"class": "field", "key": id},
        html.label({"htmlFor": id}, label),
        html.select(
            {"id": id, "value": chosen, "onChange": listen(change, target=target)},
            *(html.option({"key": key, "value": key}, text) for key, text in offered.items()),
        ),
    )


def sign_button(
    sign: str, name: str, on_click: EventFunction | None, *, target: str | None = None
) -> VdomDict:
    """Show a button of one sign; without a function it is there but does nothing."""
    attributes = {"type": "button", "class": "quiet sign", "aria-label": name, "title": name}
    if on_click is None:
        return html.button({**attributes, "aria-disabled": "true"}, sign)
    return html.button({**attributes, "onClick": listen(on_click, target=target)}, sign)
