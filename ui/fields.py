"""Fields whose text saves itself, and lists whose fields stay with their entries."""

import dataclasses
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from reactpy import component, html, use_ref, use_state
from reactpy.types import Component, VdomDict

from ui.events import BrowserEvent, data_of, listen, value_of

DEBOUNCE_MS = 300
# At three bytes for a character, the longest text still fits into one message to the server.
LONGEST_TEXT = 20_000


class Draft(Struct, frozen=True, kw_only=True):
    """A text as the server holds it, and the version that grows when it changes."""

    text: str
    version: int


class Edit(Struct, frozen=True, kw_only=True):
    """A text that was typed over a version.

    Of two edits in one page the one with the greater ``number`` is newer; 0 is none of the browser's.
    """

    text: str
    version: int
    number: int = 0


SaveDraft = Callable[[Edit], Awaitable[Draft | None]]
"""Store what was typed; return what is stored now, which may be a newer edit, or None when it was refused."""


def keyed(key: str, child: Component) -> VdomDict:
    """Give an entry of a list a key that the browser sees: a component's own never gets there.

    Without it an entry put in front takes over the text that was typed into the next one.
    """
    return html.div({"key": key}, child)


@component
def DraftField(
    workspace: str,
    field: str,
    *,
    draft: Draft,
    save: SaveDraft,
    attributes: dict[str, Any],
    lines: int = 1,
    choice: int = 0,
) -> VdomDict:
    """Show a text field that saves what is typed and is never overwritten under the typist.

    A field stands once on a page. When another tab changes the text, the field shows the other
    text; if this tab's own is on its way, ``save`` gets the older version and can offer both.
    Another ``choice`` shows what is stored whatever was typed.
    """
    element = use_ref(_Element(shown=draft)).current
    _, redraw = use_state(draft.version)
    element.adopt(draft)

    async def keep(event: BrowserEvent) -> None:
        await element.keep(event, save)
        redraw(element.shown.version)

    async def keep_at_once(event: BrowserEvent) -> None:
        if data_of(event, "base"):  # typed in, and not seen saved since
            await keep(event)

    on_input = listen(keep, target=f"{workspace}:{field}", debounce=DEBOUNCE_MS)
    on_blur = listen(keep_at_once, target=f"{workspace}:{field}:blur")
    place = {"data-draft": "", "data-workspace": workspace, "data-field": field}
    everything = {
        "maxLength": LONGEST_TEXT,
        **attributes,
        **place,
        **element.attributes,
        "data-edition": f"{element.id}:{choice}:{element.edition}",
        "key": f"{workspace}:{field}",
        "onInput": on_input,
        "onBlur": on_blur,
    }
    if lines > 1:
        return html.textarea({**everything, "rows": lines})
    return html.input({"type": "text", **everything})


@dataclass(slots=True, kw_only=True)
class _Element:
    """What is known of the field in the browser, which follows its own rules.

    One that was typed in ignores a new default value; static/boot.js shows it when the edition is another, unless
    there is text that was not saved. After a reconnection nothing is known, and the ``id`` is another.
    """

    shown: Draft
    id: str = dataclasses.field(default_factory=lambda: uuid.uuid4().hex[:8])
    edition: int = 0
    is_typed_in: bool = False
    own_version: int = 0
    sending: list[str] = dataclasses.field(default_factory=list)

    @property
    def attributes(self) -> dict[str, str]:
        """What boot.js reads when the page is left, and what an untouched field shows."""
        return {
            "defaultValue": self.shown.text,
            "data-version": str(self.shown.version),
            "data-own-version": str(self.own_version),
        }

    def adopt(self, draft: Draft) -> None:
        """Take in what the server holds now, if it is newer; a text that nobody has typed has no version."""
        is_other_prefill = draft.version == 0 == self.shown.version and not self.is_typed_in
        if draft.version <= self.shown.version and not is_other_prefill:
            return
        if self.is_typed_in and draft.text not in (self.shown.text, *self.sending):
            self.edition += 1
            self.is_typed_in, self.own_version = False, 0
        self.shown = draft

    async def keep(self, event: BrowserEvent, save: SaveDraft) -> None:
        """Save what was typed; over an own text that the browser has not yet seen saved, too."""
        text, base = value_of(event), int(data_of(event, "base") or data_of(event, "version"))
        number = int(data_of(event, "edit") or 0)
        self.is_typed_in = True
        self.sending.append(text)
        try:
            stored = await save(Edit(text=text, version=max(base, self.own_version), number=number))
        finally:
            self.sending.remove(text)
        if stored is not None and stored.version >= self.own_version:
            self.own_version, self.shown = stored.version, stored
