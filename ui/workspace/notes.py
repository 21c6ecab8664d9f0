"""The text box "Notes", which saves itself and never overwrites what another tab typed."""

from typing import Any

from reactpy import Vdom, component, html, use_state
from reactpy.types import Component, State, VdomDict

from ui import fields, texts
from ui.client import (
    Answer,
    Document,
    Failed,
    Loading,
    Variant,
    use_editor,
    use_mutation,
    use_subscription,
)
from ui.events import BrowserEvent, EventFunction, listen

FIELD = "notes"

draft_status = Vdom("draft-status")


class Draft(Variant, frozen=True):
    """The text of one field as it is stored."""

    field: str
    value: str
    version: int


class DraftConflict(Variant, frozen=True):
    """Nothing was stored: another tab had changed the text."""

    current: Draft


class Refusal(Variant, frozen=True):
    """Nothing was stored, and why."""

    message: str


class Drafts(Answer, frozen=True):
    """What was typed in a workspace."""

    drafts: tuple[Draft, ...]


class DraftsAnswer(Answer, frozen=True):
    """The answer to DRAFTS."""

    workspace: Drafts


class SaveAnswer(Answer, frozen=True):
    """The answer to SAVE_DRAFT."""

    save_draft: Draft | DraftConflict | Refusal


DRAFTS = Document(
    """
    subscription Drafts($id: ID!) {
      workspace(id: $id) { drafts { __typename field value version } }
    }
    """,
    DraftsAnswer,
)
SAVE_DRAFT = Document(
    """
    mutation SaveDraft(
      $workspace: ID!, $field: String!, $value: String!, $version: Int!, $editor: String!
    ) {
      saveDraft(
        workspace: $workspace, field: $field, value: $value, version: $version, editor: $editor
      ) {
        __typename
        ... on Draft { field value version }
        ... on DraftConflict { current { __typename field value version } }
        ... on Refusal { message }
      }
    }
    """,
    SaveAnswer,
)


@component
def Notes(workspace_id: str) -> VdomDict | Component:
    """Show the notes of one workspace."""
    answer = use_subscription(DRAFTS, {"id": workspace_id}).answer
    if isinstance(answer, Loading):
        return html.section({"aria-label": texts.NOTES, "aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    stored = next((draft for draft in answer.workspace.drafts if draft.field == FIELD), None)
    draft = fields.Draft(
        text=stored.value if stored else "", version=stored.version if stored else 0
    )
    return NotesBox(workspace_id, draft)


@component
def NotesBox(workspace_id: str, draft: fields.Draft) -> VdomDict:
    """Save what is typed; when two tabs typed at once, show both texts until one is chosen."""
    conflict: State[str | None] = use_state(None)
    edition, set_edition = use_state(0)
    editor = use_editor()
    run = use_mutation(SAVE_DRAFT)

    async def save(text: str, version: int) -> int | None:
        asked: dict[str, Any] = {"workspace": workspace_id, "field": FIELD, "value": text}
        answer = await run({**asked, "version": version, "editor": editor})
        result = answer if isinstance(answer, Failed) else answer.save_draft
        if isinstance(result, DraftConflict):
            conflict.set_value(text)
        return result.version if isinstance(result, Draft) else None

    def settle() -> None:
        conflict.set_value(None)
        set_edition(lambda before: before + 1)

    async def use_own(_: BrowserEvent) -> None:
        if await save(typed_here or "", draft.version) is not None:
            settle()

    box, typed_here = box_id(workspace_id), conflict.value
    has_conflict = typed_here not in (None, draft.text)
    return html.section(
        {"aria-label": texts.NOTES},
        html.div(
            {"key": "head", "class": "section-head"},
            html.label({"class": "eyebrow", "htmlFor": box}, texts.NOTES),
            _status(box, is_held=has_conflict),
        ),
        # Only a new field forgets what was typed into it, and shows the text that was chosen.
        html.div(
            {"key": str(edition), "class": "box"}, Box(workspace_id, draft, save, key=str(edition))
        ),
        _choice(
            _version(texts.TYPED_HERE, typed_here, use_own),
            _version(texts.TYPED_ELSEWHERE, draft.text, lambda _: settle()),
        )
        if has_conflict
        else "",
    )


@component
def Box(workspace_id: str, draft: fields.Draft, save: fields.SaveDraft) -> Component:
    """Show the text box."""
    box = box_id(workspace_id)
    return fields.DraftField(
        workspace_id,
        FIELD,
        draft=draft,
        save=save,
        attributes={
            "id": box,
            "placeholder": texts.NOTES_HINT,
            "aria-describedby": f"{box}-status",
        },
        lines=12,
    )


def _status(box: str, *, is_held: bool) -> VdomDict:
    return draft_status(
        {
            "id": f"{box}-status",
            "for": box,
            "data-held": "" if is_held else None,
            "data-saving": texts.SAVING,
            "data-saved": texts.SAVED,
            "data-unsaved": texts.NOT_SAVED_YET,
        }
    )


def _choice(*versions: VdomDict) -> VdomDict:
    return html.div(
        {"key": "choice", "class": "conflict"},
        html.p({"role": "alert"}, texts.TWO_VERSIONS),
        *versions,
    )


def _version(label: str, text: str | None, choose: EventFunction) -> VdomDict:
    return html.div(
        {"key": label, "role": "group", "aria-label": label},
        html.p({"class": "eyebrow", "aria-hidden": "true"}, label),
        html.blockquote(text or ""),
        html.button({"type": "button", "onClick": listen(choose)}, texts.USE_THIS_VERSION),
    )


def box_id(workspace_id: str) -> str:
    """Name the element of a workspace's text box."""
    return f"notes-{workspace_id}"
