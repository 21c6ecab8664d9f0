"""What the browser sends when something happens, in the shape that static/slim.js gives it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

import msgspec
from reactpy.core.events import EventHandler, to_event_handler_function

BrowserEvent = Mapping[str, Any]
"""Type, keys, and ``target``: id, name, value, checked, dataset and, of a form, its fields."""

EventFunction = Callable[[BrowserEvent], Awaitable[None] | None]


class Element(msgspec.Struct, frozen=True):
    """What must be true of an event's target, so that the functions below can read it."""

    dataset: dict[str, str] = msgspec.field(default_factory=dict)
    fields: dict[str, str | Annotated[list[str], msgspec.Meta(min_length=1)]] = msgspec.field(
        default_factory=dict
    )


class Happening(msgspec.Struct, frozen=True, rename="camel"):
    """What must be true of an event; there may be more in it."""

    target: Element
    current_target: dict[str, Any] = msgspec.field(default_factory=dict)


def listen(
    function: EventFunction,
    *,
    target: str | None = None,
    debounce: int | None = None,
    prevent_default: bool = False,
) -> EventHandler:
    """Make a handler; a target of its own lets an event find it after a reconnection.

    ``debounce`` is in milliseconds. A target stands once on a page. There is no throttle: when an
    element is rendered anew, the browser sends what it held back after what came later.
    """
    return EventHandler(
        to_event_handler_function(function, positional_args=True),
        target=target,
        debounce=debounce,
        prevent_default=prevent_default,
    )


def submit(function: EventFunction, *, target: str | None = None) -> EventHandler:
    """Make a handler for a form's ``onSubmit``, which keeps the browser on the page."""
    return listen(function, target=target, prevent_default=True)


def value_of(event: BrowserEvent) -> str:
    """Return the text or choice of the field that the event happened to."""
    value = event["target"].get("value")
    return value if isinstance(value, str) else ""


def is_checked(event: BrowserEvent) -> bool:
    """Say whether the check box that the event happened to is ticked now."""
    return event["target"].get("checked") is True


def data_of(event: BrowserEvent, name: str) -> str:
    """Return a ``data-`` attribute as the browser has it, which may be older than the server's."""
    return str(event["target"].get("dataset", {}).get(name, ""))


def detail_of(event: BrowserEvent) -> Mapping[str, Any]:
    """Return what a script of ours says with an event of its own; nothing when a browser's has the same name."""
    detail = event.get("detail")
    return detail if isinstance(detail, dict) else {}


def version_typed_over(event: BrowserEvent) -> int:
    """Return the version over which somebody began to type into a form that was submitted, however long ago.

    static/edit-form.js notes it in the browser, where no lost connection takes it away. Of a form in which nobody has
    typed it is the version on screen.
    """
    return int(data_of(event, "typedOver") or data_of(event, "version"))


def fields_of(event: BrowserEvent) -> dict[str, str]:
    """Return the fields of the form that was submitted; of several with one name, the last."""
    fields = event["target"].get("fields", {})
    return {name: text if isinstance(text, str) else text[-1] for name, text in fields.items()}


def choices_of(event: BrowserEvent, name: str) -> list[str]:
    """Return every value submitted under one name, for a group of check boxes."""
    chosen = event["target"].get("fields", {}).get(name, [])
    return [chosen] if isinstance(chosen, str) else list(chosen)
