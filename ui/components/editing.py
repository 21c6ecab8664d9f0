"""The form of one thing that is stored at a version: typed text stays, whatever happens meanwhile.

The browser keeps the text: fields have no value of the server's own, and an untouched one shows what is stored now.
static/edit-form.js notes the version over which somebody began to type; a save names it, so that nobody overwrites
anybody without being told.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from reactpy import Vdom, html, use_ref, use_state
from reactpy.types import VdomDict

from ui import texts
from ui.client import Document
from ui.components.button import button
from ui.components.changing import (
    CHANGED_MEANWHILE,
    Change,
    HasVersion,
    OwnChanges,
    ResultAnswer,
    refusal_notice,
    use_change,
    use_creation,
)
from ui.events import (
    BrowserEvent,
    EventFunction,
    fields_of,
    listen,
    submit,
    version_typed_over,
)

Read = Callable[[Mapping[str, str]], Mapping[str, Any]]
"""Turn the fields of a form into the variables of its mutation."""

edit_form_element = Vdom("edit-form")


def element_id(*parts: str) -> str:
    """Make an id for an element out of what may hold any character."""
    return "e" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


class FormNames(Struct, frozen=True):
    """Names of fields that stand once on a page, though many forms have the same fields."""

    prefix: str

    def __call__(self, name: str) -> str:
        """Name a field."""
        return f"{self.prefix}-{name}"

    def given(self, event: BrowserEvent) -> dict[str, str]:
        """Return what was submitted by the plain names."""
        start = f"{self.prefix}-"
        fields = fields_of(event).items()
        return {name.removeprefix(start): text for name, text in fields if name.startswith(start)}


class Editor(Struct, frozen=True, kw_only=True):
    """The form of one thing, which is open."""

    subject: str
    version: int
    names: FormNames
    change: Change[Any]
    edition: int
    save: EventFunction
    take_theirs: EventFunction

    def form(
        self,
        *fields: VdomDict,
        opener: str,
        stored: Mapping[str, str] | None = None,
        cancel: EventFunction,
    ) -> VdomDict:
        """Show the form; ``stored`` is what a conflict shows, and the focus goes back to the opener."""
        attributes = {
            "key": str(self.edition),
            "class": "edit",
            "data-version": str(self.version),
            "onSubmit": submit(self.save, target=f"save:{self.subject}"),
        }
        actions = (
            button(texts.SAVE, kind="primary", type="submit"),
            button(texts.CANCEL, cancel),
        )
        return edit_form_element(
            {"key": f"form:{self.subject}", "opener": opener},
            html.form(
                attributes,
                *fields,
                self._refusal(stored or {}),
                html.div({"key": "actions", "class": "actions"}, *actions),
            ),
        )

    def _refusal(self, stored: Mapping[str, str]) -> VdomDict | str:
        refusal = self.change.refusal
        if refusal is None or refusal.code != CHANGED_MEANWHILE:
            return refusal_notice(refusal)
        return html.div(
            {"key": "refusal", "class": "failure", "role": "alert"},
            html.p(texts.CHANGED_MEANWHILE_HINT),
            html.dl(*(part for label, text in stored.items() for part in _fact(label, text))),
            button(texts.TAKE_THEIRS, self.take_theirs),
        )


def _fact(label: str, text: str) -> tuple[VdomDict, VdomDict]:
    return html.dt({"key": f"{label}:label"}, label), html.dd({"key": label}, text or texts.NOTHING)


def use_editor(
    document: Document[ResultAnswer[Any]],
    *,
    subject: str,
    version: int,
    own: OwnChanges,
    read: Read,
    saved: Callable[[], None],
) -> Editor:
    """Edit what is stored at this version. Whoever saves over a newer one is told first, and may then do so."""
    change = use_change(document)
    edition, set_edition = use_state(0)
    names = FormNames(element_id(subject))
    told = use_ref(0)
    if change.refusal is not None and change.refusal.code == CHANGED_MEANWHILE:
        told.current = version

    async def save(event: BrowserEvent) -> None:
        base = max(own.newest(subject, version_typed_over(event)), told.current)
        given = {"id": subject, "version": base, **read(names.given(event))}
        result = await change.run(given)
        if isinstance(result, HasVersion):
            own.note(subject, base, result.version)
            saved()

    def take_theirs(_: BrowserEvent) -> None:
        change.forget()
        set_edition(lambda before: before + 1)

    return Editor(
        subject=subject,
        version=version,
        names=names,
        change=change,
        edition=edition,
        save=save,
        take_theirs=take_theirs,
    )


def use_creator(
    document: Document[ResultAnswer[Any]], *, subject: str, read: Read, saved: Callable[[], None]
) -> Editor:
    """Make something new; a second click while the first is on its way makes no second one."""
    change = use_creation(document)
    names = FormNames(element_id("new", subject))

    async def save(event: BrowserEvent) -> None:
        if await change.run(read(names.given(event))) is not None:
            saved()

    return Editor(
        subject=f"new:{subject}",
        version=0,
        names=names,
        change=change,
        edition=0,
        save=save,
        take_theirs=lambda _: None,
    )


def opener_button(label: str, target: str, on_click: EventFunction, **attributes: Any) -> VdomDict:
    """Show a button that opens or closes a form; ``target`` names it for the focus too."""
    return html.button(
        {"type": "button", "id": target, "onClick": listen(on_click, target=target), **attributes},
        label,
    )
