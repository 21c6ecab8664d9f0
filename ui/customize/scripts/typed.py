"""A labelled text that saves itself, and both texts where two people changed it at once."""

from typing import Any

from reactpy import html
from reactpy.types import VdomDict

from ui import texts
from ui.customize.scripts.desk import element_id
from ui.customize.scripts.parts import digest
from ui.customize.scripts.writing import Place, Writing
from ui.events import BrowserEvent, EventFunction, data_of, listen, value_of
from ui.fields import DEBOUNCE_MS, LONGEST_TEXT

LONGEST_LINE = 255


def typed_field(
    writing: Writing, place: Place, label: str, *, lines: int = 1, help_text: str = "", **more: Any
) -> VdomDict:
    """Show a text with its label; the keys that ``more`` holds go to the text itself."""
    id = element_id(place.path)
    return html.div(
        {"class": "field", "key": f"{place.page}:{place.path}"},
        html.label({"htmlFor": id}, label),
        typed(
            writing, place, lines=lines, **{"aria-describedby": help_text and f"{id}-help", **more}
        ),
        html.p({"id": f"{id}-help", "class": "soft"}, help_text) if help_text else "",
        conflict(writing, place),
    )


def typed(writing: Writing, place: Place, *, lines: int = 1, **more: Any) -> VdomDict:
    """Show the text itself: sent when the typing pauses, and at once when the field is left."""
    target, shown = f"{place.page}:{place.path}", writing.shown(place)

    async def keep(event: BrowserEvent) -> None:
        over = data_of(event, "base") or data_of(event, "version")
        turn = int(data_of(event, "typed") or 0)
        await writing.type(place, value_of(event), over=over, turn=turn)

    everything = {
        "id": element_id(place.path),
        "maxLength": LONGEST_TEXT if lines > 1 else LONGEST_LINE,
        "defaultValue": shown,
        "data-draft": "",
        "data-path": place.path,
        "data-version": digest(shown),
        "data-edition": writing.edition(place),
        "onInput": listen(keep, target=target, debounce=DEBOUNCE_MS),
        "onBlur": listen(keep, target=f"{target}:left"),
        **{name: value for name, value in more.items() if value},
    }
    if lines > 1:
        return html.textarea({**everything, "rows": lines})
    return html.input({"type": "text", **everything})


def conflict(writing: Writing, place: Place) -> VdomDict | str:
    """Show both texts until one is chosen."""
    own = writing.conflicts.get(place)
    if own is None:
        return ""

    async def keep_own(_: BrowserEvent) -> None:
        await writing.choose(place, own=True)

    async def take_theirs(_: BrowserEvent) -> None:
        await writing.choose(place, own=False)

    return html.div(
        {"class": "conflict"},
        html.p({"role": "alert"}, texts.TWO_TEXTS),
        _version(texts.TYPED_HERE, own, keep_own),
        _version(texts.TYPED_BY_SOMEBODY_ELSE, writing.shown(place), take_theirs),
    )


def _version(label: str, text: str, choose: EventFunction) -> VdomDict:
    return html.div(
        {"key": label, "role": "group", "aria-label": label},
        html.p({"class": "eyebrow", "aria-hidden": "true"}, label),
        html.blockquote(text),
        html.button({"type": "button", "onClick": listen(choose)}, texts.USE_THIS_VERSION),
    )
