"""The form that makes a contact of the caller; what is typed into it is kept like the notes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from reactpy import component, html, use_ref, use_state
from reactpy.types import Component, VdomDict

from ui import fields, texts
from ui.client import Answer, Document, Failed, Loading, use_editor, use_mutation, use_query
from ui.components.button import button
from ui.events import BrowserEvent, fields_of, submit
from ui.workspace.choosing import NUMBER, PARTS
from ui.workspace.drafts import DRAFT, SAVE_DRAFT, Draft, DraftConflict

PREFIX = "newContact."
LONGEST = 255
CLOSES: dict[str, Any] = {"data-close": ""}
COMPLETION = {"autocomplete": "off", "maxLength": LONGEST}

Create = Callable[[Mapping[str, str]], Awaitable[str]]
"""Make the contact; return why not, else an empty text."""


class Drafts(Answer, frozen=True):
    """What was typed in a workspace."""

    drafts: tuple[Draft, ...]


class DraftsAnswer(Answer, frozen=True):
    """The answer to DRAFTS_THEN."""

    workspace: Drafts


# Asked once: these fields do not follow another tab while they are on screen.
DRAFTS_THEN = Document(
    f"query DraftsThen($id: ID!) {{ workspace(id: $id) {{ drafts {{ {DRAFT} }} }} }}",
    DraftsAnswer,
)


class Typed(Struct, frozen=True, kw_only=True):
    """What had been typed into the form when it appeared, and how to keep what is typed now."""

    drafts: Mapping[str, fields.Draft]
    save: Callable[[str, fields.Edit], Awaitable[fields.Draft | None]]

    @property
    def is_any(self) -> bool:
        """Say whether there is something to go on with."""
        return any(draft.text for draft in self.drafts.values())

    async def forget(self) -> None:
        """Clear the form for good."""
        for part in (*PARTS, NUMBER):
            version = self.drafts.get(part, EMPTY).version
            await self.save(part, fields.Edit(text="", version=version))


EMPTY = fields.Draft(text="", version=0)


def use_typed(workspace_id: str) -> Typed | None:
    """Read what was typed into the form of a workspace; None until that is known."""
    answer = use_query(DRAFTS_THEN, {"id": workspace_id}).answer
    editor = use_editor()
    run = use_mutation(SAVE_DRAFT)

    async def save(part: str, edit: fields.Edit) -> fields.Draft | None:
        asked = {"workspace": workspace_id, "field": PREFIX + part, "value": edit.text}
        # What the form itself does is no edit of the browser, which counts its own.
        counted = {"editor": editor if edit.number else "", "edit": edit.number}
        result: object = await run({**asked, **counted, "version": edit.version})
        kept = None if isinstance(result, Failed) else result.save_draft  # type: ignore[attr-defined]
        if isinstance(kept, DraftConflict):
            # Of two tabs that fill in the same form, the later one is right.
            return await save(part, replace(edit, version=kept.current.version))
        if not isinstance(kept, Draft):
            return None
        return fields.Draft(text=kept.value, version=kept.version)

    if isinstance(answer, Loading):
        return None
    drafts = () if isinstance(answer, Failed) else answer.workspace.drafts
    kept = {
        each.field.removeprefix(PREFIX): fields.Draft(text=each.value, version=each.version)
        for each in drafts
        if each.field.startswith(PREFIX)
    }
    return Typed(drafts=kept, save=save)


@component
def NewContact(workspace_id: str, number: str, typed: Typed, create: Create) -> VdomDict:
    """Show the form with the number filled in."""
    problem, set_problem = use_state("")
    is_made = use_ref(False)

    async def make(event: BrowserEvent) -> None:
        given = fields_of(event)
        if not any(given.get(part, "").strip() for part in ("firstName", "lastName", "company")):
            return set_problem(texts.SOME_NAME)
        if is_made.current:  # a second click on its way
            return None
        is_made.current = True
        refusal = await create(given)
        is_made.current = not refusal
        set_problem(refusal)
        return await typed.forget() if not refusal else None

    def part(name: str, **attributes: str) -> VdomDict:
        filled_in = number if name == NUMBER else ""
        return _part(workspace_id, name, typed, filled_in, attributes)

    return html.form(
        {
            "class": "new-contact",
            "aria-label": texts.CREATE_CONTACT,
            "noValidate": True,
            "onSubmit": submit(make, target=f"{workspace_id}:create-contact"),
        },
        html.div({"key": "names", "class": "pair"}, part("firstName"), part("lastName")),
        part("company"),
        part("email", inputMode="email"),
        part(NUMBER, inputMode="tel"),
        html.p({"key": "problem", "class": "error", "role": "alert"}, problem),
        html.div(
            {"key": "actions", "class": "actions"},
            html.button({"type": "submit", "class": "primary"}, texts.CREATE),
            button(texts.CANCEL, **CLOSES),
        ),
    )


def _part(
    workspace_id: str, name: str, typed: Typed, filled_in: str, attributes: Mapping[str, str]
) -> VdomDict:
    draft = typed.drafts.get(name, EMPTY)
    identifier = f"{name}-{workspace_id}"

    async def save(edit: fields.Edit) -> fields.Draft | None:
        return await typed.save(name, edit)

    return html.div(
        {"key": name, "class": "field"},
        html.label({"htmlFor": identifier}, texts.CONTACT_PARTS[name]),
        Part(
            workspace_id,
            name,
            fields.Draft(text=draft.text or filled_in, version=draft.version),
            save,
            {**COMPLETION, **attributes, "id": identifier, "name": name},
        ),
    )


@component
def Part(
    workspace_id: str,
    name: str,
    draft: fields.Draft,
    save: fields.SaveDraft,
    attributes: dict[str, object],
) -> Component:
    """Show one field that keeps what is typed."""
    return fields.DraftField(
        workspace_id, PREFIX + name, draft=draft, save=save, attributes=attributes
    )
