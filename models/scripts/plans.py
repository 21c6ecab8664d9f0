"""What an import does, or would do, with one noun of the file."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping


class ImportAction(StrEnum):
    """Say what becomes of something in the file."""

    CREATED = "CREATED"
    CHANGED = "CHANGED"
    LEFT = "LEFT"


class ImportNoun(StrEnum):
    """Say what something in the file is."""

    REASON = "REASON"
    SCRIPT = "SCRIPT"
    CALL_FIELD = "CALL_FIELD"
    OUTCOME = "OUTCOME"


class ImportChange(Struct, frozen=True, kw_only=True):
    """Say what becomes of one reason, script, call field or outcome; ``fields`` are what changes of what is here."""

    noun: ImportNoun
    name: str
    action: ImportAction
    fields: tuple[str, ...] = ()


def planned(
    noun: ImportNoun,
    name: str,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
) -> ImportChange:
    """Compare what is here, if anything is, with what is in the file."""
    if before is None:
        return ImportChange(noun=noun, name=name, action=ImportAction.CREATED)
    fields = tuple(field for field in after if before[field] != after[field])
    action = ImportAction.CHANGED if fields else ImportAction.LEFT
    return ImportChange(noun=noun, name=name, action=action, fields=fields)
