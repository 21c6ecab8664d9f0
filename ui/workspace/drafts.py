"""What is typed in a workspace and saves itself, field by field; of two tabs' texts neither is lost."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from reactpy import component, html, use_state
from reactpy.types import Component, VdomDict

from ui import fields, texts
from ui.client import Answer, Document, Failed, Variant, use_editor, use_mutation
from ui.events import BrowserEvent, EventFunction, listen


class Draft(Variant, frozen=True):
    """The text of one field as it is stored."""

    field: str
    value: str
    version: int
    saved_at: datetime | None = None
    holds_card_number: bool = False


class DraftConflict(Variant, frozen=True):
    """Nothing was stored: another tab had changed the text."""

    current: Draft


class Refusal(Variant, frozen=True):
    """Nothing was stored, and why."""

    message: str


class Typed(Answer, frozen=True):
    """What was typed in a workspace, and what its reason asks for."""

    requires_outcome: bool
    drafts: tuple[Draft, ...]


class DraftsAnswer(Answer, frozen=True):
    """The answer to DRAFTS."""

    workspace: Typed


class SaveAnswer(Answer, frozen=True):
    """The answer to SAVE_DRAFT."""

    save_draft: Draft | DraftConflict | Refusal


TYPED = "draft:"
"""Before the version, the number of the edit and the name of a field: what static/call-form.js adds to a form."""
DRAFT = "__typename field value version savedAt holdsCardNumber"
DRAFTS = Document(
    f"""
    subscription Drafts($id: ID!) {{
      workspace(id: $id) {{ requiresOutcome drafts {{ {DRAFT} }} }}
    }}
    """,
    DraftsAnswer,
)
SAVE_DRAFT = Document(
    f"""
    mutation SaveDraft(
      $workspace: ID!, $field: String!, $value: String!, $version: Int!, $editor: String!, $edit: Int!
    ) {{
      saveDraft(
        workspace: $workspace, field: $field, value: $value, version: $version,
        editor: $editor, edit: $edit
      ) {{
        __typename
        ... on Draft {{ {DRAFT} }}
        ... on DraftConflict {{ current {{ {DRAFT} }} }}
        ... on Refusal {{ message }}
      }}
    }}
    """,
    SaveAnswer,
)


class Drafts(Struct, frozen=True, kw_only=True):
    """The fields of one workspace: what is stored, what this tab typed against it, and how to save.

    ``save`` returns what is stored then, or None when another tab's text stands in the way. ``editions`` counts how
    often a field was settled.
    """

    workspace_id: str
    stored: Mapping[str, Draft]
    typed_here: Mapping[str, fields.Edit]
    editions: Mapping[str, int]
    save: Callable[[str, fields.Edit], Awaitable[fields.Draft | None]]
    settle: Callable[[str], None]

    def draft(self, field: str) -> fields.Draft:
        """Return what is stored of a field."""
        stored = self.stored.get(field)
        return fields.Draft(
            text=stored.value if stored else "", version=stored.version if stored else 0
        )

    def rival(self, field: str) -> fields.Edit | None:
        """Return what this tab typed while another did; None when nobody has to choose."""
        typed = self.typed_here.get(field)
        return None if typed is None or typed.text == self.draft(field).text else typed


def use_drafts(workspace_id: str, stored: tuple[Draft, ...]) -> Drafts:
    """Save what is typed in this tab; remember what met another tab's text until one is chosen."""
    typed_here, set_typed_here = use_state(dict[str, fields.Edit]())
    editions, set_editions = use_state(dict[str, int]())
    editor = use_editor()
    run = use_mutation(SAVE_DRAFT)

    async def save(field: str, edit: fields.Edit) -> fields.Draft | None:
        asked: dict[str, Any] = {"workspace": workspace_id, "field": field, "editor": editor}
        typed = {"value": edit.text, "version": edit.version, "edit": edit.number}
        answer = await run({**asked, **typed})
        result = answer if isinstance(answer, Failed) else answer.save_draft
        if isinstance(result, DraftConflict):
            set_typed_here(lambda before: {**before, field: edit})
        if not isinstance(result, Draft):
            return None
        return fields.Draft(text=result.value, version=result.version)

    def settle(field: str) -> None:
        set_typed_here(lambda before: {each: before[each] for each in before if each != field})
        set_editions(lambda before: {**before, field: before.get(field, 0) + 1})

    return Drafts(
        workspace_id=workspace_id,
        stored={draft.field: draft for draft in stored},
        typed_here=typed_here,
        editions=editions,
        save=save,
        settle=settle,
    )


def draft_box(
    drafts: Drafts,
    field: str,
    *,
    attributes: Mapping[str, Any],
    lines: int = 1,
    written: Callable[[str], str] = str,
) -> VdomDict:
    """Show a field; when two tabs typed at once, both texts (as ``written`` says) until one is chosen."""
    return html.div(
        {"key": "box", "class": "box"},
        html.div({"key": "field"}, Box(drafts, field, attributes, lines)),
        _choice(drafts, field, rival, written)
        if (rival := drafts.rival(field)) is not None
        else "",
    )


@component
def Box(drafts: Drafts, field: str, attributes: Mapping[str, Any], lines: int) -> Component:
    """Show the field itself."""

    async def save(edit: fields.Edit) -> fields.Draft | None:
        return await drafts.save(field, edit)

    return fields.DraftField(
        drafts.workspace_id,
        field,
        draft=drafts.draft(field),
        save=save,
        attributes=dict(attributes),
        lines=lines,
        choice=drafts.editions.get(field, 0),
    )


def _choice(
    drafts: Drafts, field: str, rival: fields.Edit, written: Callable[[str], str]
) -> VdomDict:
    stored = drafts.draft(field)

    async def use_own(_: BrowserEvent) -> None:
        if await drafts.save(field, replace(rival, version=stored.version)) is not None:
            drafts.settle(field)

    return html.div(
        {"key": "choice", "class": "conflict", "data-held": ""},
        html.p({"role": "alert"}, texts.TWO_VERSIONS),
        _version(texts.TYPED_HERE, written(rival.text), use_own),
        _version(texts.TYPED_ELSEWHERE, written(stored.text), lambda _: drafts.settle(field)),
    )


def _version(label: str, text: str, choose: EventFunction) -> VdomDict:
    return html.div(
        {"key": label, "role": "group", "aria-label": label},
        html.p({"class": "eyebrow", "aria-hidden": "true"}, label),
        html.blockquote(text),
        html.button({"type": "button", "onClick": listen(choose)}, texts.USE_THIS_VERSION),
    )


def unsaved(sent: Mapping[str, str]) -> list[tuple[str, fields.Edit]]:
    """Return the fields that the browser had not seen saved when the form was sent, with what was typed in them."""
    edits = []
    for name in sent:
        if name.startswith(TYPED):
            version, number, field = name.removeprefix(TYPED).split(":", 2)
            edit = fields.Edit(text=sent[name], version=int(version), number=int(number))
            edits.append((field, edit))
    return edits
