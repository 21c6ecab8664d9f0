"""The text box "Notes", which saves itself, says whether it has, and warns of a payment card number."""

from datetime import UTC, datetime

from reactpy import Vdom, html
from reactpy.types import VdomDict

from ui import formats, texts
from ui.workspace.drafts import Drafts, draft_box

FIELD = "notes"
LINES = 10

draft_status = Vdom("draft-status")


def notes(drafts: Drafts) -> VdomDict:
    """Show the notes of one workspace; the status beside them speaks for all of its fields."""
    box = f"notes-{drafts.workspace_id}"
    stored = drafts.stored.get(FIELD)
    described = [f"{box}-status"]
    if has_card_number := stored is not None and stored.holds_card_number:
        described.append(f"{box}-warning")
    attributes = {
        "id": box,
        "placeholder": texts.NOTES_HINT,
        "aria-describedby": " ".join(described),
    }
    return html.section(
        {"key": "notes", "class": "notes-section", "aria-label": texts.NOTES},
        html.div(
            {"key": "head", "class": "section-head"},
            html.label({"class": "eyebrow", "htmlFor": box}, texts.NOTES),
            _status(box, drafts),
        ),
        draft_box(drafts, FIELD, attributes=attributes, lines=LINES),
        # There beforehand, so that a warning is announced when it comes.
        html.p(
            {"key": "warning", "id": f"{box}-warning", "class": "warning", "role": "status"},
            texts.CARD_NUMBER if has_card_number else "",
        ),
    )


def _status(box: str, drafts: Drafts) -> VdomDict:
    """Let static/draft-status.js say what only the browser knows; seconds are sent, for its clock may be wrong."""
    times = (draft.saved_at for draft in drafts.stored.values())
    saved = max((time for time in times if time), default=None)
    age = (datetime.now(UTC) - saved).total_seconds() if saved else None
    return draft_status(
        {
            "id": f"{box}-status",
            "age": f"{max(age, 0):.1f}" if age is not None else None,
            "data-locale": formats.locale_tag(),
            "data-saving": texts.SAVING,
            "data-saved": texts.SAVED,
            "data-unsaved": texts.NOT_SAVED_YET,
        }
    )
