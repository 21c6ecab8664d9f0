"""What a call record holds beyond its call: from the drafts, and checked before it is kept."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct, field
from msgspec.structs import asdict

from models.calls.messages import JSON
from models.errors import InvalidValue
from models.scripts.tables import Outcome
from models.text import storable
from models.workspaces.answers import answers_in
from models.workspaces.choices import check_contact
from models.workspaces.tables import FOLLOW_UP, NOTES, OUTCOME, Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_NOTES = 100_000
LONGEST_ANSWERS = 64 * 1024  # characters of JSON


class RecordContent(Struct, frozen=True, kw_only=True):
    """Hold what an agent says about a call; ``answers`` maps the id of each question to its answer."""

    contact_id: UUID | None = None
    outcome_id: UUID | None = None
    follow_up_on: date | None = None
    notes: str = ""
    answers: Mapping[str, JSON] = field(default_factory=dict)

    def as_written(self) -> dict[str, object]:
        """Return the values by name, for the audit trail."""
        return asdict(self)


async def drafted(
    workspace_id: UUID, *, contact_id: UUID | None, answers: Mapping[str, JSON]
) -> RecordContent:
    """Read what the drafts of a workspace say; raise ``InvalidValue`` for what can't be read.

    ``answers`` stand where nobody typed another.
    """
    rows = await Draft.select(Draft.field, Draft.value).where(Draft.workspace == workspace_id)
    texts = {row["field"]: row["value"] for row in rows}
    return RecordContent(
        contact_id=contact_id,
        outcome_id=_outcome(texts.get(OUTCOME, "")),
        follow_up_on=_date(texts.get(FOLLOW_UP, "")),
        notes=texts.get(NOTES, ""),
        answers={**answers, **answers_in(texts)},
    )


async def check_content(content: RecordContent, *, before: RecordContent | None = None) -> None:
    """Refuse what can't be kept; an outcome that was retired since may stay where it is."""
    await check_contact(content.contact_id)
    if content.outcome_id is not None and (
        before is None or content.outcome_id != before.outcome_id
    ):
        await _check_outcome(content.outcome_id)
    if len(content.notes) > LONGEST_NOTES:
        raise InvalidValue("notes", f"has at most {LONGEST_NOTES} characters.")
    if storable(content.notes) != content.notes:
        raise InvalidValue("notes", "holds a character that can't be kept, such as U+0000.")
    written = json.dumps(dict(content.answers))
    if len(written) > LONGEST_ANSWERS or "\\u0000" in written:
        raise InvalidValue("answers", f"has at most {LONGEST_ANSWERS} characters, and no U+0000.")


async def _check_outcome(outcome_id: UUID) -> None:
    if not await Outcome.exists().where(Outcome.id == outcome_id, Outcome.is_active.eq(True)):
        raise InvalidValue("outcome", "is no active outcome.")


def _outcome(text: str) -> UUID | None:
    try:
        return UUID(text) if text.strip() else None
    except ValueError as error:
        raise InvalidValue("outcome", "is no active outcome.") from error


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise InvalidValue("followUpOn", "is a date such as 2027-01-31.") from error
